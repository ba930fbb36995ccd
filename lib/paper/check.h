#pragma once
// Whether the printed numbers support a claim. The verdict follows from the arithmetic by one rule per
// relation; none is written by hand.

#include <string>
#include <string_view>

#include "paper/quantity.h"

namespace hybrid::paper {

enum class ClaimVerdict { holds, holds_with_rounding, contradicted };
std::string_view name_of(ClaimVerdict verdict);  ///< "holds", "holds with rounding", "contradicted"

/// The two sides of a comparison.
struct ComparedSides {
  std::string arithmetic;  ///< "1 - 1600 / 2000 = 20 %; printed 25 %"
  ClaimVerdict verdict = ClaimVerdict::holds;
};

/// Holds if the recomputed value rounds to the printed number; holds with rounding if their intervals meet.
ComparedSides equals(const Quantity& recomputed, const PrintedNumber& printed);
/// Hold if the values satisfy the relation; hold with rounding if any two numbers of the intervals do.
ComparedSides at_most(const Quantity& smaller, const Quantity& bound);
ComparedSides at_least(const Quantity& larger, const Quantity& bound);
ComparedSides less(const Quantity& smaller, const Quantity& bound);
ComparedSides more(const Quantity& larger, const Quantity& bound);

/// A claim with its arithmetic.
struct CheckedClaim {
  std::string place;       ///< "abstract", "section 3, Table 3"
  std::string claim;       ///< abridged from the paper
  std::string arithmetic;  ///< "1 - 1600 / 2000 = 20 %; printed 25 %"
  ClaimVerdict verdict = ClaimVerdict::holds;
  std::string remark;  ///< the correct number, or the significance; may be empty
};

/// Returns a claim for claims_*.cpp: place, text, the compared sides, a remark.
inline CheckedClaim checked(std::string place, std::string claim, ComparedSides sides,
                            std::string remark = "") {
  return {std::move(place), std::move(claim), std::move(sides.arithmetic), sides.verdict, std::move(remark)};
}

}  // namespace hybrid::paper
