#pragma once
// `hybrid tune --payload auto`: chooses payload and threshold together on the tuning part.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/payload_candidates.h"
#include "eval/tuning.h"

namespace hybrid::cli {

/// The points of all candidates for one set of requirements, in the order of the candidates, and the chosen
/// one.
struct PayloadTuning {
  eval::Requirements requirements;
  std::vector<eval::Tuning> tunings;
  std::size_t chosen = 0;  ///< the most accurate on the tuning part; among equal ones the fewest bytes

  /// Returns the point of that candidate; null if it cannot meet the requirements.
  const eval::TunedPoint* point(std::size_t candidate) const {
    return std::get_if<eval::TunedPoint>(&tunings[candidate]);
  }
};

/// Tunes every candidate and chooses one.
/// @throws UsageError for a required accuracy or a price
/// @throws Infeasible if no candidate meets the budgets
PayloadTuning tune_payload(const eval::Requirements& requirements,
                           const std::vector<PayloadCandidate>& candidates,
                           const eval::PointOptions& measured);

/// Returns the table of candidates, then the chosen point.
std::string table_of(const PayloadTuning& tuning, const std::vector<PayloadCandidate>& candidates);
nlohmann::ordered_json json_of(const PayloadTuning& tuning, const std::vector<PayloadCandidate>& candidates,
                               config::Recalibration recalibration);

}  // namespace hybrid::cli
