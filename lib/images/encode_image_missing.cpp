#include "images/encode_image.h"
#include "images/image_files.h"

namespace hybrid::images {

std::string encode_image(const Image& image, const cost::Payload& payload) {
  if (payload.format != cost::PayloadFormat::raw) require_image_files("payload " + to_string(payload));
  return {image.pixels.begin(), image.pixels.end()};
}

Image decode_image(const std::string& bytes, const cost::Payload& payload, const Image& sent) {
  if (payload.format != cost::PayloadFormat::raw) require_image_files("payload " + to_string(payload));
  return {sent.channels, sent.height, sent.width, {bytes.begin(), bytes.end()}};
}

}  // namespace hybrid::images
