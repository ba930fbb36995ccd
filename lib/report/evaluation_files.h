#pragma once
// metrics.json, curves.csv and budgets.csv: the public file formats of an evaluation (documented in
// results/FORMATS.md, tested by tests/contract). Full precision, identical in every repetition of a run.

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>

#include "eval/evaluation.h"
#include "eval/full_curves.h"

namespace hybrid::report {

inline constexpr int kMetricsSchemaVersion = 1;

nlohmann::ordered_json metrics_json(const eval::Evaluation& evaluation);
/// Returns one row per method and operating point.
std::string curves_csv(const eval::Evaluation& evaluation);
/// Returns one row per profile, method and latency budget: profile,method,budget_ms, then the columns of
/// curves.csv, which are empty if the budget cannot be met.
std::string budgets_csv(const eval::Evaluation& evaluation);
/// Returns every point of every deferral curve: method,sent,coverage,threshold,accuracy, and `half` for a
/// cross-fitted problem, in which each half has its own curve.
std::string full_curve_csv(std::span<const eval::FullCurve> curves, bool cross_fitted);

}  // namespace hybrid::report
