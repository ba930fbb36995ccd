#pragma once
// From an image of a data set to the numbers a network takes: resize, centre crop, normalise
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

namespace hybrid {

/// Per channel, of pixels scaled to [0, 1]. A pixel p becomes (p / 255 - mean) / stddev.
struct Normalization {
  std::vector<float> mean;
  std::vector<float> stddev;
  bool operator==(const Normalization&) const = default;
};

/// More images than this are not read for their mean.
inline constexpr std::size_t kMostImagesForMean = 65536;

/// Mean and standard deviation of every channel over the images of those rows, or over kMostImagesForMean of
/// them, evenly spaced: the training rows, always. A constant channel gets a standard deviation of 1.
Normalization mean_std(const ImageSource& images, std::span<const std::size_t> rows);

/// An input section with nothing left open: `normalization` holds its mean and stddev, or the training
/// images'.
struct Preprocessing {
  InputConfig input;
  Normalization normalization;
  bool operator==(const Preprocessing&) const = default;
};

/// The input's own normalisation. @throws Infeasible if it gives none, or one of another number of channels
Preprocessing preprocessing_of(const InputConfig& input, int channels);
/// The same, but where the input gives none, that of those rows.
Preprocessing preprocessing_of(const InputConfig& input, const ImageSource& images,
                               std::span<const std::size_t> rows);

/// What an image of that shape is to the network: size x size, or the shape itself where size is 0.
Shape preprocessed_shape(const InputConfig& input, const Shape& image);

/// How long the shorter side of an image must be for its preprocessing; 0: as it is.
int shorter_side(const InputConfig& input);

/// Resizes and crops images of one shape; what depends on the shape alone is computed once, in some ten
/// microseconds.
class ResizeAndCrop {
 public:
  /// @throws Infeasible for opencv_bilinear in a build without OpenCV
  ResizeAndCrop(const InputConfig& input, const Shape& image);
  /// For images that were `full` and come reduced (decode_jpeg.h): nearly the pixels of the full image, the
  /// same part of it.
  ResizeAndCrop(const InputConfig& input, const Shape& image, const Shape& full);

  const Shape& input() const { return image_; }
  const Shape& full() const { return full_; }
  const Shape& output() const { return output_; }
  /// `pixels` of shape input() to `out` of shape output(). May be called from several threads.
  void operator()(std::span<const std::uint8_t> pixels, std::span<std::uint8_t> out) const;

 private:
  Shape image_, full_;
  Shape output_;
  Resizer resizer_;  ///< of the part that the crop keeps
};

/// From pixels to what a network takes.
class Normalizer {
 public:
  explicit Normalizer(const Normalization& normalization);
  /// `pixels` [n, channels, plane], the channels being the normalization's, to as many numbers.
  void operator()(std::span<const std::uint8_t> pixels, std::size_t plane, std::span<float> out) const;

 private:
  std::vector<std::array<float, 256>> levels_;  ///< per channel, the normalised value of each brightness
};

/// One image, resized and cropped: what a device sends, or a person looks at. Sizes are those of
/// preprocessed_shape.
Image resize_and_crop(Image image, const InputConfig& input);
/// The same of an image that was `full` and comes reduced.
Image resize_and_crop(Image image, const InputConfig& input, const Shape& full);

/// One image of any shape, resized, cropped and normalised.
void preprocess_image(const Image& image, const Preprocessing& preprocessing, std::span<float> out);

}  // namespace hybrid
