#pragma once
// What makes every number about a pair of models meaningless although the files can be read: classes that are
// numbered otherwise than the labels, swapped or equal files, outputs that tell no inputs apart, numbers in
// another unit. `audit`, `evaluate`, `tune` and `train` look for it.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/log.h"
#include "predictions/prediction_pair.h"

namespace hybrid::audit {

/// A warning: the name of the check, its evidence, and the recommended next step.
struct AuditWarning {
  std::string check, evidence, next;
};

/// Checks that others ask for by name, and what to do. check_outputs makes kCloudNotBetter where the cloud is
/// worse beyond doubt.
inline constexpr const char* kSameOutputs = "same outputs";
inline constexpr const char* kCloudNotBetter = "the cloud is not better";
inline constexpr const char* kIfCloudNotBetter =
    "are the two sets swapped? if not, never send, unless the routed accuracy is above the base's beyond its "
    "interval";

/// Returns what is suspicious of the two models' outputs, in descending order of severity. Takes a few
/// milliseconds for 50,000 examples.
/// @throws DataError for a meta.macs that is no number of MACs
std::vector<AuditWarning> check_outputs(const predictions::PredictionPair& pair);

/// Returns a warning if a part has so few examples that its figures say little.
/// @param n_tune 0 if halves of the test part are cross-fitted
std::optional<AuditWarning> few_examples(std::size_t n_tune, std::size_t n_test);

/// Logs each warning as one line, unless the log has it already.
void log_warnings(std::span<const AuditWarning> warnings, Logger& log);

/// Logs both for the networks of a training: what is suspicious on its test part, and few examples.
/// @param n_tune as for few_examples
void warn_of_outputs(const predictions::PredictionPair& test, std::size_t n_tune, Logger& log);

}  // namespace hybrid::audit
