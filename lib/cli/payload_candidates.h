#pragma once
// The prediction sets that `hybrid payload` and `hybrid tune --payload auto` compare, from their flags.

#include <string>
#include <vector>

#include "cli/arguments.h"
#include "workflows/payload_candidates.h"

namespace hybrid::cli {

/// Calls load_payloads of workflows/payload_candidates.h with the source and the profile named by the
/// options.
/// @param data its prediction set of the cloud model is ignored
/// @throws UsageError for options for a single pair, or fewer than two sets
std::vector<workflows::PayloadCandidate> load_payloads(const ProblemOptions& data,
                                                       const std::vector<std::string>& clouds,
                                                       const std::string& method, Logger& log);

}  // namespace hybrid::cli
