#include "data/batches.h"

#include <array>
#include <cmath>
#include <numeric>

#include "core/error.h"

namespace hybrid {
namespace {

constexpr std::size_t kLevels = 256;
constexpr double kBrightest = 255.0;
constexpr int kMaxShift = 2;
constexpr double kConstant = 1e-6;  ///< a variance below this, in levels squared, is rounding

/// How one image is changed: output pixel (y, x) comes from (y + down, mirrored x + right).
struct Placement {
  bool mirrored = false;
  int down = 0;
  int right = 0;
};

Placement draw_placement(Augment augment, Rng& rng) {
  Placement placement;
  if (augment == Augment::none) return placement;
  placement.mirrored = rng.below(2) == 1;
  if (augment == Augment::flip) return placement;
  const auto shift = [&] { return static_cast<int>(rng.below(2 * kMaxShift + 1)) - kMaxShift; };
  placement.down = shift();
  placement.right = shift();
  return placement;
}

using Levels = std::array<float, kLevels>;

/// The normalised value of every brightness of every channel.
std::vector<Levels> level_tables(const Normalization& normalization) {
  std::vector<Levels> tables(normalization.mean.size());
  for (std::size_t c = 0; c < tables.size(); ++c)
    for (std::size_t p = 0; p < kLevels; ++p)
      tables[c][p] = (static_cast<float>(p) / static_cast<float>(kBrightest) - normalization.mean[c]) /
                     normalization.stddev[c];
  return tables;
}

/// One channel of one image.
void fill_plane(const std::uint8_t* from, int height, int width, const Levels& levels,
                const Placement& placement, float* to) {
  for (int y = 0; y < height; ++y) {
    const int from_y = y + placement.down;
    for (int x = 0; x < width; ++x) {
      const int from_x = (placement.mirrored ? width - 1 - x : x) + placement.right;
      const bool inside = from_y >= 0 && from_y < height && from_x >= 0 && from_x < width;
      *to++ = levels[inside ? from[from_y * width + from_x] : std::uint8_t{0}];
    }
  }
}

}  // namespace

Normalization mean_std(const ImageDataset& dataset, std::span<const std::size_t> rows) {
  HYBRID_CHECK(!rows.empty(), "mean and deviation of no images");
  const auto channels = static_cast<std::size_t>(dataset.channels);
  const std::size_t plane = dataset.pixels() / channels;
  const double count = static_cast<double>(rows.size() * plane);
  Normalization result;
  for (std::size_t c = 0; c < channels; ++c) {
    std::uint64_t sum = 0;  // integers: exact, and the same in every order
    std::uint64_t sum_of_squares = 0;
    for (const std::size_t row : rows)
      for (const std::uint8_t p : dataset.image(row).subspan(c * plane, plane)) {
        sum += p;
        sum_of_squares += std::uint64_t{p} * p;
      }
    const double mean = static_cast<double>(sum) / count;
    const double variance = static_cast<double>(sum_of_squares) / count - mean * mean;
    result.mean.push_back(static_cast<float>(mean / kBrightest));
    result.stddev.push_back(variance > kConstant ? static_cast<float>(std::sqrt(variance) / kBrightest)
                                                 : 1.0F);
  }
  return result;
}

std::vector<std::vector<std::size_t>> shuffled_batches(std::size_t n, std::size_t size, SeedTree seed) {
  HYBRID_CHECK(size > 0, "batches of no images");
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Rng rng = seed.rng();
  rng.shuffle(std::span(order));
  const std::size_t batches = (n + size - 1) / size;
  std::vector<std::vector<std::size_t>> cut;
  for (std::size_t i = 0; i < batches; ++i) {
    const auto at = [&](std::size_t k) {
      return order.begin() + static_cast<std::ptrdiff_t>(k * n / batches);
    };
    cut.emplace_back(at(i), at(i + 1));
  }
  return cut;
}

void fill_images(const ImageDataset& dataset, std::span<const std::size_t> rows,
                 const Normalization& normalization, Augment augment, SeedTree seed, std::span<float> out) {
  const auto channels = static_cast<std::size_t>(dataset.channels);
  HYBRID_CHECK(out.size() == rows.size() * dataset.pixels(), "{} numbers for {} images of {}", out.size(),
               rows.size(), dataset.pixels());
  HYBRID_CHECK(normalization.mean.size() == channels && normalization.stddev.size() == channels,
               "normalisation of {} channels, the images have {}", normalization.mean.size(), channels);
  const std::vector<Levels> tables = level_tables(normalization);
  const std::size_t plane = dataset.pixels() / channels;
  Rng rng = seed.rng();
  float* to = out.data();
  for (const std::size_t row : rows) {
    const std::span<const std::uint8_t> image = dataset.image(row);
    const Placement placement = draw_placement(augment, rng);
    for (std::size_t c = 0; c < channels; ++c, to += plane)
      fill_plane(image.data() + c * plane, dataset.height, dataset.width, tables[c], placement, to);
  }
}

}  // namespace hybrid
