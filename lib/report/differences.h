#pragma once
// Differences in accuracy between methods, as text: tables in percentage points with confidence intervals,
// and verdicts.

#include <span>
#include <string>
#include <vector>

#include "eval/evaluation.h"

namespace hybrid::report {

/// The comparisons of one method with one opponent, at every coverage.
struct Lead {
  std::string method;
  std::string against;
  std::vector<eval::Comparison> at;  ///< in the order of the coverages
};

/// Groups the comparisons by method and opponent, both in the order of first occurrence.
std::vector<Lead> leads_of(std::span<const eval::Comparison> comparisons);

/// Returns "ahead at c = 0.9, 0.8; no difference that 10,000 examples show at c = 0.7", by eval::verdict_of.
/// @param shown_by what might have shown a difference: "10,000 examples"
std::string verdict(const Lead& lead, const std::string& shown_by);
std::string verdict(const Lead& lead, std::size_t n_test);

/// Returns a table with a column per lead and a row per coverage, followed by a line with each lead's
/// verdict. Requires the same coverages in all leads.
std::string leads_markdown(std::span<const Lead> leads, std::size_t n_test);

/// Returns a table for the terminal: what own scores gain over max_prob and the default method, at the first
/// three coverages; empty if there are none. Shows three own scores and names the number of the others.
std::string own_scores_text(const eval::Evaluation& evaluation);

/// Returns the sections of table.md that compare the hybrid with its control, if there is one, and with all
/// other methods; empty if there are no comparisons.
std::string difference_sections(const eval::Evaluation& evaluation);

}  // namespace hybrid::report
