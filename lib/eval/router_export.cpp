#include "eval/router_export.h"

#include <fmt/format.h>

#include <optional>

#include "core/error.h"
#include "eval/sending_rule.h"
#include "routing/measure_c.h"

namespace hybrid::eval {

namespace {

bool is_auto(const Method& method) {
  return method.measure == "auto" && method.variant.empty();
}

/// Returns the number of the base's outputs, 0 if it gives a confidence alone, or std::nullopt if a run of an
/// older version does not tell.
std::optional<std::size_t> outputs_of(const RoutingProblem& problem) {
  if (problem.base_outputs) return static_cast<std::size_t>(*problem.base_outputs);
  if (problem.auto_router) {
    const auto& head = problem.auto_router->heads.base.head;
    if (head.weights.size() <= 2) return 0;
    return head.effects.front().size();
  }
  return std::nullopt;
}

}  // namespace

std::string export_missing(const RoutingProblem& problem, const Method& method) {
  if (is_auto(method)) {
    if (problem.auto_router) return "";
    return problem.cross_fitted() ? "two-fold cross-fitting fits a router on each half"
                                  : "the run does not hold its router; evaluate again";
  }
  if (!routing::is_c_measure(method.measure))
    return fmt::format("there is no C for {}; there is for auto, max_prob, margin and entropy",
                       method.name());
  const auto outputs = outputs_of(problem);
  if (!outputs)
    return "the run is of an older version and does not hold the number of outputs; evaluate again";
  if (*outputs == 0 && method.measure != "max_prob")
    return fmt::format("{} needs the base's logits or probabilities", method.name());
  return "";
}

ExportedRouter exported_router(const RoutingProblem& problem, const Method& method, double threshold,
                               const std::string& origin, const routing::RouterCNames& names) {
  const std::string missing = export_missing(problem, method);
  HYBRID_CHECK(missing.empty(), "{}", missing);
  if (is_auto(method))
    return {routing::router_c(*problem.auto_router, threshold, origin, names),
            routing::float_error(*problem.auto_router)};
  const routing::MeasureRouter router{method.measure, *outputs_of(problem)};
  const SendingRule rule = sending_rule(problem, method, threshold);
  const std::string when = rule.quantity == Quantity::none ? condition(rule) : "if " + condition(rule);
  return {routing::measure_c(router, threshold, when, origin, names), routing::float_error(router)};
}

}  // namespace hybrid::eval
