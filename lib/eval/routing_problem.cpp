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

std::string RoutingProblem::measure_of(const Method& method) const {
  const std::string& suffix = variant_of(method).suffix;
  if (suffix.empty()) return method.name;
  const std::string ending = "_" + suffix;
  HYBRID_CHECK(method.name.ends_with(ending), "method '{}' of base variant '{}'", method.name, suffix);
  return method.name.substr(0, method.name.size() - ending.size());
}

bool is_fused(std::string_view method) {
  return method.ends_with(kFused);
}

std::string suffixed(std::string_view measure, const std::string& suffix) {
  return suffix.empty() ? std::string(measure) : fmt::format("{}_{}", measure, suffix);
}

}  // namespace hybrid
