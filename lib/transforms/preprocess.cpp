#include "transforms/preprocess.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "core/interrupt.h"
#include "images/decode_jpeg.h"

namespace hybrid::transforms {
namespace {

constexpr double kBrightest = 255.0;
constexpr double kConstant = 1e-6;  ///< smaller variances, in squared levels, are rounding errors

/// Returns the shape after resizing the shorter side, before the crop. The longer side is rounded down, as in
/// torchvision.
arch::Shape resized_shape(const config::InputConfig& input, const arch::Shape& image) {
  if (input.size == 0) return image;
  const std::int64_t shorter = shorter_side(input);
  const std::int64_t least = std::min(image.height, image.width);
  const std::int64_t longer = shorter * std::max(image.height, image.width) / least;
  constexpr std::int64_t kLongest = 1 << 16;
  if (longer > kLongest)
    throw Infeasible(fmt::format("an image of {} would become {} pixels long, at most {} are",
                                 to_string(image), longer, kLongest));
  const auto scaled = [&](std::int64_t side) { return static_cast<int>(shorter * side / least); };
  return {image.channels, scaled(image.height), scaled(image.width)};
}

/// Returns the centred window of an image. Halves are rounded to even, as in Python.
images::Window middle(const arch::Shape& image, const arch::Shape& part) {
  const auto begin = [](int whole, int kept) {
    return static_cast<int>(std::nearbyint((whole - kept) / 2.0));
  };
  return {begin(image.height, part.height), begin(image.width, part.width), part.height, part.width};
}

/// Returns the resizer from an image to the centre crop of the resized image.
images::Resizer resizer_of(const config::InputConfig& input, const arch::Shape& image,
                           const arch::Shape& full) {
  const arch::Shape resized = resized_shape(input, full);
  const images::Box whole{.right = images::reduced_extent(image.width, full.width),
                          .bottom = images::reduced_extent(image.height, full.height)};
  return {input.resize,
          whole,
          image.height,
          image.width,
          resized.height,
          resized.width,
          middle(resized, preprocessed_shape(input, full))};
}

std::vector<float> to_floats(const std::vector<double>& values) {
  return {values.begin(), values.end()};
}

}  // namespace

Normalization mean_std(const images::ImageSource& images, std::span<const std::size_t> rows) {
  HYBRID_CHECK(!rows.empty(), "mean and deviation of no images");
  struct Sums {  // integers, exact and independent of the order
    std::uint64_t pixels = 0, squares = 0, count = 0;
  };
  std::vector<Sums> channels;
  const std::size_t read = std::min(rows.size(), kMaxImagesForMean);
  for (std::size_t i = 0; i < read; ++i) {
    throw_if_interrupted("repeat the command to resume");
    const std::size_t row = rows[i * rows.size() / read];
    const images::Image image = images.image(row);
    if (i == 0) channels.resize(static_cast<std::size_t>(image.channels));
    HYBRID_CHECK(static_cast<std::size_t>(image.channels) == channels.size(), "{} has {} channels, others {}",
                 images.id(row), image.channels, channels.size());
    const std::size_t plane = image.pixels.size() / channels.size();
    for (std::size_t c = 0; c < channels.size(); ++c) {
      for (const std::uint8_t p : std::span(image.pixels).subspan(c * plane, plane)) {
        channels[c].pixels += p;
        channels[c].squares += std::uint64_t{p} * p;
      }
      channels[c].count += plane;
    }
  }
  Normalization result;
  for (const Sums& sums : channels) {
    const auto count = static_cast<double>(sums.count);
    const double mean = static_cast<double>(sums.pixels) / count;
    const double variance = static_cast<double>(sums.squares) / count - mean * mean;
    result.mean.push_back(static_cast<float>(mean / kBrightest));
    result.stddev.push_back(variance > kConstant ? static_cast<float>(std::sqrt(variance) / kBrightest)
                                                 : 1.0F);
  }
  return result;
}

Preprocessing preprocessing_of(const config::InputConfig& input, int channels) {
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

Preprocessing preprocessing_of(const config::InputConfig& input, const images::ImageSource& images,
                               std::span<const std::size_t> rows) {
  if (!input.mean.empty()) return preprocessing_of(input, images::first_shape(images).channels);
  return {.input = input, .normalization = mean_std(images, rows)};
}

arch::Shape preprocessed_shape(const config::InputConfig& input, const arch::Shape& image) {
  if (input.size == 0) return image;
  return {image.channels, input.size, input.size};
}

int shorter_side(const config::InputConfig& input) {
  return static_cast<int>(std::llround(input.size / input.crop));
}

ResizeAndCrop::ResizeAndCrop(const config::InputConfig& input, const arch::Shape& image)
    : ResizeAndCrop(input, image, image) {}

ResizeAndCrop::ResizeAndCrop(const config::InputConfig& input, const arch::Shape& image,
                             const arch::Shape& full)
    : image_(image),
      full_(full),
      output_(preprocessed_shape(input, full)),
      resizer_(resizer_of(input, image, full)) {}

void ResizeAndCrop::operator()(std::span<const std::uint8_t> pixels, std::span<std::uint8_t> out) const {
  HYBRID_CHECK(pixels.size() == static_cast<std::size_t>(image_.elements()) &&
                   out.size() == static_cast<std::size_t>(output_.elements()),
               "{} pixels for {} pixels, expected {} to become {}", pixels.size(), out.size(),
               to_string(image_), to_string(output_));
  resizer_(pixels, out);
}

Normalizer::Normalizer(const Normalization& normalization) : levels_(normalization.mean.size()) {
  HYBRID_CHECK(normalization.stddev.size() == levels_.size(), "{} means and {} deviations", levels_.size(),
               normalization.stddev.size());
  for (std::size_t c = 0; c < levels_.size(); ++c)
    for (std::size_t p = 0; p < levels_[c].size(); ++p)
      levels_[c][p] = (static_cast<float>(p) / static_cast<float>(kBrightest) - normalization.mean[c]) /
                      normalization.stddev[c];
}

void Normalizer::operator()(std::span<const std::uint8_t> pixels, std::size_t plane,
                            std::span<float> out) const {
  const std::size_t image = plane * levels_.size();
  HYBRID_CHECK(image > 0 && pixels.size() % image == 0 && out.size() == pixels.size(),
               "{} pixels normalised to {} numbers, {} channels of {}", pixels.size(), out.size(),
               levels_.size(), plane);
  for (std::size_t at = 0; at < pixels.size();)
    for (const auto& level : levels_)
      for (const std::size_t end = at + plane; at < end; ++at) out[at] = level[pixels[at]];
}

images::Image resize_and_crop(images::Image image, const config::InputConfig& input) {
  const arch::Shape full = images::shape_of(image);
  return resize_and_crop(std::move(image), input, full);
}

images::Image resize_and_crop(images::Image image, const config::InputConfig& input,
                              const arch::Shape& full) {
  const ResizeAndCrop resizer(input, images::shape_of(image), full);
  if (resizer.output() == resizer.input() && resizer.input() == full && input.crop == 1) return image;
  const arch::Shape& shape = resizer.output();
  images::Image result{shape.channels, shape.height, shape.width, {}};
  result.pixels.resize(static_cast<std::size_t>(shape.elements()));
  resizer(image.pixels, result.pixels);
  return result;
}

void preprocess_image(const images::Image& image, const Preprocessing& preprocessing, std::span<float> out) {
  const images::Image cropped = resize_and_crop(image, preprocessing.input);
  const auto channels = static_cast<std::size_t>(cropped.channels);
  HYBRID_CHECK(preprocessing.normalization.mean.size() == channels,
               "normalisation of {} channels, the images have {}", preprocessing.normalization.mean.size(),
               channels);
  Normalizer(preprocessing.normalization)(cropped.pixels, cropped.pixels.size() / channels, out);
}

}  // namespace hybrid::transforms
