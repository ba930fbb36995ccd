#include "reproduce/reproduced.h"

#include <utility>

#include "core/error.h"
#include "core/text.h"

namespace hybrid::reproduce {

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::within:
      return "within tolerance";
    case Standing::outside:
      return "outside tolerance";
    case Standing::other_data:
      return "other data";
    case Standing::needs_data:
      return "needs data";
    case Standing::ours_only:
      return "ours only";
  }
  HYBRID_CHECK(false, "standing {}", static_cast<int>(standing));
}

StandingCounts& StandingCounts::operator+=(const StandingCounts& other) {
  within += other.within;
  outside += other.outside;
  other_data += other.other_data;
  needs_data += other.needs_data;
  ours_only += other.ours_only;
  return *this;
}

StandingCounts counts_of(const ReproducedTable& table) {
  StandingCounts counts;
  for (const auto& part : table.parts)
    for (const auto& number : part.numbers) switch (number.standing) {
        case Standing::within:
          ++counts.within;
          break;
        case Standing::outside:
          ++counts.outside;
          break;
        case Standing::other_data:
          ++counts.other_data;
          break;
        case Standing::needs_data:
          ++counts.needs_data;
          break;
        case Standing::ours_only:
          ++counts.ours_only;
          break;
      }
  return counts;
}

std::string to_text(const StandingCounts& counts) {
  std::vector<std::string> words;
  for (const auto& [n, standing] :
       {std::pair{counts.within, Standing::within}, std::pair{counts.outside, Standing::outside},
        std::pair{counts.other_data, Standing::other_data},
        std::pair{counts.needs_data, Standing::needs_data}, std::pair{counts.ours_only, Standing::ours_only}})
    if (n > 0) words.push_back(fmt::format("{} {}", n, name_of(standing)));
  return words.empty() ? "no numbers" : fmt::format("{} numbers: {}", counts.total(), join(words));
}

}  // namespace hybrid::reproduce
