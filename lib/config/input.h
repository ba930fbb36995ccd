#pragma once

#include <array>
#include <vector>

#include "config/choices.h"
#include "config/findings.h"

namespace hybrid::config {

class Fields;

/// The method of resizing images. Models are sensitive to it: the filter is part of how a model was trained.
enum class Resize {
  /// Pillow's BILINEAR: antialiased when shrinking, 8-bit result (torchvision's on PIL images).
  pillow_bilinear,
  opencv_bilinear,  ///< OpenCV's INTER_LINEAR: no antialiasing
  pillow_bicubic,   ///< Pillow's BICUBIC, antialiased like its BILINEAR
};
inline constexpr std::array kResizeNames{Named{Resize::pillow_bilinear, "pillow_bilinear"},
                                         Named{Resize::pillow_bicubic, "pillow_bicubic"},
                                         Named{Resize::opencv_bilinear, "opencv_bilinear"}};

/// With a smaller crop, an image would be enlarged more than tenfold only to be cut.
inline constexpr double kSmallestCrop = 0.1;

/// Preprocessing from an image of the data set to a network's input: the shorter side is resized to
/// round(size / crop), the middle size x size pixels are cropped, and a pixel p of a channel becomes (p / 255
/// - mean) / stddev.
struct InputConfig {
  /// Side length in pixels; 0: original images, which must then have one size.
  int size = 0;
  Resize resize = Resize::pillow_bilinear;
  double crop = 1.0;           ///< share of the resized image's shorter side to keep, in [kSmallestCrop, 1]
  std::vector<double> mean;    ///< per channel, for pixels in [0, 1]; empty: from the training images
  std::vector<double> stddev;  ///< per channel; both or none
  bool operator==(const InputConfig&) const = default;
};

void describe(Fields& f, InputConfig& c);
/// Checks that mean and standard deviation are both given, or none, with equal lengths, that no deviation is
/// below one step of a pixel, and that only resized images are cropped. Also for values from the command
/// line.
void validate(const InputConfig& c, const Findings& findings);

}  // namespace hybrid::config
