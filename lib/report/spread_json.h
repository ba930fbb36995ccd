#pragma once
// JSON representation of a Spread.

#include <nlohmann/json.hpp>

#include "stats/spread.h"

namespace hybrid::report {

inline nlohmann::ordered_json spread_json(const stats::Spread& spread) {
  return {{"mean", spread.mean}, {"sd", spread.deviation}, {"values", spread.values}};
}

}  // namespace hybrid::report
