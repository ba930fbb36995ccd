#include "eval/methods.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/text.h"
#include "routing/features.h"
#include "routing/router_fit.h"
#include "routing/scores.h"

namespace hybrid {

namespace {

std::string suffixed(std::string_view name, const std::string& suffix) {
  return suffix.empty() ? std::string(name) : fmt::format("{}_{}", name, suffix);
}

void add_measure(RoutingProblem& problem, const ConfidenceMeasure& measure, const std::string& suffix,
                 std::size_t variant, const PredictionSet& tune, const PredictionSet& test) {
  std::string name = suffixed(measure.name, suffix);
  const char* reason = measure.missing(tune) != nullptr ? measure.missing(tune) : measure.missing(test);
  if (reason != nullptr) {
    problem.skipped[name] = reason;
    return;
  }
  problem.methods.push_back({.name = std::move(name),
                             .variant = variant,
                             .tune = measure.scores(tune),
                             .test = measure.scores(test)});
}

void add_router(RoutingProblem& problem, const PredictionPair& tune, const PredictionPair& test,
                const RouterConfig& config, SeedTree seed, Logger& log) {
  if (!tune.base.has_outputs() || !test.base.has_outputs()) {
    problem.skipped["router"] = "needs the base's logits or probabilities";
    return;
  }
  const auto labels = oracle(outcomes_of(tune));
  log.info("fitting the router on {} tuning examples, {} of them worth sending", labels.size(),
           std::ranges::count(labels, Route::cloud));
  const RouterNet net = fit_router(compact_features(tune.base), labels, config, seed.at("router"));
  problem.methods.push_back({.name = "router",
                             .tune = router_scores(net, tune.base),
                             .test = router_scores(net, test.base),
                             .router_macs = static_cast<double>(macs(net)),
                             .score_is_logit = true});
}

}  // namespace

const std::vector<std::string>& method_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all{"on_device", "on_cloud", "random"};
    for (const auto& measure : confidence_measures()) all.emplace_back(measure.name);
    all.insert(all.end(), {"router", "oracle"});
    return all;
  }();
  return names;
}

Outcomes outcomes_of(const PredictionPair& pair) {
  return {correct(pair.base), correct(pair.cloud)};
}

Workload workload_of(const PredictionPair& pair) {
  const auto number = [](const PredictionSet& set, const char* key) -> std::optional<double> {
    if (!set.meta.is_object() || !set.meta.contains(key)) return std::nullopt;
    const auto& value = set.meta.at(key);
    if (!value.is_number() || value.get<double>() < 0)
      throw DataError(set.source, fmt::format("meta.{} is {}, must be a number >= 0", key, value.dump()));
    return value.get<double>();
  };
  return {.base_macs = number(pair.base, "macs"),
          .cloud_macs = number(pair.cloud, "macs"),
          .input_bytes = number(pair.base, "input_bytes")};
}

void add_base_variant(RoutingProblem& problem, const std::string& suffix, const PredictionPair& tune,
                      const PredictionPair& test) {
  const std::size_t variant = problem.variants.size();
  problem.variants.push_back({suffix, outcomes_of(tune), outcomes_of(test)});
  problem.methods.push_back(
      {.name = suffixed("on_device", suffix), .kind = MethodKind::on_device, .variant = variant});
  for (const auto& measure : confidence_measures())
    add_measure(problem, measure, suffix, variant, tune.base, test.base);
}

RoutingProblem make_routing_problem(const PredictionPair& tune, const PredictionPair& test,
                                    const MethodOptions& options, SeedTree seed, Logger& log) {
  for (const auto& name : options.methods)
    if (std::ranges::find(method_names(), name) == method_names().end())
      throw UsageError(fmt::format("unknown method '{}'{} (there are {})", name,
                                   did_you_mean(name, method_names()), join(method_names())));
  if (tune.base.has_outputs() && test.base.has_outputs() && tune.base.classes != test.base.classes)
    throw DataError(
        test.base.source,
        fmt::format("{} classes, the tuning set ({}) has {}; both must come from the same base model",
                    test.base.classes, tune.base.source, tune.base.classes));
  const auto& wanted = options.methods.empty() ? method_names() : options.methods;

  RoutingProblem problem{.classes = std::max(test.base.classes, test.cloud.classes),
                         .variants = {{"", outcomes_of(tune), outcomes_of(test)}}};
  for (const auto& name : wanted) {
    const auto measure = std::ranges::find(confidence_measures(), name, &ConfidenceMeasure::name);
    if (measure != confidence_measures().end())
      add_measure(problem, *measure, "", 0, tune.base, test.base);
    else if (name == "router")
      add_router(problem, tune, test, options.router, seed, log);
    else if (name == "on_device")
      problem.methods.push_back({.name = name, .kind = MethodKind::on_device});
    else if (name == "on_cloud")
      problem.methods.push_back({.name = name, .kind = MethodKind::on_cloud});
    else if (name == "random")
      problem.methods.push_back({.name = name, .kind = MethodKind::random});
    else
      problem.methods.push_back({.name = name, .kind = MethodKind::oracle});
  }
  return problem;
}

}  // namespace hybrid
