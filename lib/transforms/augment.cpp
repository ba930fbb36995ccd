#include "transforms/augment.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "images/decode_jpeg.h"
#include "transforms/preprocess.h"
#include "transforms/random_crop.h"

namespace hybrid::transforms {
namespace {

/// Mirrors and moves one channel of an image; uncovered pixels become black.
void place_plane(const std::uint8_t* from, int height, int width, const AugmentationDraw& draw,
                 std::uint8_t* to) {
  for (int y = 0; y < height; ++y) {
    const int from_y = y + draw.down;
    for (int x = 0; x < width; ++x) {
      const int from_x = (draw.mirrored ? width - 1 - x : x) + draw.right;
      const bool inside = from_y >= 0 && from_y < height && from_x >= 0 && from_x < width;
      *to++ = inside ? from[from_y * width + from_x] : std::uint8_t{0};
    }
  }
}

/// Returns the image mirrored and moved, at its own size.
images::Image placed(const images::Image& image, const AugmentationDraw& draw) {
  images::Image result{image.channels, image.height, image.width,
                       std::vector<std::uint8_t>(image.pixels.size())};
  const std::size_t plane = image.pixels.size() / static_cast<std::size_t>(image.channels);
  for (std::size_t at = 0; at < image.pixels.size(); at += plane)
    place_plane(image.pixels.data() + at, image.height, image.width, draw, result.pixels.data() + at);
  return result;
}

/// Returns a part of an image.
images::Image cut_out(const images::Image& image, int top, int left, int height, int width) {
  images::Image part{image.channels, height, width, {}};
  for (std::ptrdiff_t c = 0; c < image.channels; ++c)
    for (std::ptrdiff_t y = top; y < top + height; ++y) {
      const auto row = image.pixels.begin() + (c * image.height + y) * image.width + left;
      part.pixels.insert(part.pixels.end(), row, row + width);
    }
  return part;
}

/// Returns a box of the full image, resized to the network's input. As in torchvision, the filter does not
/// reach beyond the box, because whole pixels are cut out first.
images::Image resized_part(const images::Image& decoded, const images::Box& box, const arch::Shape& full,
                           const config::InputConfig& input) {
  const int height = input.size == 0 ? full.height : input.size,
            width = input.size == 0 ? full.width : input.size;
  images::Image result{decoded.channels, height, width, {}};
  result.pixels.resize(static_cast<std::size_t>(images::shape_of(result).elements()));
  const float across = images::reduced_extent(decoded.width, full.width) / static_cast<float>(full.width);
  const float down = images::reduced_extent(decoded.height, full.height) / static_cast<float>(full.height);
  const images::Box reduced{box.left * across, box.top * down, box.right * across, box.bottom * down};
  const int top = static_cast<int>(reduced.top), left = static_cast<int>(reduced.left);
  const int bottom = std::min(static_cast<int>(std::ceil(reduced.bottom)), decoded.height);
  const int right = std::min(static_cast<int>(std::ceil(reduced.right)), decoded.width);
  const images::Image part = cut_out(decoded, top, left, bottom - top, right - left);
  const images::Box in_part{
      reduced.left - static_cast<float>(left), reduced.top - static_cast<float>(top),
      std::min(reduced.right - static_cast<float>(left), static_cast<float>(part.width)),
      std::min(reduced.bottom - static_cast<float>(top), static_cast<float>(part.height))};
  images::Resizer(input.resize, in_part, part.height, part.width, height, width,
                  {.height = height, .width = width})(part.pixels, result.pixels);
  return result;
}

}  // namespace

Augmentation augmentation_of(const config::SgdConfig& sgd) {
  return {.kind = sgd.augment,
          .shift = sgd.shift,
          .crop_area = {sgd.crop_area.at(0), sgd.crop_area.at(1)},
          .color_jitter = sgd.color_jitter,
          .rand_augment = sgd.rand_augment,
          .erasing = sgd.erasing};
}

std::string to_string(const Augmentation& a) {
  std::string text(name_of(a.kind, config::kAugmentNames));
  for (const double number : {static_cast<double>(a.shift), a.crop_area[0], a.crop_area[1],
                              a.color_jitter.brightness, a.color_jitter.contrast, a.color_jitter.saturation,
                              a.color_jitter.hue, static_cast<double>(a.rand_augment.operations),
                              a.rand_augment.magnitude, a.rand_augment.magnitude_stddev, a.erasing})
    text += ' ' + shortest(number);
  return text;
}

AugmentationDraw draw_augmentation(const Augmentation& augmentation, Rng& rng, int height, int width) {
  AugmentationDraw draw;
  if (augmentation.kind == config::Augment::none) return draw;
  if (augmentation.kind == config::Augment::random_resized_crop)
    draw.crop = draw_random_crop(augmentation.crop_area, rng, height, width);
  draw.mirrored = rng.below(2) == 1;
  if (augmentation.kind == config::Augment::flip_shift) {
    const auto shift = [&] {
      return static_cast<int>(rng.below(static_cast<std::uint64_t>(2 * augmentation.shift + 1))) -
             augmentation.shift;
    };
    draw.down = shift();
    draw.right = shift();
  }
  draw.colors = draw_color_jitter(augmentation.color_jitter, rng);
  draw.operations = draw_rand_augment(augmentation.rand_augment, rng);
  if (augmentation.erasing > 0) draw.erased = draw_erasing(augmentation.erasing, rng);
  return draw;
}

int needed_side(const AugmentationDraw& draw, const config::InputConfig& input, int height, int width) {
  const bool moved = draw.down != 0 || draw.right != 0;  // in pixels of the full image
  if (input.size == 0 || moved || input.resize == config::Resize::opencv_bilinear) return 0;
  if (!draw.crop) return shorter_side(input);
  const double kept = std::min(double{draw.crop->right} - double{draw.crop->left},
                               double{draw.crop->bottom} - double{draw.crop->top});
  return static_cast<int>(std::ceil(std::min(height, width) * input.size / kept));
}

images::Image augmented(const images::Image& decoded, const AugmentationDraw& draw, int full_height,
                        int full_width, const config::InputConfig& input,
                        std::span<const std::uint8_t> erased_color) {
  const arch::Shape full{decoded.channels, full_height, full_width};
  const bool is_reduced = decoded.height != full_height || decoded.width != full_width;
  const bool changes_place = draw.mirrored || draw.down != 0 || draw.right != 0;
  // The last pixels of a reduced image may extend beyond the full image, so it is mirrored after resizing,
  // like a crop.
  const bool mirrors_last = draw.crop || is_reduced;
  images::Image result = draw.crop                        ? resized_part(decoded, *draw.crop, full, input)
                         : changes_place && !mirrors_last ? resize_and_crop(placed(decoded, draw), input)
                                                          : resize_and_crop(decoded, input, full);
  if (mirrors_last && draw.mirrored) result = placed(result, draw);
  for (const auto& change : draw.colors) change_color(result, change);
  for (const auto& step : draw.operations) rand_augment(result, step);
  if (draw.erased) erase(result, *draw.erased, erased_color);
  return result;
}

}  // namespace hybrid::transforms
