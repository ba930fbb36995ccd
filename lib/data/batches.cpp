#include "data/batches.h"

#include <algorithm>
#include <numeric>

#include "core/error.h"

namespace hybrid {
namespace {

/// How one image is changed: output pixel (y, x) comes from (y + down, mirrored x + right).
struct Placement {
  bool mirrored = false;
  int down = 0;
  int right = 0;
};

Placement draw_placement(const Augmentation& augmentation, Rng& rng) {
  Placement placement;
  if (augmentation.kind == Augment::none) return placement;
  placement.mirrored = rng.below(2) == 1;
  if (augmentation.kind == Augment::flip) return placement;
  const int most = augmentation.shift;
  const auto shift = [&] {
    return static_cast<int>(rng.below(static_cast<std::uint64_t>(2 * most + 1))) - most;
  };
  placement.down = shift();
  placement.right = shift();
  return placement;
}

/// One channel of one image.
void place_plane(const std::uint8_t* from, int height, int width, const Placement& placement,
                 std::uint8_t* to) {
  for (int y = 0; y < height; ++y) {
    const int from_y = y + placement.down;
    for (int x = 0; x < width; ++x) {
      const int from_x = (placement.mirrored ? width - 1 - x : x) + placement.right;
      const bool inside = from_y >= 0 && from_y < height && from_x >= 0 && from_x < width;
      *to++ = inside ? from[from_y * width + from_x] : std::uint8_t{0};
    }
  }
}

}  // namespace

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
                 const Preparation& preparation, const Augmentation& augmentation, SeedTree seed,
                 std::span<float> out) {
  const Preparer prepare(preparation, {dataset.channels, dataset.height, dataset.width});
  const auto size = static_cast<std::size_t>(prepare.output().elements());
  HYBRID_CHECK(out.size() == rows.size() * size, "{} numbers for {} images of {}", out.size(), rows.size(),
               to_string(prepare.output()));
  const std::size_t plane = dataset.pixels() / static_cast<std::size_t>(dataset.channels);
  std::vector<std::uint8_t> placed(dataset.pixels());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::span<const std::uint8_t> image = dataset.image(rows[i]);
    Rng rng = seed.at("image", rows[i]).rng();
    const Placement placement = draw_placement(augmentation, rng);
    for (std::size_t at = 0; at < image.size(); at += plane)
      place_plane(image.data() + at, dataset.height, dataset.width, placement, placed.data() + at);
    prepare(placed, out.subspan(i * size, size));
  }
}

}  // namespace hybrid
