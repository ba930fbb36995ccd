#include "eval/certificate.h"

#include <limits>

#include "stats/binomial.h"

namespace hybrid::eval {

namespace {

constexpr routing::Threshold kKeepsAll{
    .value = std::numeric_limits<double>::infinity(), .target_coverage = 1, .tuned_coverage = 1};

}  // namespace

std::optional<routing::Threshold> certified_coverage_threshold(std::span<const double> scores,
                                                               double coverage, double delta,
                                                               ScoreMeaning meaning) {
  if (coverage >= 1) return kKeepsAll;
  const auto count = stats::certifying_count(scores.size(), coverage, delta);
  if (!count) return std::nullopt;
  return coverage_threshold(scores, static_cast<double>(*count) / static_cast<double>(scores.size()),
                            meaning);
}

ThresholdRule coverage_rule(double coverage, ScoreMeaning meaning, std::optional<double> confidence) {
  if (!confidence) return coverage_rule(coverage, meaning);
  return [=, delta = 1 - *confidence](const TuningPart& part) {
    return certified_coverage_threshold(part.scores, coverage, delta, meaning).value_or(kKeepsAll);
  };
}

}  // namespace hybrid::eval
