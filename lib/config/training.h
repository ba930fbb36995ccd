#pragma once

#include <array>

#include "config/appealnet.h"
#include "config/choices.h"
#include "config/findings.h"
#include "config/optimizer.h"

namespace hybrid::config {

class Fields;

/// The parts that Algorithm 1 updates in each round.
enum class UpdatedParts { none, router, router_base, router_base_cloud };
inline constexpr std::array kUpdatedPartsNames{Named{UpdatedParts::none, "none"},
                                               Named{UpdatedParts::router, "router"},
                                               Named{UpdatedParts::router_base, "router+base"},
                                               Named{UpdatedParts::router_base_cloud, "router+base+cloud"}};

/// Returns whether the rounds train the base, or the cloud.
constexpr bool updates_base(UpdatedParts update) {
  return update == UpdatedParts::router_base || update == UpdatedParts::router_base_cloud;
}
constexpr bool updates_cloud(UpdatedParts update) {
  return update == UpdatedParts::router_base_cloud;
}

/// The images with oracle labels for the router.
enum class OracleLabels { held_out, cross_fit, train, train_augmented };
inline constexpr std::array kOracleLabelsNames{
    Named{OracleLabels::held_out, "held_out"}, Named{OracleLabels::cross_fit, "cross_fit"},
    Named{OracleLabels::train, "train"}, Named{OracleLabels::train_augmented, "train_views"}};

/// Distillation: the base also learns from the cloud's outputs on the same transformed images (Hinton et al.
/// 2015).
struct DistillationConfig {
  double weight = 0;       ///< of the cloud's probabilities relative to the label; 0: none
  double temperature = 1;  ///< divisor of the cloud's logits
  bool operator==(const DistillationConfig&) const = default;
};

/// The hybrid phase (Kag et al. 2022, Algorithm 1).
struct TrainingConfig {
  UpdatedParts update = UpdatedParts::router_base;
  int epochs = 3;  ///< rounds of Algorithm 1
  bool control = true;
  OracleLabels oracle_labels = OracleLabels::held_out;
  double base_emphasis = 1;   ///< a in W_b = 1 + a (1 - r)
  double cloud_emphasis = 1;  ///< a in W_g = 1 + a r
  SgdConfig base;
  DistillationConfig distillation;
  SgdConfig cloud;
  AppealNetConfig appealnet;
  bool operator==(const TrainingConfig&) const = default;
};

void describe(Fields& f, DistillationConfig& c);
void describe(Fields& f, TrainingConfig& c);
/// Checks that a weight which differs from the paper's belongs to a network that is trained.
void validate(const TrainingConfig& c, const Findings& findings);

}  // namespace hybrid::config
