#pragma once

#include <cstdint>
#include <string>

#include "config/findings.h"

namespace hybrid::config {

class Fields;

/// The device's model. What its outputs say is right on the tuning part, but for `sharpness`.
struct SimulatedBaseConfig {
  double accuracy = 0.7;  ///< were classes equally common and no label wrong
  double sharpness = 1;   ///< its logits are multiplied by this: > 1 overconfident, < 1 underconfident
  bool operator==(const SimulatedBaseConfig&) const = default;
};

struct SimulatedCloudConfig {
  double accuracy = 0.83;  ///< on inputs that look most like a class that is not among its specialties
  double specialties = 0;  ///< share of the classes, the first ones
  double specialty_accuracy = 0.97;  ///< on inputs that look most like one of them
  bool operator==(const SimulatedCloudConfig&) const = default;
};

/// Labels that say nothing: random ones.
struct LabelNoiseConfig {
  double classes = 0;  ///< share of the classes that have any, the last ones
  double rate = 0.5;   ///< share of the labels of such a class that are replaced by a random one
  bool operator==(const LabelNoiseConfig&) const = default;
};

/// How the test part differs from the tuning part. The base does not know.
struct ShiftConfig {
  double signal = 1;       ///< what remains of the evidence for the true class: corrupted inputs have less
  double class_ratio = 1;  ///< how many times as common as the last class the first one is
  bool operator==(const ShiftConfig&) const = default;
};

/// Made-up outputs of two models (simulate/simulator.h has the model).
struct SimulationConfig {
  std::string name;
  std::int64_t seed = 1;
  int n_tune = 10000;
  int n_test = 10000;
  int classes = 10;
  SimulatedBaseConfig base;
  SimulatedCloudConfig cloud;
  LabelNoiseConfig label_noise;
  ShiftConfig shift;
  bool operator==(const SimulationConfig&) const = default;
};

void describe(Fields& f, SimulatedBaseConfig& c);
void describe(Fields& f, SimulatedCloudConfig& c);
void describe(Fields& f, LabelNoiseConfig& c);
void describe(Fields& f, ShiftConfig& c);
void describe(Fields& f, SimulationConfig& c);
/// The base is better than guessing; the outputs of a part fit in memory.
void validate(const SimulationConfig& c, const Findings& findings);

}  // namespace hybrid::config
