#include "eval/routing_problem.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "predictions/own_scores.h"

namespace hybrid::eval {

const Method& RoutingProblem::method(const std::string& name) const {
  const auto found = std::ranges::find(methods, name, &Method::name);
  if (found != methods.end()) return *found;
  if (const auto reason = skipped.find(name); reason != skipped.end())
    throw InvalidArgument(fmt::format("method '{}' is not available: {}", name, reason->second));
  std::vector<std::string> names;
  for (const auto& m : methods) names.push_back(m.name());
  throw InvalidArgument(
      fmt::format("unknown method '{}'{} (there are {})", name, did_you_mean(name, names), join(names)));
}

const Method* RoutingProblem::find(std::string_view measure, std::string_view variant) const {
  const auto found = std::ranges::find_if(
      methods, [&](const Method& m) { return m.measure == measure && m.variant == variant; });
  return found == methods.end() ? nullptr : &*found;
}

const BaseVariant& RoutingProblem::variant_of(const Method& method) const {
  const auto found = std::ranges::find(variants, method.variant, &BaseVariant::suffix);
  HYBRID_CHECK(found != variants.end(), "method '{}' of unknown variant '{}'", method.measure,
               method.variant);
  return *found;
}

std::string method_name(std::string_view measure, std::string_view variant) {
  return measure == variant ? std::string(variant) : suffixed(measure, variant);
}

std::string suffixed(std::string_view measure, std::string_view suffix) {
  return suffix.empty() ? std::string(measure) : fmt::format("{}_{}", measure, suffix);
}

std::optional<std::string> measure_in(std::string_view name, std::string_view variant) {
  if (variant.empty() || name == variant) return std::string(name);
  const std::string ending = fmt::format("_{}", variant);
  if (!name.ends_with(ending)) return std::nullopt;
  return std::string(name.substr(0, name.size() - ending.size()));
}

bool is_fused(std::string_view variant) {
  return variant == kFused || variant == kControlFused;
}

const Method& default_method(const RoutingProblem& problem) {
  for (const auto* measure : kPreferredMethods)
    if (const Method* found = problem.find(measure)) return *found;
  const auto scored = std::ranges::find(problem.methods, MethodKind::scored, &Method::kind);
  if (scored == problem.methods.end())
    throw InvalidArgument("this data has no method with scores; its models tell classes only");
  return *scored;
}

std::vector<std::string> main_methods(const RoutingProblem& problem) {
  std::vector<std::string> names;
  for (const auto* measure : kMainMeasures)
    if (const Method* found = problem.find(measure); found != nullptr && found->kind == MethodKind::scored)
      names.emplace_back(measure);
  for (const auto& method : problem.methods)
    if (predictions::is_own_score(method.measure)) names.push_back(method.name());
  return names;
}

std::vector<MethodId> hybrid_methods() {
  std::vector<MethodId> methods;
  for (const auto* measure : kPreferredMethods) methods.push_back({measure, ""});
  methods.push_back({"max_prob", kFused});
  return methods;
}

std::vector<std::string> opponents(const RoutingProblem& problem) {
  std::vector<std::string> names;
  const auto add = [&](std::string_view measure, std::string_view variant) {
    if (problem.find(measure, variant) != nullptr) names.push_back(method_name(measure, variant));
  };
  for (const auto* measure : kBaselineMeasures) add(measure, "");
  add("entropy", kBefore);
  add(kAppealNet, kAppealNet);
  for (const auto& variant : problem.variants)
    if (!variant.suffix.empty()) add("max_prob", variant.suffix);
  return names;
}

}  // namespace hybrid::eval
