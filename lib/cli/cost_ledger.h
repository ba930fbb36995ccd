#pragma once

#include <string>

#include "cost/system_cost.h"

namespace hybrid::cli {

/// Returns the itemised cost as a table, with the source of every item and what is not counted.
std::string ledger(const cost::SystemCost& cost);

}  // namespace hybrid::cli
