#include "reference/edit_distance.h"

#include <algorithm>

namespace hybrid::reference {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.size() + b.size();
  const std::string_view a_rest = a.substr(1);
  const std::string_view b_rest = b.substr(1);
  const std::size_t replace = edit_distance(a_rest, b_rest) + (a[0] == b[0] ? 0 : 1);
  std::size_t best = std::min({replace, edit_distance(a_rest, b) + 1, edit_distance(a, b_rest) + 1});
  if (a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0])
    best = std::min(best, edit_distance(a.substr(2), b.substr(2)) + 1);
  return best;
}

}  // namespace hybrid::reference
