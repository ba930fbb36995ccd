#pragma once
// What a claim is worth by the numbers that are printed.

#include <string>
#include <string_view>
#include <vector>

namespace hybrid {

enum class Verdict { holds, holds_with_rounding, contradicted };
std::string_view name_of(Verdict verdict);  ///< "holds", "holds with rounding", "contradicted"

/// A claim with its arithmetic.
struct CheckedClaim {
  std::string place;       ///< "abstract", "section 3, Table 3"
  std::string claim;       ///< in the paper's words, short
  std::string arithmetic;  ///< "1 - 1600 / 2000 = 20 %"
  Verdict verdict = Verdict::holds;
  std::string remark;  ///< what would be right, or why it matters; may be empty
};

}  // namespace hybrid
