#include "eval/own_methods.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/error.h"
#include "core/text.h"
#include "eval/deferral_curve.h"
#include "stats/ranks.h"

namespace hybrid::eval {

namespace {

const predictions::OwnScore* find_score(const predictions::PredictionSet& set, const std::string& method) {
  const auto found = std::ranges::find(set.scores, method, &predictions::OwnScore::method);
  return found == set.scores.end() ? nullptr : &*found;
}

/// Returns the covariance of ranks and gains over its standard deviation if the gains were assigned at
/// random.
double standardised_covariance(const std::vector<double>& scores, const routing::Outcomes& outcomes) {
  std::vector<double> ranks = stats::ranks_of(scores, 0);
  const auto n = static_cast<double>(scores.size());
  for (double& rank : ranks) rank = (n + 1) / 2 - rank;  // centred, and larger for a larger score
  const routing::OutcomeShares shares = routing::shares(outcomes);
  const double mean = shares.cloud_accuracy - shares.base_accuracy;
  double product = 0, gains = 0, squares = 0;
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    const double gain = outcomes.cloud_value[i] - outcomes.base_value[i] - mean;
    product += ranks[i] * gain;
    gains += gain * gain;
    squares += ranks[i] * ranks[i];
  }
  return gains > 0 && squares > 0 ? product / std::sqrt(gains * squares / (n - 1)) : 0;
}

bool is_constant(const std::vector<double>& scores) {
  return std::ranges::all_of(scores, [&](double score) { return score == scores.front(); });
}

}  // namespace

bool is_own(const Method& method) {
  return predictions::is_own_score(method.measure);
}

std::vector<std::string> own_methods(const predictions::PredictionSet& tune,
                                     const predictions::PredictionSet& test) {
  std::set<std::string> names;
  for (const auto* set : {&tune, &test})
    for (const auto& score : set->scores) names.insert(score.method);
  return {names.begin(), names.end()};
}

Method own_score_method(const std::string& name, const predictions::PredictionSet& tune,
                        const predictions::PredictionSet& test) {
  const auto *on_tune = find_score(tune, name), *on_test = find_score(test, name);
  const std::string array = predictions::array_of_own(name);
  if (on_tune == nullptr && on_test == nullptr) {
    const auto there = own_methods(tune, test);
    throw InvalidArgument(fmt::format("method '{}' needs an array '{}' in the base's set ({}){}", name, array,
                                      test.source, there.empty() ? "" : "; there are " + join(there)));
  }
  if (on_tune == nullptr || on_test == nullptr) {
    const auto& [without, with] = on_tune == nullptr ? std::pair(&tune, &test) : std::pair(&test, &tune);
    throw DataError(without->source,
                    fmt::format("has no '{}', but {} has; own scores are needed on the tuning "
                                "and on the test examples",
                                array, with->source));
  }
  return {.measure = name, .tune = on_tune->values, .test = on_test->values};
}

std::vector<std::string> opponents_of(const RoutingProblem& problem, const Method& method) {
  std::vector<std::string> names = opponents(problem);
  if (!is_own(method)) return names;
  const std::string preferred = default_method(problem).name();
  if (preferred != method.name() && std::ranges::find(names, preferred) == names.end())
    names.push_back(preferred);
  return names;
}

void warn_of_own_scores(const RoutingProblem& problem, Logger& log) {
  for (const auto& method : problem.methods) {
    if (!is_own(method)) continue;
    const routing::Outcomes& tune = problem.variant_of(method).tune;
    if (is_constant(method.tune) || is_constant(method.test)) {
      log.warn("{} is {} for every {} example, so it decides nothing", method.name(),
               shortest((is_constant(method.tune) ? method.tune : method.test).front()),
               is_constant(method.tune) ? "tuning" : "test");
    } else if (standardised_covariance(method.tune, tune) < -2) {
      const routing::OutcomeShares shares = routing::shares(tune);
      log.warn(
          "{} may be the wrong way round: on the tuning part it is worse than random (area under accuracy over "
          "coverage {:.3f}, random {:.3f}); a larger score means more worth sending, so save -confidence",
          method.name(), deferral_curve(method.tune, tune).area(),
          (shares.base_accuracy + shares.cloud_accuracy) / 2);
    }
  }
}

}  // namespace hybrid::eval
