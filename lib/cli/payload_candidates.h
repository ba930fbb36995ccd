#pragma once
// Prediction sets of one cloud model on different payloads, compared by `hybrid payload` and `hybrid tune
// --payload auto`.

#include <span>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cost/payload.h"
#include "eval/payload_choice.h"

namespace hybrid::cli {

struct TimeAndEnergy {
  double ms = 0;
  double mj = 0;  ///< of the device
};

/// One prediction set of the cloud model with the base's, and the cost of sending its payload.
struct PayloadCandidate {
  /// "jpeg:75 96 px", "features:9 176 px", or the file's name if the payload is unknown.
  std::string name;
  workflows::LoadedProblem loaded;
  eval::MethodCosts costs;  ///< including the method's own computation
  cost::BytesSummary bytes;
  TimeAndEnergy head, encoding, upload;  ///< per offload; head: the cloud model's first layers, on the device
  cost::Cost latency, energy;            ///< of Eq. 1, means over the test part
  double tuned_cloud = 0, cloud = 0;     ///< the cloud model's accuracy on the tuning and the test part

  const eval::Method& method() const { return eval::default_method(loaded.problem); }
};

/// Returns one candidate per prediction set of the cloud model, in ascending order of bytes; all are split
/// alike.
/// @param data its prediction set of the cloud model is ignored
/// @param method name; empty: the default one. Only this method is scored in addition to the fixed rules.
/// @throws UsageError for options for a single pair, fewer than two sets, or a profile without parts
/// @throws DataError for a base with payloads of its own
std::vector<PayloadCandidate> load_payloads(const ProblemOptions& data,
                                            const std::vector<std::string>& clouds, const std::string& method,
                                            Logger& log);

/// Returns the indices of the Pareto-optimal candidates: bytes and the cloud model's accuracy, on the tuning
/// part.
std::vector<std::size_t> front_of(std::span<const PayloadCandidate> candidates);

}  // namespace hybrid::cli
