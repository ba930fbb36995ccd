#pragma once
// Payloads side by side: what each costs to send, item by item, and what the hybrid reaches with it within
// budgets. The table of `hybrid payload`, and of `hybrid cost --payloads`.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "cli/payload_candidates.h"

namespace hybrid::cli {

/// Budgets for the mean latency per input, ms, from the words of --latency. @throws UsageError
std::vector<double> payload_budgets(const std::vector<std::string>& latency);

/// Prints the table and where its terms come from; writes all digits to `csv`, a row per payload and budget,
/// unless that is empty.
void show_payloads(const std::vector<PayloadCandidate>& candidates, std::span<const double> budgets_ms,
                   const std::filesystem::path& csv, Logger& log);

}  // namespace hybrid::cli
