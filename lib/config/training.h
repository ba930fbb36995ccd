#pragma once

#include <array>

#include "config/appealnet.h"
#include "config/choices.h"
#include "config/findings.h"
#include "config/optimizer.h"

namespace hybrid::config {

class Fields;

/// What Algorithm 1 updates in each round.
enum class UpdatedParts { none, router, router_base, router_base_cloud };
inline constexpr std::array kUpdatedPartsNames{Named{UpdatedParts::none, "none"},
                                               Named{UpdatedParts::router, "router"},
                                               Named{UpdatedParts::router_base, "router+base"},
                                               Named{UpdatedParts::router_base_cloud, "router+base+cloud"}};

/// Whether the rounds train the base, and the cloud.
constexpr bool updates_base(UpdatedParts update) {
  return update == UpdatedParts::router_base || update == UpdatedParts::router_base_cloud;
}
constexpr bool updates_cloud(UpdatedParts update) {
  return update == UpdatedParts::router_base_cloud;
}

/// Which images the oracle labels for the router.
enum class OracleLabels { held_out, cross_fit, train, train_augmented };
inline constexpr std::array kOracleLabelsNames{
    Named{OracleLabels::held_out, "held_out"}, Named{OracleLabels::cross_fit, "cross_fit"},
    Named{OracleLabels::train, "train"}, Named{OracleLabels::train_augmented, "train_views"}};

/// The base also learns from what the cloud says about the same view of each image (Hinton et al. 2015).
struct DistillationConfig {
  double weight = 0;       ///< of the cloud's probabilities beside the label; 0: none
  double temperature = 1;  ///< the cloud's logits are divided by it
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
/// A weight that is changed from the paper's weighs a network that is trained.
void validate(const TrainingConfig& c, const Findings& findings);

}  // namespace hybrid::config
