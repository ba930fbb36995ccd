#pragma once
// Accuracy and cost when the cloud is unreachable for a share of the time. An outage affects every sent input
// independently with the same probability; the device waits until its timeout and uses the base's prediction.
// In expectation, with outage probability o, utilities b_i (base) and g_i (cloud), and u_i = 1 if input i is
// sent:
//
//   accuracy  mean of  (1 - u_i) b_i + u_i ((1 - o) g_i + o b_i)
//   latency   mean of  per_input_i + u_i ((1 - o) per_offload_i + o timeout)
//   energy    mean of  per_input_i + u_i per_offload_i: failed attempts cost energy, too
//
// Tested against the sum over all outcomes of the outages on small cases.

#include <optional>
#include <string>

#include "eval/decision_costs.h"

namespace hybrid::eval {

struct Outage {
  double probability = 0;                 ///< that the cloud does not respond to a sent input
  std::optional<double> timeout_ms = {};  ///< std::nullopt: the time of a response
};

struct OutageFigures {
  double accuracy = 0;
  std::optional<double> latency_ms, energy_mj;  ///< mean per input; std::nullopt if unknown
};

/// Returns the expected results under the outage.
/// @param test outcomes of the inputs in `decisions`
OutageFigures expected_under(const Outage& outage, const Decisions& decisions, const routing::Outcomes& test,
                             const MethodCosts& costs);

/// A scored method under an outage, with the threshold for the coverage.
struct OutageResult {
  std::string method;
  double target_coverage = 1;
  double outage = 0;
  OutageFigures figures;
};

}  // namespace hybrid::eval
