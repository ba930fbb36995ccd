#include "images/encode_image.h"

#include <opencv2/imgcodecs.hpp>

#include "core/error.h"

namespace hybrid::images {

namespace {

constexpr int kZlibLevel = 6;

/// Converts to OpenCV's order of channels (blue first) and interleaved pixels.
cv::Mat to_mat(const Image& image) {
  if (image.channels != 1 && image.channels != 3)
    throw Infeasible(
        fmt::format("images of {} channels cannot be sent as JPEG or PNG; send them raw", image.channels));
  cv::Mat mat(image.height, image.width, image.channels == 1 ? CV_8UC1 : CV_8UC3);
  const auto channels = static_cast<std::size_t>(image.channels);
  const std::size_t plane = image.pixels.size() / channels;
  for (std::size_t p = 0; p < plane; ++p)
    for (std::size_t c = 0; c < channels; ++c)
      mat.data[channels * p + channels - 1 - c] = image.pixels[c * plane + p];
  return mat;
}

Image from_mat(const cv::Mat& mat) {
  Image image{.channels = mat.channels(), .height = mat.rows, .width = mat.cols, .pixels = {}};
  const auto channels = static_cast<std::size_t>(image.channels);
  const std::size_t plane = mat.total();
  image.pixels.resize(channels * plane);
  for (std::size_t p = 0; p < plane; ++p)
    for (std::size_t c = 0; c < channels; ++c)
      image.pixels[c * plane + p] = mat.data[channels * p + channels - 1 - c];
  return image;
}

}  // namespace

std::string encode_image(const Image& image, const cost::Payload& payload) {
  if (payload.format == cost::PayloadFormat::raw) return {image.pixels.begin(), image.pixels.end()};
  std::vector<std::uint8_t> bytes;
  if (payload.format == cost::PayloadFormat::jpeg)
    cv::imencode(".jpg", to_mat(image), bytes, {cv::IMWRITE_JPEG_QUALITY, payload.quality});
  else
    cv::imencode(".png", to_mat(image), bytes,
                 {cv::IMWRITE_PNG_COMPRESSION, kZlibLevel, cv::IMWRITE_PNG_STRATEGY,
                  cv::IMWRITE_PNG_STRATEGY_DEFAULT});
  return {bytes.begin(), bytes.end()};
}

Image decode_image(const std::string& bytes, const cost::Payload& payload, const Image& sent) {
  if (payload.format == cost::PayloadFormat::raw)
    return {sent.channels, sent.height, sent.width, {bytes.begin(), bytes.end()}};
  const cv::Mat input(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data()));
  const cv::Mat mat = cv::imdecode(input, sent.channels == 1 ? cv::IMREAD_GRAYSCALE : cv::IMREAD_COLOR);
  HYBRID_CHECK(mat.rows == sent.height && mat.cols == sent.width && mat.channels() == sent.channels,
               "an encoded image of {} x {} became {} x {}", sent.height, sent.width, mat.rows, mat.cols);
  return from_mat(mat);
}

}  // namespace hybrid::images
