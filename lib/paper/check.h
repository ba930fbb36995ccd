#pragma once
// What a claim is worth by the numbers that are printed. The verdict follows from the arithmetic by one rule
// per relation; nobody writes it down by hand.

#include <string>
#include <string_view>

#include "paper/quantity.h"

namespace hybrid::paper {

enum class ClaimVerdict { holds, holds_with_rounding, contradicted };
std::string_view name_of(ClaimVerdict verdict);  ///< "holds", "holds with rounding", "contradicted"

/// Two sides that were compared.
struct ComparedSides {
  std::string arithmetic;  ///< "1 - 1600 / 2000 = 20 %; printed 25 %"
  ClaimVerdict verdict = ClaimVerdict::holds;
};

/// Holds if the recomputed value rounds to what is printed, with rounding if their intervals meet.
ComparedSides equals(const Quantity& recomputed, const PrintedNumber& printed);
/// Hold if the values do so, with rounding if any two numbers of the intervals do.
ComparedSides at_most(const Quantity& smaller, const Quantity& bound);
ComparedSides at_least(const Quantity& larger, const Quantity& bound);
ComparedSides less(const Quantity& smaller, const Quantity& bound);
ComparedSides more(const Quantity& larger, const Quantity& bound);

/// A claim with its arithmetic.
struct CheckedClaim {
  std::string place;       ///< "abstract", "section 3, Table 3"
  std::string claim;       ///< in the paper's words, short
  std::string arithmetic;  ///< "1 - 1600 / 2000 = 20 %; printed 25 %"
  ClaimVerdict verdict = ClaimVerdict::holds;
  std::string remark;  ///< what would be right, or why it matters; may be empty
};

/// A claim as the claims_*.cpp write it: where, what, the two sides compared, a remark.
inline CheckedClaim checked(std::string place, std::string claim, ComparedSides sides,
                            std::string remark = "") {
  return {std::move(place), std::move(claim), std::move(sides.arithmetic), sides.verdict, std::move(remark)};
}

}  // namespace hybrid::paper
