#pragma once
// `hybrid tune --payload auto`: what is sent and the threshold, chosen together on the tuning part.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/payload_candidates.h"
#include "eval/tuning.h"

namespace hybrid::cli {

/// For one set of requirements: every candidate's point, in the order of the candidates, and the chosen one.
struct PayloadTuning {
  eval::Requirements requirements;
  std::vector<eval::Tuning> tunings;
  std::size_t chosen = 0;  ///< the most accurate on the tuning part, of equal ones the fewest bytes

  /// The point of that candidate; null where it cannot meet the requirements.
  const eval::TunedPoint* point(std::size_t candidate) const {
    return std::get_if<eval::TunedPoint>(&tunings[candidate]);
  }
};

/// @throws UsageError for an accuracy or a price, Infeasible if no candidate meets the budgets
PayloadTuning tune_payload(const eval::Requirements& requirements,
                           const std::vector<PayloadCandidate>& candidates,
                           const eval::PointOptions& measured);

/// The candidates that were chosen from, then the chosen point.
std::string table_of(const PayloadTuning& tuning, const std::vector<PayloadCandidate>& candidates);
nlohmann::ordered_json json_of(const PayloadTuning& tuning, const std::vector<PayloadCandidate>& candidates,
                               config::Recalibration recalibration);

}  // namespace hybrid::cli
