#pragma once

#include <array>
#include <filesystem>
#include <string>

#include "config/choices.h"
#include "config/input.h"
#include "config/optimizer.h"

namespace hybrid::config {

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

/// The word that stands for a TorchScript file's network where an architecture's name would stand.
inline constexpr std::string_view kTorchScript = "torchscript";

/// The base or the cloud network.
struct NetworkConfig {
  /// A name of the architecture catalog, which checks it, or `torchscript`: a network that is used as it is.
  std::string network;
  std::string weights;  ///< file of published weights; empty: pre-trained here
  InputConfig input;
  Precision precision = Precision::fp32;
  int int8_calibration =
      0;  ///< training images on which the network's 8-bit form is calibrated; 0: none is made
  PretrainConfig pretrain;
  bool operator==(const NetworkConfig&) const = default;
};

void describe(Fields& f, PretrainConfig& c);
void describe(Fields& f, NetworkConfig& c);
/// A TorchScript network has a file; and the rules of the input.
void validate(const NetworkConfig& c, const Findings& findings);

/// Where a weights file is: `weights` as written, beside the config in `folder`, or below $HYBRID_DATA.
/// @throws DataError that lists where it was looked for
std::filesystem::path find_weights(const std::string& weights, const std::filesystem::path& folder);

}  // namespace hybrid::config
