#pragma once
// Prediction sets of one cloud model on different payloads, as `hybrid payload` and `hybrid tune --payload
// auto` compare them.

#include <span>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cost/payload.h"
#include "eval/payload_choice.h"

namespace hybrid::cli {

struct TimeAndEnergy {
  double ms = 0;
  double mj = 0;  ///< the device's
};

/// One set of the cloud's answers with the base, and what sending its payload costs.
struct PayloadCandidate {
  std::string
      name;  ///< "jpeg:75 96 px", "features:9 176 px", or the file's where it does not say what was sent
  workflows::LoadedProblem loaded;
  eval::MethodCosts costs;  ///< with the method's own computation
  cost::BytesSummary bytes;
  TimeAndEnergy head, encoding, upload;  ///< of a sent input; head: the cloud's first layers, on the device
  cost::Cost latency, energy;            ///< of Eq. 1, means over the test part
  double tuned_cloud = 0, cloud = 0;     ///< the cloud's accuracy on the tuning and the test part

  const eval::Method& method() const { return eval::default_method(loaded.problem); }
};

/// One candidate per set of the cloud's, fewest bytes first; all are split alike.
/// @param data what it says of the cloud's set is not looked at
/// @param method its name; empty: the default one. The only one that is scored beside the fixed ones.
/// @throws UsageError for options that go with one pair alone, fewer than two sets, or a profile without
/// parts; DataError for a base that brings payloads of its own
std::vector<PayloadCandidate> load_payloads(const ProblemOptions& data,
                                            const std::vector<std::string>& clouds, const std::string& method,
                                            Logger& log);

/// Places of the candidates that no other is better than: as cheap to send and as accurate in the cloud, on
/// the tuning part.
std::vector<std::size_t> front_of(std::span<const PayloadCandidate> candidates);

}  // namespace hybrid::cli
