#pragma once
// `hybrid tune --payload auto`: chooses payload and threshold together on the tuning part.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/payload_candidates.h"
#include "eval/tuning.h"

namespace hybrid::cli {

/// All candidates for one set of requirements, of which one is chosen.
struct PayloadTuning {
  eval::Requirements requirements;
  eval::PayloadChoice choice;

  std::size_t chosen() const { return choice.best.value(); }
  const eval::TunedPoint& chosen_point() const { return *choice.point(chosen()); }
};

/// Tunes every candidate and chooses one.
/// @throws UsageError for a required accuracy or a price
/// @throws Infeasible if no candidate meets the budgets
PayloadTuning tune_payload(const eval::Requirements& requirements,
                           const std::vector<workflows::PayloadCandidate>& candidates,
                           const eval::PointOptions& measured);

/// Returns the table of candidates, then the chosen point.
std::string table_of(const PayloadTuning& tuning, const std::vector<workflows::PayloadCandidate>& candidates);
nlohmann::ordered_json json_of(const PayloadTuning& tuning,
                               const std::vector<workflows::PayloadCandidate>& candidates,
                               config::Recalibration recalibration);

}  // namespace hybrid::cli
