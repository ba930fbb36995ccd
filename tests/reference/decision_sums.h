#pragma once

#include <span>

#include "routing/route.h"

namespace hybrid::reference {

/// Regret per example, by definition.
struct Regret {
  double oracle_agreement = 0, missed_help = 0, useless_send = 0, harmful_send = 0;
};

/// Returns the regret of sending scores above the threshold, against an oracle that tries both routes on
/// every example.
Regret regret(std::span<const double> scores, double threshold, const routing::Outcomes& outcomes);

}  // namespace hybrid::reference
