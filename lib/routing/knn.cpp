#include "routing/knn.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

#include "core/error.h"
#include "routing/neighbours.h"
#include "stats/mean.h"

namespace hybrid::routing {

namespace {

// The distance of two inputs that differ by one standard deviation in one feature; a quarter and four times
// as much did worse.
constexpr ClassDistance kClassDistance{1.0};
constexpr std::array<std::size_t, 7> kCandidates{10, 25, 50, 100, 200, 400, 800};
// The scores keep their order even if the gain turned out to be unpredictable.
constexpr double kMinWeight = 0.01;

/// Returns the base's confidence features, [n, 3]; without outputs [n, 1] from the confidence alone; without
/// both [n, 0].
Matrix confidence_columns(const predictions::PredictionSet& base, bool has_outputs, bool has_confidence) {
  constexpr double kMinEntropy = 1e-6;
  const auto log_of = [](double p) { return std::log(std::max(p, 1e-12)); };
  Matrix features(base.size(), has_outputs ? 3 : has_confidence ? 1 : 0);
  const auto k = static_cast<std::size_t>(base.top_k);
  for (std::size_t i = 0; i < features.rows && has_confidence; ++i) {
    const double p = base.confidence[i];
    features(i, 0) = log_of(p) - log_of(1 - p);
    if (!has_outputs) continue;
    features(i, 1) = std::log(base.entropy[i] + kMinEntropy);
    features(i, 2) = log_of(p) - log_of(base.top[i * k + 1]);
  }
  return features;
}

/// Returns the columns of both matrices side by side.
Matrix side_by_side(const Matrix& a, const Matrix& b) {
  Matrix both(a.rows, a.cols + b.cols);
  for (std::size_t i = 0; i < both.rows; ++i) {
    std::ranges::copy(a.row(i), both.row(i).begin());
    std::ranges::copy(b.row(i), both.row(i).begin() + static_cast<std::ptrdiff_t>(a.cols));
  }
  return both;
}

Matrix features_of(const predictions::PredictionSet& set) {
  Matrix features(set.size(), static_cast<std::size_t>(set.feature_dim));
  std::ranges::copy(set.features, features.values.begin());
  return features;
}

/// Scales every column of the tuning part to mean 0 and standard deviation `deviation`, and the test part
/// alike; constant columns become 0.
void standardise(Matrix& tune, Matrix& test, double deviation) {
  const auto n = static_cast<double>(tune.rows);
  for (std::size_t c = 0; c < tune.cols; ++c) {
    double mean = 0, square = 0;
    for (std::size_t i = 0; i < tune.rows; ++i) mean += tune(i, c) / n;
    for (std::size_t i = 0; i < tune.rows; ++i) square += (tune(i, c) - mean) * (tune(i, c) - mean) / n;
    const double scale = square > 1e-24 * mean * mean ? deviation / std::sqrt(square) : 0;
    for (Matrix* part : {&tune, &test})
      for (std::size_t i = 0; i < part->rows; ++i) (*part)(i, c) = ((*part)(i, c) - mean) * scale;
  }
}

/// Both parts as points in one space.
struct Space {
  Points tune;
  Points test;
  bool uses_features = false;
};

/// Returns the confidence space and, if the sets have features, the space with both.
std::vector<Space> spaces_of(const predictions::PredictionSet& tune, const predictions::PredictionSet& test) {
  const bool has_outputs = tune.has_outputs() && test.has_outputs();
  const bool has_confidence = !tune.confidence.empty() && !test.confidence.empty();
  Matrix a = confidence_columns(tune, has_outputs, has_confidence);
  Matrix b = confidence_columns(test, has_outputs, has_confidence);
  standardise(a, b, 1);
  std::vector<Space> spaces;
  if (a.cols > 0) spaces.push_back({{a, tune.predicted}, {b, test.predicted}});
  if (tune.features.empty() || test.features.empty()) return spaces;
  if (tune.feature_dim != test.feature_dim)
    throw DataError(test.source,
                    fmt::format("features of {} numbers, the tuning set ({}) has {}; both must come from "
                                "the same base model",
                                test.feature_dim, tune.source, tune.feature_dim));
  Matrix f = features_of(tune), g = features_of(test);
  const auto columns = static_cast<double>(std::max<std::size_t>(a.cols, 1));
  standardise(f, g, std::sqrt(columns / static_cast<double>(f.cols)));
  spaces.push_back({{side_by_side(a, f), tune.predicted}, {side_by_side(b, g), test.predicted}, true});
  return spaces;
}

/// Returns the rows kept for comparison, ascending.
std::vector<std::size_t> kept_rows(std::size_t n, std::size_t most, SeedTree seed) {
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  if (n <= most) return rows;
  Rng rng = seed.at("kept").rng();
  rng.shuffle(std::span(rows));
  rows.resize(most);
  std::ranges::sort(rows);
  return rows;
}

Points select(const Points& points, std::span<const std::size_t> rows) {
  Points selected{Matrix(rows.size(), points.features.cols), {}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::ranges::copy(points.features.row(rows[i]), selected.features.row(i).begin());
    selected.classes.push_back(points.classes[rows[i]]);
  }
  return selected;
}

/// Returns the candidates up to a quarter of the examples; if there are none, a quarter of the examples.
std::vector<std::size_t> candidates(std::size_t n) {
  std::vector<std::size_t> ks;
  for (const std::size_t k : kCandidates)
    if (k <= n / 4) ks.push_back(k);
  if (ks.empty()) ks.push_back(std::max<std::size_t>(n / 4, 1));
  return ks;
}

/// The fit of one space and k on the tuning part.
struct Fit {
  double error = 0;  // sum of (gain - score)²
  std::size_t space = 0;
  std::size_t k = 0;
  double weight = 0;
  RoutingScores tune;
};

/// Fits the weight by linear regression through the overall mean.
Fit fit_weight(const Matrix& means, std::size_t column, std::span<const double> gains, double overall) {
  double product = 0, square = 0;
  for (std::size_t i = 0; i < gains.size(); ++i) {
    product += (means(i, column) - overall) * (gains[i] - overall);
    square += (means(i, column) - overall) * (means(i, column) - overall);
  }
  Fit fit{.weight = square > 0 ? std::clamp(product / square, kMinWeight, 1.0) : kMinWeight};
  for (std::size_t i = 0; i < gains.size(); ++i) {
    fit.tune.push_back(overall + fit.weight * (means(i, column) - overall));
    fit.error += (gains[i] - fit.tune[i]) * (gains[i] - fit.tune[i]);
  }
  return fit;
}

}  // namespace

const char* knn_missing(const predictions::PredictionSet& tune, const predictions::PredictionSet& test) {
  const bool comparable = (!tune.confidence.empty() && !test.confidence.empty()) ||
                          (!tune.features.empty() && !test.features.empty());
  return comparable ? nullptr : "needs the base's logits, probabilities, confidence or features";
}

KnnScores knn_scores(const predictions::PredictionSet& tune, const Outcomes& outcomes,
                     const predictions::PredictionSet& test, SeedTree seed, std::size_t most_examples) {
  HYBRID_CHECK(tune.size() == outcomes.size() && tune.size() > 0, "{} examples, {} outcomes", tune.size(),
               outcomes.size());
  std::vector<double> gains;
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    gains.push_back(outcomes.cloud_value[i] - outcomes.base_value[i]);
  const double overall = stats::mean_of(gains);
  if (tune.size() == 1)
    return {.tune = RoutingScores(1, overall), .test = RoutingScores(test.size(), overall)};

  const std::vector<Space> spaces = spaces_of(tune, test);
  HYBRID_CHECK(!spaces.empty(), "{}: no features to compare", tune.source);
  const auto kept = kept_rows(tune.size(), most_examples, seed);
  std::vector<double> kept_gains;
  std::vector<std::optional<std::size_t>> own(tune.size());
  for (std::size_t i = 0; i < kept.size(); ++i) {
    kept_gains.push_back(gains[kept[i]]);
    own[kept[i]] = i;
  }
  const auto ks = candidates(kept.size());
  std::optional<Fit> best;
  for (std::size_t s = 0; s < spaces.size(); ++s) {
    const Matrix means =
        neighbour_means(select(spaces[s].tune, kept), kept_gains, spaces[s].tune, kClassDistance, ks, own);
    for (std::size_t c = 0; c < ks.size(); ++c) {
      Fit fit = fit_weight(means, c, gains, overall);
      if (best && fit.error >= best->error) continue;
      fit.space = s;
      fit.k = ks[c];
      best = std::move(fit);
    }
  }
  const Space& space = spaces[best->space];
  const Matrix means =
      neighbour_means(select(space.tune, kept), kept_gains, space.test, kClassDistance, {{best->k}});
  KnnScores scores{.tune = std::move(best->tune),
                   .k = best->k,
                   .weight = best->weight,
                   .uses_features = space.uses_features,
                   .macs = static_cast<double>(kept.size() * space.tune.features.cols)};
  for (const double mean : means.values) scores.test.push_back(overall + scores.weight * (mean - overall));
  return scores;
}

}  // namespace hybrid::routing
