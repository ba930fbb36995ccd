#pragma once
// What `hybrid reproduce` left in a results folder, read back: the report and the index are made from these
// files alone.

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

/// A claim of paper-check.json (paper/check.h), in words.
struct ResultClaim {
  std::string place, claim, arithmetic, verdict, remark;
};

struct ResultsFolder {
  std::vector<ResultTable> tables;  ///< tables/*.json in the paper's order; others come last, by name
  std::vector<ResultClaim> claims;  ///< of paper-check.json; none without it
  std::vector<RunProvenance> runs;  ///< of provenance.json; none without it

  StandingCounts counts() const;
  std::size_t claims_that(std::string_view verdict) const;
  /// "412 numbers: 61 within tolerance, ...; 58 claims of the text: 40 holds, ...", for the end of a command.
  std::string summary() const;
};

/// @throws DataError if there are no tables, or a file is not what it should be
ResultsFolder read_results(const std::filesystem::path& folder);

}  // namespace hybrid::reproduce
