#include "payload/sent_images.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "images/encode_image.h"
#include "images/image_files.h"
#include "transforms/preprocess.h"

namespace hybrid::payload {

namespace {

/// Returns the shorter side before the crop.
long long shorter_side(int side, double crop) {
  return std::llround(side / crop);
}

bool is_too_small(const images::Image& image, const config::InputConfig& device_input) {
  return shorter_side(device_input.size, device_input.crop) > std::min(image.height, image.width);
}

/// @throws DataError if the first images are all too small, which indicates a wrong size; a few small images
/// are usual
void require_large_enough(const images::ImageSource& images, const config::InputConfig& device_input) {
  constexpr std::size_t kMaxChecked = 20;
  const images::Image first = images.image(0);
  for (std::size_t i = 0; i < std::min(kMaxChecked, images.size()); ++i)
    if (!is_too_small(images.image(i), device_input)) return;
  throw DataError(
      images.id(0),
      fmt::format("is {} x {} pixels, too small for a payload of {} pixels with a crop of {}, and so are "
                  "the images after it: the device would enlarge them; the most is a side of {} pixels",
                  first.width, first.height, device_input.size, device_input.crop,
                  largest_side(device_input.size, first.height, first.width, device_input.crop)));
}

}  // namespace

SentImages::SentImages(const images::ImageSource& images, config::InputConfig device_input,
                       cost::Payload payload)
    : images_(images),
      device_input_(std::move(device_input)),
      payload_(std::move(payload)),
      bytes_(images.size(), 0.0),
      enlarged_(images.size(), 0) {
  HYBRID_CHECK(device_input_.size > 0, "images of no pixels are sent");
  HYBRID_CHECK(payload_.format != cost::PayloadFormat::features, "features sent as images");
  if (payload_.format != cost::PayloadFormat::raw)
    images::require_image_files("payload " + to_string(payload_));
  require_large_enough(images_, device_input_);
}

images::Image SentImages::image(std::size_t i) const {
  images::Image image = images_.image(i);
  enlarged_[i] = is_too_small(image, device_input_);
  image = transforms::resize_and_crop(std::move(image), device_input_);
  const std::string sent = images::encode_image(image, payload_);
  bytes_[i] = static_cast<double>(sent.size());
  return images::decode_image(sent, payload_, image);
}

std::size_t SentImages::enlarged() const {
  return static_cast<std::size_t>(std::ranges::count(enlarged_, 1));
}

int largest_side(int wanted, int height, int width, double crop) {
  const int shorter = std::min(height, width);
  int side = std::min(wanted, shorter);
  while (side > 1 && shorter_side(side, crop) > shorter) --side;
  return side;
}

}  // namespace hybrid::payload
