#pragma once
// One cloud model's prediction sets on different payloads, with the cost of sending each: what `hybrid
// payload` compares and `hybrid tune --payload auto` chooses from.

#include <span>
#include <string>
#include <vector>

#include "cost/payload.h"
#include "eval/payload_choice.h"
#include "workflows/problem.h"

namespace hybrid::workflows {

struct TimeAndEnergy {
  double ms = 0;
  double mj = 0;  ///< of the device
};

/// One prediction set of the cloud model with the base's, and the cost of sending its payload.
struct PayloadCandidate {
  /// "jpeg:75 96 px", "features:9 176 px", or the file's name if the payload is unknown.
  std::string name;
  LoadedProblem loaded;
  eval::MethodCosts costs;  ///< including the method's own computation
  cost::BytesSummary bytes;
  /// Per offload. head: the cloud model's first layers, on the device; upload: with what the messages take.
  TimeAndEnergy head, encoding, upload;
  cost::Cost latency, energy;         ///< of Eq. 1, means over the test part
  double tuned_cloud = 0, cloud = 0;  ///< the cloud model's accuracy on the tuning and the test part

  const eval::Method& method() const { return eval::default_method(loaded.problem); }
};

/// Returns one candidate per prediction set of the cloud model, in ascending order of bytes; all are split
/// alike.
/// @param source files that are split; its prediction set of the cloud model is ignored
/// @param clouds the cloud model's prediction sets, one per payload
/// @param method name; empty: the default one. Only this method is scored in addition to the fixed rules.
/// @param profile of kind parts
/// @throws InvalidArgument for a profile of lumps, or one that cannot price the payloads
/// @throws DataError for a base with payloads of its own, two sets of the same payload, and as load_pairs
std::vector<PayloadCandidate> load_payloads(const ProblemSource& source,
                                            const std::vector<std::string>& clouds, const std::string& method,
                                            const cost::SystemProfile& profile, Logger& log);

/// Returns the indices of the Pareto-optimal candidates: per-offload latency and the cloud model's accuracy
/// on the tuning part.
std::vector<std::size_t> front_of(std::span<const PayloadCandidate> candidates);

/// Tunes every candidate and chooses one: choose_payload of eval/payload_choice.h.
eval::PayloadChoice choose_payload(const eval::Requirements& requirements,
                                   std::span<const PayloadCandidate> candidates,
                                   const eval::PointOptions& options = {});

}  // namespace hybrid::workflows
