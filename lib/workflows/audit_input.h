#pragma once
// What `hybrid audit` looks at: two models' answers with their ids, and the scores by which they were routed.
// A finished run keeps scores but not every answer; those are read again from where the run read or wrote
// them, and must be the same files.

#include <filesystem>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "workflows/problem.h"

namespace hybrid::workflows {

struct AuditInput {
  std::string name;       ///< of the run or the base's file
  audit::AuditTask task;  ///< with the method filled in
};

/// @param method empty for the first of auto, router and max_prob that there is
/// @throws InvalidArgument for a source that contradicts itself or an unknown method, DataError for what
/// cannot be read or is not what the run read
AuditInput read_audit_input(const ProblemSource& source, const std::string& method, Logger& log);

/// Reads a CSV `id,<kind>,...`: one more way to slice for each column, a slice name for each example. Where
/// the sets have no ids, `id` is the row number, counted from 0. Examples that are not listed, or have an
/// empty field, are in no slice.
/// @throws DataError with the line, or if no listed id is a test example
std::vector<audit::Slicing> read_slicings(const std::filesystem::path& path,
                                          const std::vector<std::string>& test_ids);

}  // namespace hybrid::workflows
