#pragma once
// The images of a data set as received by the cloud: resized and cropped by the device, encoded, sent, and
// decoded. Accuracies measured on them include the loss by encoding.

#include <vector>

#include "config/input.h"
#include "cost/payload.h"
#include "images/image_source.h"

namespace hybrid::payload {

/// `images` must outlive it.
class SentImages : public images::ImageSource {
 public:
  /// @param device_input how the device resizes and crops its image to the square that it sends; size > 0
  /// @throws Infeasible for JPEG and PNG in a build without OpenCV, DataError if the first images are all
  /// smaller than the square to be sent
  SentImages(const images::ImageSource& images, config::InputConfig device_input, cost::Payload payload);

  std::string name() const override { return images_.name(); }
  std::string fingerprint() const override { return images_.fingerprint(); }
  std::size_t size() const override { return images_.size(); }
  int classes() const override { return images_.classes(); }
  const std::vector<std::string>& class_names() const override { return images_.class_names(); }
  std::int32_t label(std::size_t i) const override { return images_.label(i); }
  std::string id(std::size_t i) const override { return images_.id(i); }
  /// Returns the received image. An image smaller than the square to be sent is enlarged first, and counted.
  images::Image image(std::size_t i) const override;

  /// The payload bytes of each image, [n]; 0 for images not yet read.
  const std::vector<double>& payload_bytes() const { return bytes_; }
  /// The number of images that were read and enlarged.
  std::size_t enlarged() const;

 private:
  const images::ImageSource& images_;
  config::InputConfig device_input_;
  cost::Payload payload_;
  mutable std::vector<double> bytes_;           ///< each written by the thread that reads the image
  mutable std::vector<std::uint8_t> enlarged_;  ///< 0 or 1, each written by the thread that reads the image
};

/// Returns the side of the largest square that can be sent without enlarging an image of this size, at most
/// `wanted`.
int largest_side(int wanted, int height, int width, double crop);

}  // namespace hybrid::payload
