#pragma once
// What sending images, or features of them, takes: finished runs of `hybrid evaluate` on one payload each, as
// parts of reproduced tables.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cost/payload.h"
#include "reproduce/numbers.h"
#include "reproduce/tables.h"
#include "runs/outcomes_file.h"

namespace hybrid::reproduce {

inline constexpr const char* kPayloadCommand = "scripts/reproduce payload";

/// One way of sending a data set's images: a finished run of it.
struct SentRun {
  const char* row;  ///< of the table
  runs::StoredProblem stored;
  cost::BytesSummary bytes;  ///< over both parts, since nothing is tuned for them
  cost::SystemCost cost;     ///< with their mean

  std::size_t images() const { return stored.problem.n_tune() + stored.problem.n_test(); }
  bool sends_features() const { return stored.workload.head_macs > 0; }
};

/// Nothing if there is no such run. @throws DataError for one that is damaged
std::optional<SentRun> find_sent_run(const TableSources& sources, const std::string& name, const char* row);

/// What that item of the cost takes of a sent input.
double per_offload(const cost::SystemCost& cost, cost::Resource resource, std::string_view item);

/// The cloud's accuracy on both parts, in per cent, with Wilson's interval.
Measured cloud_accuracy(const SentRun& run);

/// A row per run: what sending one image takes, item by item, and the cloud's accuracy on it. Where features
/// are among them, the quickest of these beside the images, and beside the whole network on the device, in a
/// note.
ReproducedPart what_sending_takes(std::string title, const std::vector<SentRun>& runs,
                                  const cost::DeviceConfig& device);

}  // namespace hybrid::reproduce
