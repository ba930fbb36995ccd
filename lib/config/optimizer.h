#pragma once

#include <vector>

#include "config/augmentation.h"
#include "config/findings.h"

namespace hybrid::config {

class Fields;

/// Stochastic gradient descent with momentum, whose learning rate follows a cosine from its start to 0. For
/// networks that see images; the router has its own section.
struct SgdConfig {
  double learning_rate = 1e-4;
  double momentum = 0.9;
  double weight_decay = 1e-5;
  int batch = 256;  ///< images
  double warmup_fraction = 0.0;
  Augment augment = Augment::flip;
  int shift = 2;  ///< most pixels that flip_shift moves an image by, each way
  std::vector<double> crop_area = {
      0.08, 1};  ///< least and largest share of the image that random_resized_crop takes
  ColorJitterConfig color_jitter = {};
  RandAugmentConfig rand_augment = {};
  double erasing = 0;  ///< probability that a part of the view is erased
  bool operator==(const SgdConfig&) const = default;
};

void describe(Fields& f, SgdConfig& c);
/// What `augment` leaves out is not set.
void validate(const SgdConfig& c, const Findings& findings);

}  // namespace hybrid::config
