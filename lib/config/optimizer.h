#pragma once

#include <array>

#include "config/choices.h"

namespace hybrid {

class Fields;

enum class Augment { none, flip, flip_shift };
inline constexpr std::array kAugmentNames{Named{Augment::none, "none"}, Named{Augment::flip, "flip"},
                                          Named{Augment::flip_shift, "flip_shift"}};

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
  bool operator==(const SgdConfig&) const = default;
};

void describe(Fields& f, SgdConfig& c);

}  // namespace hybrid
