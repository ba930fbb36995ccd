#pragma once
// Reads the results folder of `hybrid reproduce`: the report and the index are made from these files alone.

#include <filesystem>
#include <string>
#include <vector>

#include "reproduce/provenance.h"
#include "reproduce/reproduced.h"

namespace hybrid::reproduce {

struct ResultTable {
  ReproducedTable table;
  std::string svg;  ///< figures/NAME.svg; empty if there is no figure or gnuplot was missing
};

/// A claim of paper-check.json (paper/check.h), as text.
struct ResultClaim {
  std::string place, claim, arithmetic, verdict, remark;
};

struct ResultsFolder {
  std::vector<ResultTable> tables;  ///< tables/*.json in the paper's order; others last, by name
  std::vector<ResultClaim> claims;  ///< from paper-check.json; empty if it is missing
  std::vector<RunProvenance> runs;  ///< from provenance.json; empty if it is missing

  StandingCounts counts() const;
  std::size_t claims_that(std::string_view verdict) const;
  /// Returns "412 numbers: 61 within tolerance, ...; 58 claims of the text: 40 holds, ...", printed when a
  /// command ends.
  std::string summary() const;
};

/// Reads the folder.
/// @throws DataError if there are no tables, or a file is invalid
ResultsFolder read_results(const std::filesystem::path& folder);

}  // namespace hybrid::reproduce
