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

/// Standard training of one network, before the hybrid phase. The keys of its optimiser are in the same
/// section.
struct PretrainConfig {
  int epochs = 10;
  SgdConfig sgd = {.learning_rate = 0.05, .weight_decay = 5e-4, .batch = 128, .warmup_fraction = 0.1};
  double label_smoothing = 0.0;
  bool operator==(const PretrainConfig&) const = default;
};

/// The word for a TorchScript file's network, in place of an architecture's name.
inline constexpr std::string_view kTorchScript = "torchscript";

/// The base or the cloud network.
struct NetworkConfig {
  /// An architecture of the catalog, which checks the name, or `torchscript`: a fixed network.
  std::string network;
  std::string weights;  ///< file of published weights; empty: pretrained by this run
  InputConfig input;
  Precision precision = Precision::fp32;
  /// Number of training images for calibrating the network's 8-bit form; 0: no 8-bit form.
  int int8_calibration = 0;
  PretrainConfig pretrain;
  bool operator==(const NetworkConfig&) const = default;
};

void describe(Fields& f, PretrainConfig& c);
void describe(Fields& f, NetworkConfig& c);
/// Checks that a TorchScript network has a file, and the rules of the input.
void validate(const NetworkConfig& c, const Findings& findings);

/// Returns the path of a weights file: `weights` as written, in the config's `folder`, or below $HYBRID_DATA.
/// @throws DataError that lists the searched places
std::filesystem::path find_weights(const std::string& weights, const std::filesystem::path& folder);

}  // namespace hybrid::config
