#pragma once
// The evaluation of every method of a routing problem: points, areas, intervals, comparisons, ceilings. The
// structure mirrors metrics.json (the public contract), which report/ writes.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/evaluation.h"
#include "core/seed.h"
#include "cost/system_cost.h"
#include "eval/operating_point.h"
#include "eval/outage.h"
#include "eval/profile_result.h"
#include "eval/router_metrics.h"
#include "eval/routing_problem.h"
#include "eval/shift.h"

namespace hybrid::eval {

struct MethodResult {
  std::string name;
  std::string measure;  ///< name without the variant's suffix
  std::string variant;  ///< suffix of its base variant
  MethodKind kind = MethodKind::scored;
  std::vector<OperatingPoint> points;  ///< one per coverage; a single one for on_device and on_cloud
  std::optional<double> audc;          ///< area under accuracy over coverage
  std::optional<double> apgr;
  RouterMetrics router;
};

/// matched_accuracy(method) - matched_accuracy(against) at one target coverage.
struct Comparison {
  std::string method;
  std::string against;
  double target_coverage = 1;
  double delta = 0;
  /// Paired bootstrap, 95 %; resamples are drawn within each half of a cross-fitted problem.
  stats::Interval ci;
  /// Exact, for the decisions of the largest cut that sends at most 1 - target. std::nullopt if ties make the
  /// two send different numbers, because the test would then compare the numbers and not the methods, and if
  /// predictions are not simply right or wrong.
  std::optional<double> p_mcnemar;
};

struct Ceilings {
  double target_coverage = 1;
  /// std::nullopt with a utility table, whose values need not end at 1.
  std::optional<double> paper_upper_bound;
  double at_most = 0;
  double exactly = 0;
};

struct Evaluation {
  int classes = 0;
  bool cross_fitted = false;  ///< figures are means over the two folds
  /// With which every threshold keeps its coverage or budget on new data (eval/certificate.h).
  std::optional<double> confidence;
  std::size_t n_certify = 0;  ///< tuning examples on which thresholds of fitted methods are chosen then
  std::size_t n_tune = 0;     ///< if cross-fitted, the same examples as the test part
  std::size_t n_test = 0;
  routing::OutcomeShares test;  ///< of the first base variant
  AccuracyMeaning accuracy;
  std::vector<MethodResult> methods;
  std::vector<Comparison> comparisons;
  std::vector<Ceilings> ceilings;
  std::vector<OutageResult> outages;  ///< for every scored method, coverage and outage probability
  std::map<std::string, std::string> skipped;
  std::map<std::string, std::string> notes;  ///< method -> its choice on the tuning part, with the reason
  std::vector<std::string> main_methods;     ///< the methods that summary tables show
  std::vector<ProfileResult> profiles;       ///< the first one gives the costs of the points
  /// The main methods at each coverage, not recalibrated; empty if cross-fitted or with a confidence.
  std::vector<CarriedThreshold> carried;

  const MethodResult* find(const std::string& method) const;
};

/// Evaluates every method of the problem.
/// @param profile gives the costs of the points
/// @param workload without router_macs, which each method adds
/// @param others further profiles, for their costs and budgets
/// @param confidence of the thresholds, for a problem with a certification part
Evaluation evaluate(const RoutingProblem& problem, const config::EvaluationConfig& config,
                    const cost::SystemProfile& profile, const cost::Workload& workload, SeedTree seed,
                    std::span<const cost::SystemProfile> others = {}, std::optional<double> confidence = {});

}  // namespace hybrid::eval
