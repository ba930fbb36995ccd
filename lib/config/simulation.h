#pragma once

#include <cstdint>
#include <string>

#include "config/findings.h"

namespace hybrid::config {

class Fields;

/// The device's model. Its probabilities are correct on the tuning part, except for `sharpness`.
struct SimulatedBaseConfig {
  double accuracy = 0.7;  ///< for equally frequent classes without label noise
  double sharpness = 1;   ///< factor of its logits: > 1 overconfident, < 1 underconfident
  bool operator==(const SimulatedBaseConfig&) const = default;
};

struct SimulatedCloudConfig {
  double accuracy = 0.83;            ///< on inputs that resemble a class outside its specialties
  double specialties = 0;            ///< share of the classes, starting from the first
  double specialty_accuracy = 0.97;  ///< on inputs that resemble one of its specialties
  bool operator==(const SimulatedCloudConfig&) const = default;
};

/// Random labels without information.
struct LabelNoiseConfig {
  double classes = 0;  ///< share of the classes with noise, ending with the last
  double rate = 0.5;   ///< share of the labels of such a class that are replaced at random
  bool operator==(const LabelNoiseConfig&) const = default;
};

/// Distribution shift of the test part relative to the tuning part. The base is not adapted to it.
struct ShiftConfig {
  /// Factor of the evidence for the true class: corrupted inputs have less.
  double signal = 1;
  double class_ratio = 1;  ///< frequency of the first class relative to the last
  bool operator==(const ShiftConfig&) const = default;
};

/// Simulated outputs of two models (simulate/simulator.h describes the simulation).
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
/// Checks that the base is better than chance and that the outputs of a part fit in memory.
void validate(const SimulationConfig& c, const Findings& findings);

}  // namespace hybrid::config
