#pragma once
// metrics.json, curves.csv and budgets.csv: the public contract of what an evaluation says (docs in
// results/FORMATS.md, held by tests/contract). Full precision, nothing that varies from run to run.

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>

#include "eval/evaluation.h"
#include "eval/full_curves.h"

namespace hybrid::report {

inline constexpr int kMetricsSchemaVersion = 1;

nlohmann::ordered_json metrics_json(const eval::Evaluation& evaluation);
/// One row per method and point.
std::string curves_csv(const eval::Evaluation& evaluation);
/// One row per profile, method and latency budget: profile,method,budget_ms, then the columns of curves.csv,
/// which are empty where the budget cannot be met.
std::string budgets_csv(const eval::Evaluation& evaluation);
/// Every cut of every method with a curve: method,sent,coverage,threshold,accuracy, and of a cross-fitted
/// problem, in which each half has its own curve, `half`.
std::string full_curve_csv(std::span<const eval::FullCurve> curves, bool cross_fitted);

}  // namespace hybrid::report
