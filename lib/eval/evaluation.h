#pragma once
// The evaluation of every method of a routing problem: points, areas, intervals, comparisons, ceilings. The
// structure mirrors metrics.json (the public contract); report/ only writes it down.

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
  std::string measure;  ///< the name without the variant's suffix
  std::string variant;  ///< the suffix of its base variant
  MethodKind kind = MethodKind::scored;
  std::vector<OperatingPoint> points;  ///< one per coverage; one in all for on_device and on_cloud
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
  stats::Interval
      ci;  ///< paired bootstrap, 95 %; resamples are drawn within each half of a cross-fitted problem
  /// Exact, on the decisions of the largest cut that sends at most 1 - target. Nothing where ties make the
  /// two send different numbers: the test would then compare the numbers, not the methods; nor where answers
  /// are not just right or wrong.
  std::optional<double> p_mcnemar;
};

struct Ceilings {
  double target_coverage = 1;
  std::optional<double> paper_upper_bound;  ///< nothing by a table of values, which need not end at 1
  double at_most = 0;
  double exactly = 0;
};

struct Evaluation {
  int classes = 0;
  bool cross_fitted = false;  ///< figures are means over two halves that tune each other
  std::size_t n_tune = 0;     ///< if cross-fitted, these are the same examples as the test part's
  std::size_t n_test = 0;
  routing::OutcomeShares test;  ///< of the first base variant
  AccuracyMeaning accuracy;
  std::vector<MethodResult> methods;
  std::vector<Comparison> comparisons;
  std::vector<Ceilings> ceilings;
  std::vector<OutageResult> outages;  ///< of every scored method, coverage and share of outages
  std::map<std::string, std::string> skipped;
  std::map<std::string, std::string> notes;  ///< method -> what it chose on the tuning part, and why
  std::vector<std::string> main_methods;     ///< the few that tables for people show
  std::vector<ProfileResult> profiles;       ///< the first one prices the points
  /// Of the main methods at each coverage, not recalibrated; empty if cross-fitted.
  std::vector<CarriedThreshold> carried;

  const MethodResult* find(const std::string& method) const;
};

/// Whom every method is compared with, of those that are there: max_prob of every base variant, and entropy
/// of the first and of the base before hybrid training, which is the paper's baseline; and appealnet. The
/// fair opponent of a trained hybrid is max_prob_control.
std::vector<std::string> opponents(const RoutingProblem& problem);

/// @param profile prices the points @param workload without router_macs, which each method brings itself
/// @param others more profiles, for their costs and budgets
Evaluation evaluate(const RoutingProblem& problem, const config::EvaluationConfig& config,
                    const cost::SystemProfile& profile, const cost::Workload& workload, SeedTree seed,
                    std::span<const cost::SystemProfile> others = {});

}  // namespace hybrid::eval
