#include <fmt/format.h>

#include "core/error.h"
#include "images/opencv_images.h"

namespace hybrid::images {

void require_image_files(std::string_view what) {
  throw Infeasible(
      fmt::format("{} needs OpenCV, and this program was built without it; install libopencv-imgcodecs-dev "
                  "and configure and build again",
                  what));
}

Image decode_with_opencv(std::string_view, std::string_view name) {
  require_image_files(fmt::format("{}, which is no JPEG file,", name));
  return {};
}

void resize_opencv_bilinear(std::span<const std::uint8_t>, int, int, std::span<std::uint8_t>, int, int) {
  require_image_files("opencv_bilinear");
}

}  // namespace hybrid::images
