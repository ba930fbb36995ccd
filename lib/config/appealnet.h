#pragma once

namespace hybrid::config {

class Fields;

/// AppealNet (Li et al. 2021), the rival whose router is trained with the base. It is trained as the base is
/// (TrainingConfig::base), beside the hybrid.
struct AppealNetConfig {
  bool enabled = false;
  double beta = 0.3;
  int epochs = 0;  ///< 0: as many as the hybrid's rounds
  bool operator==(const AppealNetConfig&) const = default;
};

void describe(Fields& f, AppealNetConfig& c);

}  // namespace hybrid::config
