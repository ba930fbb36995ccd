#include "data/prepare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace hybrid {
namespace {

constexpr double kBrightest = 255.0;
constexpr double kConstant = 1e-6;  ///< a variance below this, in levels squared, is rounding

/// The image after its shorter side has been resized, before the crop. The longer side is rounded down, as torchvision
/// does.
Shape resized_shape(const InputConfig& input, const Shape& image) {
  if (input.size == 0) return image;
  const std::int64_t shorter = std::llround(input.size / input.crop);
  const std::int64_t least = std::min(image.height, image.width);
  const std::int64_t longer = shorter * std::max(image.height, image.width) / least;
  constexpr std::int64_t kLongest = 1 << 16;
  if (longer > kLongest)
    throw Infeasible(fmt::format("an image of {} would become {} pixels long, at most {} are",
                                 to_string(image), longer, kLongest));
  const auto scaled = [&](std::int64_t side) { return static_cast<int>(shorter * side / least); };
  return {image.channels, scaled(image.height), scaled(image.width)};
}

/// Where the crop begins. Halves go to the even number, as Python rounds.
std::size_t crop_begin(int whole, int part) {
  return static_cast<std::size_t>(std::nearbyint((whole - part) / 2.0));
}

std::vector<float> to_floats(const std::vector<double>& values) {
  return {values.begin(), values.end()};
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

Preparation preparation_of(const InputConfig& input, int channels) {
  if (input.mean.empty())
    throw Infeasible(
        "input.mean and input.stddev are not given, and there are no training images to take them from: "
        "give the values that the weights were trained with");
  if (input.mean.size() != static_cast<std::size_t>(channels))
    throw Infeasible(fmt::format("input.mean has {} values, the images have {} channel{}", input.mean.size(),
                                 channels, channels == 1 ? "" : "s"));
  return {.input = input,
          .normalization = {.mean = to_floats(input.mean), .stddev = to_floats(input.stddev)}};
}

Preparation preparation_of(const InputConfig& input, const ImageDataset& dataset,
                           std::span<const std::size_t> rows) {
  if (!input.mean.empty()) return preparation_of(input, dataset.channels);
  return {.input = input, .normalization = mean_std(dataset, rows)};
}

Shape prepared_shape(const InputConfig& input, const Shape& image) {
  if (input.size == 0) return image;
  return {image.channels, input.size, input.size};
}

Preparer::Preparer(const Preparation& preparation, const Shape& image)
    : image_(image),
      resized_(resized_shape(preparation.input, image)),
      output_(prepared_shape(preparation.input, image)) {
  const Normalization& normalization = preparation.normalization;
  const auto channels = static_cast<std::size_t>(image.channels);
  HYBRID_CHECK(normalization.mean.size() == channels && normalization.stddev.size() == channels,
               "normalisation of {} channels, the images have {}", normalization.mean.size(), channels);
  if (resized_ != image_)
    resizer_.emplace(preparation.input.resize, image_.height, image_.width, resized_.height, resized_.width);
  levels_.resize(channels);
  for (std::size_t c = 0; c < channels; ++c)
    for (std::size_t p = 0; p < levels_[c].size(); ++p)
      levels_[c][p] = (static_cast<float>(p) / static_cast<float>(kBrightest) - normalization.mean[c]) /
                      normalization.stddev[c];
}

void Preparer::operator()(std::span<const std::uint8_t> pixels, std::span<float> out) const {
  HYBRID_CHECK(pixels.size() == static_cast<std::size_t>(image_.elements()) &&
                   out.size() == static_cast<std::size_t>(output_.elements()),
               "{} pixels for {} numbers, expected {} to become {}", pixels.size(), out.size(),
               to_string(image_), to_string(output_));
  std::vector<std::uint8_t> resized;
  if (resizer_) {
    resized.resize(static_cast<std::size_t>(resized_.elements()));
    (*resizer_)(pixels, resized);
    pixels = resized;
  }
  const auto width = static_cast<std::size_t>(resized_.width);
  const std::size_t plane = static_cast<std::size_t>(resized_.height) * width;
  const std::size_t top = crop_begin(resized_.height, output_.height);
  const std::size_t left = crop_begin(resized_.width, output_.width);
  float* to = out.data();
  for (std::size_t c = 0; c < levels_.size(); ++c)
    for (std::size_t y = 0; y < static_cast<std::size_t>(output_.height); ++y) {
      const std::uint8_t* from = pixels.data() + c * plane + (top + y) * width + left;
      for (int x = 0; x < output_.width; ++x) *to++ = levels_[c][*from++];
    }
}

Image resize_and_crop(Image image, const InputConfig& input) {
  const Shape shape{image.channels, image.height, image.width};
  const Shape resized = resized_shape(input, shape), cropped = prepared_shape(input, shape);
  if (resized != shape) {
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(resized.elements()));
    Resizer(input.resize, shape.height, shape.width, resized.height, resized.width)(image.pixels, pixels);
    image = {shape.channels, resized.height, resized.width, std::move(pixels)};
  }
  if (cropped == resized) return image;
  const auto width = static_cast<std::size_t>(cropped.width);
  const std::size_t top = crop_begin(resized.height, cropped.height),
                    left = crop_begin(resized.width, cropped.width);
  Image result{cropped.channels, cropped.height, cropped.width, {}};
  for (std::size_t c = 0; c < static_cast<std::size_t>(cropped.channels); ++c)
    for (std::size_t y = 0; y < static_cast<std::size_t>(cropped.height); ++y) {
      const std::size_t row = c * static_cast<std::size_t>(resized.height) + top + y;
      const auto from = image.pixels.begin() +
                        static_cast<std::ptrdiff_t>(row * static_cast<std::size_t>(resized.width) + left);
      result.pixels.insert(result.pixels.end(), from, from + static_cast<std::ptrdiff_t>(width));
    }
  return result;
}

void prepare_image(const Image& image, const Preparation& preparation, std::span<float> out) {
  Preparer(preparation, {image.channels, image.height, image.width})(image.pixels, out);
}

}  // namespace hybrid
