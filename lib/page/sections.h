#pragma once
// The parts of the page below the curve, each a <section> of HTML; empty if the run does not have its data.

#include <string>

#include "page/grid.h"

namespace hybrid::page {

/// Values of the methods that can be chosen, at one position of the slider.
std::string position_table(const RunPage& run, const Grid& grid);
/// The rule of the default point in words, in C and as commands.
std::string rule_section(const RunPage& run, const Grid& grid);
/// What the decisions did, with the examples' ids.
std::string decisions_section(const RunPage& run, const Grid& grid);
/// Accuracy and decisions by true class.
std::string classes_section(const RunPage& run, const Grid& grid);
/// Every tenth of inputs sent: asked for, on the tuning part, on test.
std::string shares_section(const RunPage& run, const Grid& grid);
/// Where the numbers come from.
std::string provenance_section(const RunPage& run);

}  // namespace hybrid::page
