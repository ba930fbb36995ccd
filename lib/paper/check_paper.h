#pragma once
// paper-check: every claim of the paper that its own printed numbers can confirm or contradict.

#include <span>
#include <string>
#include <vector>

#include "paper/check.h"
#include "paper/printed.h"

namespace hybrid::paper {

/// Checks all claims, in the order of the paper's sections. Requires no data and takes milliseconds.
/// @throws DataError naming a missing file of printed numbers
std::vector<CheckedClaim> check_paper(const Paper& paper);

/// Returns "87 claims: 62 hold, 12 hold with rounding, 13 are contradicted".
std::string paper_check_summary(std::span<const CheckedClaim> claims);

/// Returns the summary, the contradicted claims, then all claims by section.
std::string paper_check_markdown(std::span<const CheckedClaim> claims);
/// Returns the columns place, claim, arithmetic, verdict, remark.
std::string paper_check_csv(std::span<const CheckedClaim> claims);
std::string paper_check_json(std::span<const CheckedClaim> claims);

}  // namespace hybrid::paper
