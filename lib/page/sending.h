#pragma once

#include <string>

#include "eval/tuning.h"
#include "page/run_page.h"

namespace hybrid::page {

/// When an input is sent, for people and as a line of C.
struct Sending {
  std::string words;  ///< "send an input if its largest probability is below 0.617"
  std::string cell;   ///< the same as short as a table's cell: "p1 < 0.617"
  std::string code;   ///< empty if one line cannot say it
};

Sending sending_of(const RunPage& run, const eval::Method& method, const eval::TunedPoint& tuned);

}  // namespace hybrid::page
