#include "eval/folds.h"

#include <numeric>

#include "core/error.h"

namespace hybrid::eval {

namespace {

/// Returns the rows of one half.
template <class T>
std::vector<T> rows_of(const std::vector<T>& values, const std::vector<std::uint8_t>& half,
                       std::uint8_t which) {
  HYBRID_CHECK(values.size() == half.size(), "{} values, {} rows in halves", values.size(), half.size());
  std::vector<T> rows;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (half[i] == which) rows.push_back(values[i]);
  return rows;
}

routing::Outcomes rows_of(const routing::Outcomes& outcomes, const std::vector<std::uint8_t>& half,
                          std::uint8_t which) {
  return {rows_of(outcomes.base_value, half, which), rows_of(outcomes.cloud_value, half, which)};
}

std::vector<std::size_t> all_rows(std::size_t n) {
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

}  // namespace

std::vector<Fold> folds_of(const RoutingProblem& problem, const Method& method) {
  const BaseVariant& variant = problem.variant_of(method);
  Fold whole{.tune_scores = method.tune,
             .tune = variant.tune,
             .test_scores = method.test,
             .test = variant.test,
             .tune_rows = all_rows(variant.tune.size()),
             .test_rows = all_rows(variant.test.size())};
  if (method.kind == MethodKind::random) {
    whole.tune_scores.assign(variant.tune.size(), 0.0);
    whole.test_scores.assign(variant.test.size(), 0.0);
  } else if (method.kind != MethodKind::scored) {
    return {};
  }
  std::vector<Fold> folds;
  if (!problem.cross_fitted()) {
    folds.push_back(std::move(whole));
  } else {
    for (const std::uint8_t tested : {std::uint8_t{0}, std::uint8_t{1}}) {
      const std::uint8_t tuned = tested == 0 ? 1 : 0;
      folds.push_back({.tune_scores = rows_of(whole.tune_scores, problem.half, tuned),
                       .tune = rows_of(whole.tune, problem.half, tuned),
                       .test_scores = rows_of(whole.test_scores, problem.half, tested),
                       .test = rows_of(whole.test, problem.half, tested),
                       .tune_rows = rows_of(whole.tune_rows, problem.half, tuned),
                       .test_rows = rows_of(whole.test_rows, problem.half, tested)});
    }
  }
  for (auto& fold : folds) {
    fold.weight = static_cast<double>(fold.test.size()) / static_cast<double>(problem.n_test());
    fold.curve = deferral_curve(fold.test_scores, fold.test);
  }
  return folds;
}

double matched_accuracy(std::span<const Fold> folds, double coverage) {
  double mean = 0;
  for (const auto& fold : folds) mean += fold.weight * fold.curve.accuracy_at(coverage);
  return mean;
}

std::vector<double> expected_utility(std::span<const Fold> folds, double coverage) {
  std::vector<double> right;
  for (const auto& fold : folds) {
    const CurvePlace place = fold.curve.at(coverage);
    for (std::size_t i = 0; i < fold.test_scores.size(); ++i) {
      const double score = fold.test_scores[i];
      const double sent = score > place.low.threshold ? 1 : score == place.low.threshold ? place.share : 0;
      right.push_back(sent * fold.test.cloud_value[i] + (1 - sent) * fold.test.base_value[i]);
    }
  }
  return right;
}

double area(std::span<const Fold> folds) {
  double mean = 0;
  for (const auto& fold : folds) mean += fold.weight * fold.curve.area();
  return mean;
}

}  // namespace hybrid::eval
