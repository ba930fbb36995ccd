#pragma once
// The cost of sending images, or features of them: finished runs of `hybrid evaluate` on one payload each, as
// parts of reproduced tables.

#include <optional>
#include <string>
#include <vector>

#include "cost/payload.h"
#include "reproduce/numbers.h"
#include "reproduce/tables.h"
#include "runs/outcomes_file.h"

namespace hybrid::reproduce {

inline constexpr const char* kPayloadCommand = "scripts/reproduce payload";

/// A finished run with one payload of a data set.
struct SentRun {
  const char* row;  ///< of the table
  runs::StoredProblem stored;
  cost::BytesSummary bytes;  ///< of both parts, because no tuning is involved
  cost::SystemCost cost;     ///< for the mean size

  std::size_t images() const { return stored.problem.n_tune() + stored.problem.n_test(); }
  bool sends_features() const { return stored.workload.head_macs > 0; }
};

/// Finds a run.
/// @return std::nullopt if there is no such run
/// @throws DataError if it is damaged
std::optional<SentRun> find_sent_run(const TableSources& sources, const std::string& name, const char* row);

/// Returns the cloud's accuracy on both parts, in per cent, with Wilson's interval.
Measured cloud_accuracy(const SentRun& run);

/// Returns a row per run: the per-offload cost of one image by item, and the cloud's accuracy on it. If
/// features are among the payloads, a note compares the fastest of them with the images and with the whole
/// network on the device.
ReproducedPart what_sending_takes(std::string title, const std::vector<SentRun>& runs,
                                  const cost::DeviceConfig& device);

}  // namespace hybrid::reproduce
