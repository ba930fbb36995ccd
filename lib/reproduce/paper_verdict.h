#pragma once

#include <string>
#include <vector>

#include "reproduce/results_folder.h"

namespace hybrid::reproduce {

/// Returns what holds of the paper, what does not, and what gains, a sentence each, computed from the tables
/// and claims of the folder; sentences whose numbers it does not have are left out.
std::vector<std::string> paper_verdict(const ResultsFolder& results);

}  // namespace hybrid::reproduce
