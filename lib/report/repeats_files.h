#pragma once
// repeats.csv, repeats.json and the section of table.md on an evaluation over many random splits.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "eval/repeats.h"

namespace hybrid::report {

/// Returns the section of table.md, rounded, in percentage points and per cent.
std::string repeats_markdown(const eval::Repeats& repeats);

/// Returns all values at full precision, for every repeat.
nlohmann::ordered_json repeats_json(const eval::Repeats& repeats);

/// Returns method,against,figure,target_coverage,mean,sd,min,share_ahead,share_behind,ci_low,ci_high: first
/// the figures of each method (`against` is empty), then the differences. `target_coverage` is empty for the
/// mean over kHeadlineCoverages.
std::string repeats_csv(const eval::Repeats& repeats);

}  // namespace hybrid::report
