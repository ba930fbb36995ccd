#pragma once
// repeats.csv, repeats.json and the section of table.md about an evaluation over many random splits.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "eval/repeats.h"

namespace hybrid::report {

/// For people: rounded, in points and per cent.
std::string repeats_markdown(const eval::Repeats& repeats);

/// At full precision, with every repeat's value.
nlohmann::ordered_json repeats_json(const eval::Repeats& repeats);

/// method,against,figure,target_coverage,mean,sd,min,share_ahead,share_behind,ci_low,ci_high: every method's
/// figures first, whose `against` is empty, then differences. `target_coverage` is empty where it is the mean
/// over kHeadlineCoverages.
std::string repeats_csv(const eval::Repeats& repeats);

}  // namespace hybrid::report
