#include "report/main_methods.h"

#include <algorithm>

namespace hybrid {

std::vector<std::string> main_methods(const RoutingProblem& problem) {
  std::vector<std::string> names;
  for (const auto* name : {"auto", "router", "max_prob", "entropy"})
    if (std::ranges::any_of(problem.methods, [&](const Method& method) {
          return method.name == name && method.kind == MethodKind::scored;
        }))
      names.emplace_back(name);
  return names;
}

}  // namespace hybrid
