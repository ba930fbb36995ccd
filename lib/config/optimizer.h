#pragma once

#include <vector>

#include "config/augmentation.h"
#include "config/findings.h"

namespace hybrid::config {

class Fields;

/// Stochastic gradient descent with momentum; the learning rate follows a cosine from its initial value to 0.
/// For networks with images as inputs; the router has its own section.
struct SgdConfig {
  double learning_rate = 1e-4;
  double momentum = 0.9;
  double weight_decay = 1e-5;
  int batch = 256;  ///< in images
  double warmup_fraction = 0.0;
  Augment augment = Augment::flip;
  int shift = 2;  ///< maximum shift by flip_shift in pixels, in each direction
  std::vector<double> crop_area = {
      /// Smallest and largest share of the image that random_resized_crop takes.
      0.08, 1};
  ColorJitterConfig color_jitter = {};
  RandAugmentConfig rand_augment = {};
  double erasing = 0;  ///< probability of erasing a part of the transformed image
  bool operator==(const SgdConfig&) const = default;
};

void describe(Fields& f, SgdConfig& c);
/// Checks that keys which `augment` does not use are not set.
void validate(const SgdConfig& c, const Findings& findings);

}  // namespace hybrid::config
