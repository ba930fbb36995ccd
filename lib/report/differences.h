#pragma once
// Differences in accuracy between methods, for people: tables in points with their intervals, and what they
// show in words.

#include <span>
#include <string>
#include <vector>

#include "eval/evaluation.h"

namespace hybrid::report {

/// One method against one opponent, at every coverage.
struct Lead {
  std::string method;
  std::string against;
  std::vector<eval::Comparison> at;  ///< in the order of the coverages
};

/// The comparisons by method and opponent, both in the order in which they first occur.
std::vector<Lead> leads_of(std::span<const eval::Comparison> comparisons);

/// "ahead at c = 0.9, 0.8; no difference that 10,000 examples show at c = 0.7". Ahead is an interval above
/// zero.
std::string verdict(const Lead& lead, std::size_t n_test);

/// A table with a column per lead and a row per coverage, and below it a line with each lead's verdict.
/// Requires the same coverages in all leads.
std::string leads_markdown(std::span<const Lead> leads, std::size_t n_test);

/// The sections of table.md: the hybrid against its control, if there is one, then against everybody else.
/// Empty without comparisons.
std::string difference_sections(const eval::Evaluation& evaluation);

}  // namespace hybrid::report
