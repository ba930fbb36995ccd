#include "eval/certification_part.h"

#include <algorithm>

#include "core/error.h"
#include "eval/split.h"
#include "eval/workload.h"
#include "predictions/own_scores.h"
#include "routing/scores.h"

namespace hybrid::eval {

namespace {

constexpr double kFittedShare = 0.5;

std::vector<std::size_t> rows_with(const std::vector<std::uint8_t>& part, std::uint8_t wanted) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < part.size(); ++i)
    if (part[i] == wanted) rows.push_back(i);
  return rows;
}

/// Checks that one router can be fitted for both sets: which inputs it has depends on what both hold.
void require_same_outputs(const predictions::PredictionSet& tune, const predictions::PredictionSet& test) {
  if (tune.has_outputs() != test.has_outputs() || tune.confidence.empty() != test.confidence.empty() ||
      tune.features.empty() != test.features.empty())
    throw DataError(test.source,
                    fmt::format("holds other arrays than the tuning set ({}): with a confidence, both must "
                                "have the same of logits or probabilities, confidence and features",
                                tune.source));
}

}  // namespace

std::vector<std::uint8_t> certification_part(std::span<const std::int32_t> labels, SeedTree seed) {
  std::vector<std::uint8_t> part(labels.size(), 1);
  for (const auto row : stratified_split(labels, kFittedShare, seed.at("certify")).first) part[row] = 0;
  return part;
}

RoutingProblem make_certified_problem(const predictions::PredictionPair& tune,
                                      const predictions::PredictionPair& test, const MethodOptions& options,
                                      SeedTree seed, Logger& log) {
  require_same_outputs(tune.base, test.base);
  std::vector<std::uint8_t> part = certification_part(tune.base.labels, seed);
  const auto fitted = rows_with(part, 0), kept_apart = rows_with(part, 1);
  if (fitted.empty() || kept_apart.empty())
    throw DataError(tune.base.source,
                    fmt::format("{} tuning examples are too few to keep some from every fit", tune.size()));
  const predictions::PredictionPair fit = predictions::select(tune, fitted);
  RoutingProblem problem = make_routing_problem(fit, test, options, seed, log);
  Logger quiet(Verbosity::quiet);  // the same fits again
  const RoutingProblem apart =
      make_routing_problem(fit, predictions::select(tune, kept_apart), options, seed, quiet);
  for (Method& method : problem.methods) {
    if (method.kind != MethodKind::scored) continue;
    const Method* scored = apart.find(method.measure, method.variant);
    HYBRID_CHECK(scored != nullptr, "no scores of {}", method.name());
    routing::RoutingScores scores(tune.size());
    for (std::size_t i = 0; i < fitted.size(); ++i) scores[fitted[i]] = method.tune[i];
    for (std::size_t i = 0; i < kept_apart.size(); ++i) scores[kept_apart[i]] = scored->test[i];
    method.tune = std::move(scores);
  }
  problem.variants.front().tune = outcomes_of(tune, options.utility);
  problem.tune_inputs = measured_inputs(tune);
  problem.certify = std::move(part);
  return problem;
}

bool fitted_to_tuning_part(const RoutingProblem& problem, const Method& method) {
  if (method.measure == "router") return !problem.trained_router;
  const bool own = predictions::is_own_score(method.measure);
  const bool measure = std::ranges::any_of(routing::confidence_measures(), [&](const auto& confidence) {
    return confidence.name == method.measure;
  });
  return !own && !measure && method.measure != routing::energy_score().name && method.measure != kAppealNet;
}

bool can_certify(const RoutingProblem& problem, const Method& method) {
  return method.kind == MethodKind::scored &&
         (!problem.certify.empty() || !fitted_to_tuning_part(problem, method));
}

const Method& default_certified_method(const RoutingProblem& problem) {
  for (const char* measure : kPreferredMethods)
    if (const Method* method = problem.find(measure); method != nullptr && can_certify(problem, *method))
      return *method;
  for (const Method& method : problem.methods)
    if (can_certify(problem, method)) return method;
  throw InvalidArgument("there is no method whose threshold could be certified on these examples");
}

std::vector<Fold> certification_folds(const RoutingProblem& problem, const Method& method) {
  std::vector<Fold> folds = folds_of(problem, method);
  const bool whole = folds.empty() || problem.certify.empty() || !fitted_to_tuning_part(problem, method);
  if (whole || method.kind != MethodKind::scored) return folds;
  HYBRID_CHECK(folds.size() == 1 && problem.certify.size() == problem.n_tune(), "{} folds", folds.size());
  Fold& fold = folds.front();
  Fold apart;
  for (std::size_t i = 0; i < fold.tune_rows.size(); ++i) {
    if (problem.certify[fold.tune_rows[i]] == 0) continue;
    apart.tune_scores.push_back(fold.tune_scores[i]);
    apart.tune.base_value.push_back(fold.tune.base_value[i]);
    apart.tune.cloud_value.push_back(fold.tune.cloud_value[i]);
    apart.tune_rows.push_back(fold.tune_rows[i]);
  }
  fold.tune_scores = std::move(apart.tune_scores);
  fold.tune = std::move(apart.tune);
  fold.tune_rows = std::move(apart.tune_rows);
  return folds;
}

}  // namespace hybrid::eval
