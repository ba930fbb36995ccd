#pragma once
// The images of a data set as the cloud gets them: resized and cropped by the device, encoded, sent, decoded.
// What is measured on them is the accuracy of what is sent.

#include <vector>

#include "config/input.h"
#include "cost/payload.h"
#include "images/image_source.h"

namespace hybrid {

/// `images` must outlive it.
class SentImages : public ImageSource {
 public:
  /// @param taken how the device cuts the square that it sends out of its image: size > 0, resize and crop
  /// @throws Infeasible for JPEG and PNG in a build without OpenCV, DataError if the first images are all
  /// smaller than what is to be sent
  SentImages(const ImageSource& images, InputConfig taken, Payload payload);

  std::string name() const override { return images_.name(); }
  std::string fingerprint() const override { return images_.fingerprint(); }
  std::size_t size() const override { return images_.size(); }
  int classes() const override { return images_.classes(); }
  const std::vector<std::string>& class_names() const override { return images_.class_names(); }
  std::int32_t label(std::size_t i) const override { return images_.label(i); }
  std::string id(std::size_t i) const override { return images_.id(i); }
  /// What arrives. An image smaller than what is to be sent is enlarged first, and counted.
  Image image(std::size_t i) const override;

  /// [n], what sending each image takes; 0 for those not yet asked for.
  const std::vector<double>& payload_bytes() const { return bytes_; }
  /// How many of the images asked for were enlarged.
  std::size_t enlarged() const;

 private:
  const ImageSource& images_;
  InputConfig taken_;
  Payload payload_;
  mutable std::vector<double> bytes_;           ///< each written by the thread that asks for the image
  mutable std::vector<std::uint8_t> enlarged_;  ///< 0 or 1, likewise
};

/// The largest square that can be sent of an image of that size without enlarging it, at most `wanted` pixels
/// wide.
int largest_side(int wanted, int height, int width, double crop);

}  // namespace hybrid
