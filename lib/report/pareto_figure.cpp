#include "report/pareto_figure.h"

#include <algorithm>

#include "core/text.h"

namespace hybrid::report {

namespace {

void add_point(Series& series, const eval::OperatingPoint& point) {
  if (!point.latency_ms) return;
  series.x.push_back(*point.latency_ms);
  series.y.push_back(100 * point.accuracy);
  series.low.push_back(100 * point.accuracy_ci.low);
  series.high.push_back(100 * point.accuracy_ci.high);
}

Series line_of(const eval::ShownCurve& curve) {
  Series line{.label = curve.is_default ? curve.method + " (the default)" : curve.method,
              .style = SeriesStyle::curve,
              .group = curve.method};
  for (const auto& point : curve.points) add_point(line, point);
  if (curve.kind == eval::MethodKind::random) {  // a straight line between the two models, to compare with
    line.style = SeriesStyle::reference;
    line.low.clear();
    line.high.clear();
  }
  return line;
}

std::string listed(const std::vector<double>& numbers) {
  std::vector<std::string> words;
  for (const double number : numbers) words.push_back(shortest(number));
  return join(words);
}

/// Returns where the method lands with the thresholds that were asked for.
Series chosen_points(const std::string& method, const eval::Evaluation& evaluation,
                     const config::EvaluationConfig& config) {
  const bool by_budget = !config.latency_ms.empty();
  Series chosen{.label = by_budget ? fmt::format("{} within {} ms", method, listed(config.latency_ms))
                                   : fmt::format("{} tuned to keep {}", method, listed(config.coverages)),
                .style = SeriesStyle::points,
                .group = method};
  if (by_budget) {
    for (const auto& result : evaluation.profiles.front().budgets)
      if (result.method == method && result.point) add_point(chosen, *result.point);
  } else if (const eval::MethodResult* result = evaluation.find(method)) {
    for (const auto& point : result->points) add_point(chosen, point);
  }
  return chosen;
}

}  // namespace

Figure pareto_figure(const std::string& name, const eval::Evaluation& evaluation,
                     const config::EvaluationConfig& config, std::span<const eval::ShownCurve> curves) {
  Figure figure{
      .title = fmt::format("{}: accuracy over mean latency ({})", name, evaluation.profiles.front().name),
      .x_label = "mean latency per input, ms",
      .y_label = "accuracy on test, %",
      .series = {}};
  const auto add = [&](Series series) {
    if (!series.x.empty()) figure.series.push_back(std::move(series));
  };
  for (const auto& curve : curves) add(line_of(curve));
  for (const auto& curve : curves)
    if (curve.is_default) add(chosen_points(curve.method, evaluation, config));
  for (const auto& [method, label] :
       {std::pair("on_device", "device alone"), std::pair("on_cloud", "cloud alone")})
    if (const eval::MethodResult* result = evaluation.find(method)) {
      Series alone{.label = label, .style = SeriesStyle::points};
      add_point(alone, result->points.front());
      add(std::move(alone));
    }
  return figure;
}

}  // namespace hybrid::report
