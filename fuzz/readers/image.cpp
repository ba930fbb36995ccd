#include "images/image_files.h"
#include "input.h"
#include "readers.h"

namespace hybrid::fuzz {

/// JPEG by libjpeg-turbo, all others by OpenCV; whole, and as small as 8 pixels allow.
void read_image(std::string_view bytes) {
  read_or_refuse([&] { images::decode_image(bytes, "image"); });
  read_or_refuse([&] {
    const images::Image image = images::decode_image(bytes, "image", [](int, int) { return 8; });
    const auto expected = std::int64_t{1} * image.channels * image.height * image.width;
    HYBRID_CHECK(std::ssize(image.pixels) == expected, "{} values, not {}", image.pixels.size(), expected);
  });
}

}  // namespace hybrid::fuzz
