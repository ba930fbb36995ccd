#pragma once
// Comparison of payloads: the per-offload cost of each by item, and the hybrid's accuracy within budgets. The
// table of `hybrid payload` and `hybrid cost --payloads`.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "cli/payload_candidates.h"

namespace hybrid::cli {

/// Prints the table and the sources of its terms; writes full precision to `csv`, a row per payload and
/// budget, unless `csv` is empty.
/// @param budgets_ms empty for those of the payload that costs most (eval::latency_budgets)
void show_payloads(const std::vector<workflows::PayloadCandidate>& candidates,
                   std::span<const double> budgets_ms, const std::filesystem::path& csv, Logger& log);

}  // namespace hybrid::cli
