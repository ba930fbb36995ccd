#pragma once
// Cascades of several tiers as tiers.json, tiers.csv and table.md.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "eval/cascade_choice.h"

namespace hybrid::report {

/// What was asked, and what was found; std::nullopt if the budget cannot be met, with the reason.
struct TierRow {
  eval::Requirements requirements;
  std::optional<eval::TierComparison> found;
  eval::Refusal refusal;
};

struct TiersReport {
  std::string name;
  const eval::Cascade& all;
  std::span<const eval::Cascade> pairs;
  eval::AccuracyMeaning accuracy;
  std::vector<std::string> notes;  ///< how tiers are routed and priced, a line each
  std::vector<TierRow> rows;
};

nlohmann::ordered_json tiers_json(const TiersReport& report);
/// Returns a row for every requirement and cascade, the pairs of tiers included.
std::string tiers_csv(const TiersReport& report);
/// Returns the verdict and the tables, for files and the screen.
std::string tiers_markdown(const TiersReport& report);

/// Returns what to do for a requirement that can be met: "latency 600 ms: device sends if p1 < 0.617,
/// ...; 56.0 (54.3–57.8) % right, ...".
std::string tuned_words(const TiersReport& report, const TierRow& row);

/// Returns "latency 600 ms, at most 10 % sent".
std::string words_of(const eval::Requirements& requirements);

}  // namespace hybrid::report
