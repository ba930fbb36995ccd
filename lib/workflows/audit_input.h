#pragma once
// The input of `hybrid audit`: the predictions of two models with their ids, and the scores by which they
// were routed. A finished run contains the scores but not every prediction; the predictions are read from the
// files that the run read or wrote, which must be unchanged.

#include <filesystem>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "workflows/problem.h"

namespace hybrid::workflows {

struct AuditInput {
  std::string name;       ///< name of the run or of the base's file
  audit::AuditTask task;  ///< including the method
};

/// Reads the input of an audit.
/// @param method empty for the first of auto, router and max_prob that exists
/// @throws InvalidArgument for a contradictory source or an unknown method
/// @throws DataError if a file cannot be read or has changed since the run
AuditInput read_audit_input(const ProblemSource& source, const std::string& method, Logger& log);

/// Reads a CSV file `id,<kind>,...`. Each column is an additional slicing and contains the name of each
/// example's slice. If the sets have no ids, `id` is the row number, counted from 0. Examples that are not
/// listed, or have an empty field, are in no slice.
/// @throws DataError with the line number, or if no listed id is a test example
std::vector<audit::Slicing> read_slicings(const std::filesystem::path& path,
                                          const std::vector<std::string>& test_ids);

}  // namespace hybrid::workflows
