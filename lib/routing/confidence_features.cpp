#include "routing/confidence_features.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace hybrid::routing {

namespace {

constexpr double kLargestLogit = 37;  // 1 - p is not below 2^-53
constexpr double kSmallestLog = -40;
constexpr std::size_t kPlainProbabilities = 5;

double clipped_log(double p) {
  return p > 0 ? std::max(std::log(p), kSmallestLog) : kSmallestLog;
}

}  // namespace

double clipped_logit(double p) {
  if (p <= 0) return -kLargestLogit;
  if (p >= 1) return kLargestLogit;
  return std::clamp(std::log(p) - std::log1p(-p), -kLargestLogit, kLargestLogit);
}

std::size_t confidence_feature_count(std::size_t top_k) {
  return 2 + top_k + std::min(top_k, kPlainProbabilities);
}

void write_confidence_features(double entropy, std::span<const double> top, std::span<double> out) {
  HYBRID_CHECK(out.size() == confidence_feature_count(top.size()), "{} features of {} probabilities",
               out.size(), top.size());
  std::size_t at = 0;
  out[at++] = clipped_logit(top.front());
  out[at++] = entropy;
  for (const double p : top) out[at++] = clipped_log(p);
  for (std::size_t i = 0; i < std::min(top.size(), kPlainProbabilities); ++i) out[at++] = top[i];
}

ConfidenceFeatures confidence_features(const predictions::PredictionSet& base) {
  ConfidenceFeatures features;
  const std::size_t n = base.size();
  if (base.has_outputs()) {
    const auto classes = static_cast<std::size_t>(base.classes);
    features.classes.push_back({base.predicted, classes});
    if (classes > 2) features.classes.push_back({base.runner_up, classes});
    const auto k = static_cast<std::size_t>(base.top_k);
    features.values = Matrix(n, confidence_feature_count(k));
    for (std::size_t i = 0; i < n; ++i)
      write_confidence_features(base.entropy[i], std::span(base.top).subspan(i * k, k),
                                features.values.row(i));
    return features;
  }
  const std::int32_t largest = *std::ranges::max_element(base.predicted);
  features.classes.push_back({base.predicted, static_cast<std::size_t>(largest) + 1});
  features.values = Matrix(n, base.confidence.empty() ? 0 : 2);
  for (std::size_t i = 0; i < base.confidence.size(); ++i) {
    features.values(i, 0) = clipped_logit(base.confidence[i]);
    features.values(i, 1) = base.confidence[i];
  }
  return features;
}

Standardisation standardisation_of(const Matrix& features) {
  HYBRID_CHECK(features.rows > 0, "no rows");
  const auto n = static_cast<double>(features.rows);
  Standardisation result{std::vector<double>(features.cols, 0.0), std::vector<double>(features.cols, 0.0)};
  for (std::size_t r = 0; r < features.rows; ++r)
    for (std::size_t c = 0; c < features.cols; ++c) result.mean[c] += features(r, c) / n;
  for (std::size_t r = 0; r < features.rows; ++r)
    for (std::size_t c = 0; c < features.cols; ++c) {
      const double d = features(r, c) - result.mean[c];
      result.scale[c] += d * d / n;
    }
  // A feature that varies by rounding alone is constant.
  for (std::size_t c = 0; c < features.cols; ++c)
    result.scale[c] =
        std::sqrt(result.scale[c]) > 1e-12 * (1 + std::abs(result.mean[c])) ? std::sqrt(result.scale[c]) : 1;
  return result;
}

Matrix standardised(const Matrix& features, const Standardisation& standardisation) {
  Matrix result(features.rows, features.cols);
  for (std::size_t r = 0; r < features.rows; ++r)
    for (std::size_t c = 0; c < features.cols; ++c)
      result(r, c) = (features(r, c) - standardisation.mean[c]) / standardisation.scale[c];
  return result;
}

}  // namespace hybrid::routing
