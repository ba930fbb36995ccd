#pragma once

#include <array>
#include <vector>

#include "config/choices.h"
#include "config/findings.h"

namespace hybrid::config {

class Fields;

/// How images of one size become images of another. Models are sensitive to it: the filter is part of how a
/// model was trained.
enum class Resize {
  pillow_bilinear,  ///< Pillow's BILINEAR: antialiased when it shrinks, 8-bit result (torchvision's on PIL
                    ///< images)
  opencv_bilinear,  ///< OpenCV's INTER_LINEAR: no antialiasing
  pillow_bicubic,   ///< Pillow's BICUBIC, antialiased like its BILINEAR
};
inline constexpr std::array kResizeNames{Named{Resize::pillow_bilinear, "pillow_bilinear"},
                                         Named{Resize::pillow_bicubic, "pillow_bicubic"},
                                         Named{Resize::opencv_bilinear, "opencv_bilinear"}};

/// Below it an image would be enlarged more than tenfold, to be thrown away.
inline constexpr double kSmallestCrop = 0.1;

/// How an image of the data set becomes a network's input: its shorter side is resized to round(size / crop),
/// the middle size x size pixels are cut out, and a pixel p of a channel becomes (p / 255 - mean) / stddev.
struct InputConfig {
  int size = 0;  ///< pixels a side; 0: the images as they are, which must then be of one size
  Resize resize = Resize::pillow_bilinear;
  double crop = 1.0;  ///< share of the resized image's shorter side that is kept, in [kSmallestCrop, 1]
  std::vector<double> mean;    ///< per channel, of pixels in [0, 1]; empty: of the training images
  std::vector<double> stddev;  ///< likewise; both or none
  bool operator==(const InputConfig&) const = default;
};

void describe(Fields& f, InputConfig& c);
/// Mean and standard deviation: both or none, as many of the one as of the other.
void validate(const InputConfig& c, const Findings& findings);

}  // namespace hybrid::config
