#pragma once
// Preprocessing, from an image of a data set to the input of a network: resize, centre crop, normalise
// (config/input.h), with the rounding of torchvision's Resize and CenterCrop.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "arch/arch_spec.h"
#include "config/input.h"
#include "images/image_source.h"
#include "images/resize.h"

namespace hybrid::transforms {

/// Mean and standard deviation per channel, of pixels scaled to [0, 1]: a pixel p becomes (p / 255 - mean) /
/// stddev.
struct Normalization {
  std::vector<float> mean;
  std::vector<float> stddev;
  bool operator==(const Normalization&) const = default;
};

/// The most images that are read for the mean.
inline constexpr std::size_t kMaxImagesForMean = 65536;

/// Returns mean and standard deviation of every channel over the images of these rows (always training rows),
/// or over kMaxImagesForMean of them, evenly spaced. A constant channel gets a standard deviation of 1.
Normalization mean_std(const images::ImageSource& images, std::span<const std::size_t> rows);

/// A fully specified input section: `normalization` holds its mean and stddev, or those of the training
/// images.
struct Preprocessing {
  config::InputConfig input;
  Normalization normalization;
  bool operator==(const Preprocessing&) const = default;
};

/// Returns the preprocessing with the input's own normalisation.
/// @throws Infeasible if it has none, or for a different number of channels
Preprocessing preprocessing_of(const config::InputConfig& input, int channels);
/// Returns the preprocessing with the input's own normalisation or, if it has none, that of these rows.
Preprocessing preprocessing_of(const config::InputConfig& input, const images::ImageSource& images,
                               std::span<const std::size_t> rows);

/// Returns the shape after preprocessing: size x size, or the image's shape if size is 0.
arch::Shape preprocessed_shape(const config::InputConfig& input, const arch::Shape& image);

/// Returns the length to which the shorter side of an image is resized; 0: not resized.
int shorter_side(const config::InputConfig& input);

/// Resizes and crops images of one shape; values that depend only on the shape are computed once, in about
/// ten microseconds.
class ResizeAndCrop {
 public:
  /// @throws Infeasible for opencv_bilinear in a build without OpenCV
  ResizeAndCrop(const config::InputConfig& input, const arch::Shape& image);
  /// For images reduced from shape `full` (decode_jpeg.h): covers the same part of the image, with nearly the
  /// same pixels.
  ResizeAndCrop(const config::InputConfig& input, const arch::Shape& image, const arch::Shape& full);

  const arch::Shape& input() const { return image_; }
  const arch::Shape& full() const { return full_; }
  const arch::Shape& output() const { return output_; }
  /// Converts `pixels` of shape input() to `out` of shape output(). Thread-safe.
  void operator()(std::span<const std::uint8_t> pixels, std::span<std::uint8_t> out) const;

 private:
  arch::Shape image_, full_;
  arch::Shape output_;
  images::Resizer resizer_;  ///< for the part that the crop keeps
};

/// Normalises pixels.
class Normalizer {
 public:
  explicit Normalizer(const Normalization& normalization);
  /// Converts `pixels` [n, channels, plane] to floats of the same shape; the channels are the
  /// normalization's.
  void operator()(std::span<const std::uint8_t> pixels, std::size_t plane, std::span<float> out) const;

 private:
  std::vector<std::array<float, 256>> levels_;  ///< per channel, the normalised value of each level
};

/// Returns the image resized and cropped to preprocessed_shape, not normalised: the image that a device
/// sends.
images::Image resize_and_crop(images::Image image, const config::InputConfig& input);
/// The same for an image reduced from shape `full`.
images::Image resize_and_crop(images::Image image, const config::InputConfig& input, const arch::Shape& full);

/// Resizes, crops and normalises one image of any shape.
void preprocess_image(const images::Image& image, const Preprocessing& preprocessing, std::span<float> out);

}  // namespace hybrid::transforms
