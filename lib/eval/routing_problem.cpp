#include "eval/routing_problem.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"

namespace hybrid {

const Method& RoutingProblem::method(const std::string& name) const {
  const auto found = std::ranges::find(methods, name, &Method::name);
  if (found != methods.end()) return *found;
  if (const auto reason = skipped.find(name); reason != skipped.end())
    throw InvalidArgument(fmt::format("method '{}' is not available: {}", name, reason->second));
  std::vector<std::string> names;
  for (const auto& m : methods) names.push_back(m.name);
  throw InvalidArgument(
      fmt::format("unknown method '{}'{} (there are {})", name, did_you_mean(name, names), join(names)));
}

std::string RoutingProblem::measure_of(const Method& method) const {
  const std::string& suffix = variant_of(method).suffix;
  const auto measure = measure_in(method.name, suffix);
  HYBRID_CHECK(measure.has_value(), "method '{}' of base variant '{}'", method.name, suffix);
  return *measure;
}

std::optional<std::string> measure_in(std::string_view method, const std::string& suffix) {
  if (suffix.empty() || method == suffix) return std::string(method);
  const std::string ending = suffixed("", suffix);
  if (!method.ends_with(ending)) return std::nullopt;
  return std::string(method.substr(0, method.size() - ending.size()));
}

const Method& default_method(const RoutingProblem& problem) {
  for (const auto* name : kPreferredMethods)
    if (const auto found = std::ranges::find(problem.methods, name, &Method::name);
        found != problem.methods.end())
      return *found;
  const auto scored = std::ranges::find(problem.methods, MethodKind::scored, &Method::kind);
  if (scored == problem.methods.end())
    throw InvalidArgument("this data has no method with scores; its models tell classes only");
  return *scored;
}

std::vector<std::string> main_methods(const RoutingProblem& problem) {
  std::vector<std::string> names;
  for (const auto* name : {"auto", "router", "max_prob", "entropy"})
    if (std::ranges::any_of(problem.methods, [&](const Method& method) {
          return method.name == name && method.kind == MethodKind::scored;
        }))
      names.emplace_back(name);
  return names;
}

bool is_fused(std::string_view method) {
  return method.ends_with(kFused);
}

std::string suffixed(std::string_view measure, const std::string& suffix) {
  return suffix.empty() ? std::string(measure) : fmt::format("{}_{}", measure, suffix);
}

}  // namespace hybrid
