#pragma once

#include <array>
#include <string>

#include "config/choices.h"
#include "config/optimizer.h"

namespace hybrid {

class Fields;

enum class Precision { fp32, bf16 };
inline constexpr std::array kPrecisionNames{Named{Precision::fp32, "fp32"}, Named{Precision::bf16, "bf16"}};

/// Standard training of one network, before the hybrid phase. Its optimiser's keys stand in the same section.
struct PretrainConfig {
  int epochs = 10;
  SgdConfig sgd = {.learning_rate = 0.05, .weight_decay = 5e-4, .batch = 128, .warmup_fraction = 0.1};
  double label_smoothing = 0.0;
  bool operator==(const PretrainConfig&) const = default;
};

/// The base or the cloud network.
struct NetworkConfig {
  std::string network;  ///< a name of the architecture catalog, which checks it
  Precision precision = Precision::fp32;
  PretrainConfig pretrain;
  bool operator==(const NetworkConfig&) const = default;
};

void describe(Fields& f, PretrainConfig& c);
void describe(Fields& f, NetworkConfig& c);

}  // namespace hybrid
