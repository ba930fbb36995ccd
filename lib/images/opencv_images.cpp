#include "images/opencv_images.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/error.h"
#include "images/claimed_size.h"

namespace hybrid::images {
namespace {

/// Returns the image in blue, green, red; empty if OpenCV cannot read it.
cv::Mat decoded(std::string_view bytes) {
  const cv::Mat input(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data()));
  try {
    return cv::imdecode(input, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
  } catch (const cv::Exception&) {  // for example, too many pixels
    return {};
  }
}

}  // namespace

void require_image_files(std::string_view) {}

Image decode_with_opencv(std::string_view bytes, std::string_view name) {
  // OpenCV reads more kinds, whose size is not known before memory is taken.
  const cv::Mat mat = claimed_size(bytes) ? decoded(bytes) : cv::Mat();
  if (mat.empty())
    throw DataError(name,
                    "is damaged, or no image of a kind that OpenCV reads (JPEG, PNG, PNM, BMP, TIFF, WebP)");
  Image image{.channels = 3, .height = mat.rows, .width = mat.cols, .pixels = {}};
  const std::size_t plane = static_cast<std::size_t>(mat.rows) * static_cast<std::size_t>(mat.cols);
  image.pixels.resize(3 * plane);
  for (std::size_t p = 0; p < plane; ++p)  // the matrix of imdecode is continuous
    for (std::size_t c = 0; c < 3; ++c) image.pixels[c * plane + p] = mat.data[3 * p + 2 - c];
  return image;
}

void resize_opencv_bilinear(std::span<const std::uint8_t> from, int height, int width,
                            std::span<std::uint8_t> to, int to_height, int to_width) {
  const cv::Mat input(height, width, CV_8UC1, const_cast<std::uint8_t*>(from.data()));
  cv::Mat output(to_height, to_width, CV_8UC1, to.data());
  cv::resize(input, output, output.size(), 0, 0, cv::INTER_LINEAR);
}

}  // namespace hybrid::images
