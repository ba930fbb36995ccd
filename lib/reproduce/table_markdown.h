#pragma once

#include <string>

#include "reproduce/reproduced.h"

namespace hybrid::reproduce {

/// A table for people: per part a grid in which the paper's numbers stand above ours, the command that makes
/// it, and notes; the verdict comes first.
std::string table_markdown(const ReproducedTable& table);

/// "Table 3", "Figure 2", "Router features": what a table is called.
std::string heading_of(const ReproducedTable& table);

}  // namespace hybrid::reproduce
