#pragma once
// pareto.svg: accuracy over mean latency.

#include <span>
#include <string>

#include "eval/evaluation.h"
#include "eval/shown_curves.h"
#include "report/figure.h"

namespace hybrid::report {

/// Returns the figure: the curves with their intervals, the device and the cloud alone, and where the default
/// method lands with the thresholds that the config asks for: by its latency budgets, else its coverages.
/// Without known latencies the series are empty.
/// @param curves of eval::shown_curves, on the evaluation's first profile
Figure pareto_figure(const std::string& name, const eval::Evaluation& evaluation,
                     const config::EvaluationConfig& config, std::span<const eval::ShownCurve> curves);

}  // namespace hybrid::report
