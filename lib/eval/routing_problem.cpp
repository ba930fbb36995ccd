#include "eval/routing_problem.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"

namespace hybrid {

const Method& RoutingProblem::method(const std::string& name) const {
  const auto found = std::ranges::find(methods, name, &Method::name);
  if (found != methods.end()) return *found;
  if (const auto reason = skipped.find(name); reason != skipped.end())
    throw UsageError(fmt::format("method '{}' is not available: {}", name, reason->second));
  std::vector<std::string> names;
  for (const auto& m : methods) names.push_back(m.name);
  throw UsageError(
      fmt::format("unknown method '{}'{} (there are {})", name, did_you_mean(name, names), join(names)));
}

}  // namespace hybrid
