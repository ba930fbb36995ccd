#pragma once
// What remains when the cloud cannot be reached for a share of the time. An outage hits every sent input
// independently with the same probability; the device then waits, gives up and answers by its base. In
// expectation, with o the probability and u_i whether input i is sent:
//
//   accuracy  mean of  (1 - u_i) b_i + u_i ((1 - o) g_i + o b_i)
//   latency   mean of  always_i + u_i ((1 - o) if_sent_i + o timeout)
//   energy    mean of  always_i + u_i if_sent_i: the attempt to send is paid for
//
// Tested against the sum over all outcomes of the outages on tiny cases.

#include <optional>
#include <string>

#include "eval/decision_costs.h"

namespace hybrid::eval {

struct Outage {
  double probability = 0;                 ///< that a sent input is not answered
  std::optional<double> timeout_ms = {};  ///< nothing: as long as an answer would take
};

struct Remains {
  double accuracy = 0;
  std::optional<double> latency_ms, energy_mj;  ///< mean per input; nothing where they have no price
};

/// @param test the outcomes that the decisions are on
Remains expected_under(const Outage& outage, const Decisions& decisions, const routing::Outcomes& test,
                       const MethodCosts& costs);

/// A scored method under an outage, with the threshold for a coverage.
struct OutageResult {
  std::string method;
  double target_coverage = 1;
  double outage = 0;
  Remains remains;
};

}  // namespace hybrid::eval
