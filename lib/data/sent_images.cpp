#include "data/sent_images.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "data/encode_image.h"
#include "data/image_files.h"
#include "data/prepare.h"

namespace hybrid {

namespace {

/// The shorter side before the crop.
long long shorter_side(int side, double crop) {
  return std::llround(side / crop);
}

}  // namespace

SentImages::SentImages(const ImageSource& images, InputConfig taken, Payload payload)
    : images_(images), taken_(std::move(taken)), payload_(payload), bytes_(images.size(), 0.0) {
  HYBRID_CHECK(taken_.size > 0, "images of no pixels are sent");
  if (payload_.format != PayloadFormat::raw) require_image_files("--payload " + to_string(payload_));
}

Image SentImages::image(std::size_t i) const {
  Image image = images_.image(i);
  if (shorter_side(taken_.size, taken_.crop) > std::min(image.height, image.width))
    throw DataError(
        images_.id(i),
        fmt::format("is {} x {} pixels, too small for a payload of {} pixels with a crop of {}: the "
                    "device would enlarge it; the most is --payload-size {}",
                    image.width, image.height, taken_.size, taken_.crop,
                    largest_side(taken_.size, image.height, image.width, taken_.crop)));
  image = resize_and_crop(std::move(image), taken_);
  const std::string sent = encode_image(image, payload_);
  bytes_[i] = static_cast<double>(sent.size());
  return decode_image(sent, payload_, image);
}

int largest_side(int wanted, int height, int width, double crop) {
  const int shorter = std::min(height, width);
  int side = std::min(wanted, shorter);
  while (side > 1 && shorter_side(side, crop) > shorter) --side;
  return side;
}

}  // namespace hybrid
