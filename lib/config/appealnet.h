#pragma once

namespace hybrid::config {

class Fields;

/// AppealNet (Li et al. 2021), the competing method that trains the router jointly with the base. It is
/// trained like the base (TrainingConfig::base), in addition to the hybrid.
struct AppealNetConfig {
  bool enabled = false;
  double beta = 0.3;
  int epochs = 0;  ///< 0: as many as the hybrid's rounds
  bool operator==(const AppealNetConfig&) const = default;
};

void describe(Fields& f, AppealNetConfig& c);

}  // namespace hybrid::config
