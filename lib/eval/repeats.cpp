#include "eval/repeats.h"

#include <algorithm>
#include <iterator>

#include "core/interrupt.h"
#include "core/progress.h"
#include "core/text.h"
#include "eval/evaluation.h"
#include "eval/own_methods.h"
#include "eval/split.h"

namespace hybrid::eval {

namespace {

/// A coverage, or the mean over several.
struct Column {
  std::optional<double> target_coverage;
  std::vector<double> coverages;
};

std::vector<Column> columns_for(const std::vector<double>& coverages) {
  std::vector<Column> columns{{std::nullopt, {std::begin(kHeadlineCoverages), std::end(kHeadlineCoverages)}}};
  for (const double coverage : coverages) columns.push_back({coverage, {coverage}});
  return columns;
}

/// The figures kept from the repeats.
struct History {
  std::map<std::string, std::vector<std::vector<RepeatFigures>>> figures;  ///< method -> [column][repeat]
  /// (method, opponent) -> [column]: variance of the mean difference due to the sample of test examples,
  /// summed over the repeats. Only with a fixed test part.
  std::map<std::pair<std::string, std::string>, std::vector<double>> test_variance;
};

RepeatFigures figures_in(const Column& column, const RoutingProblem& problem, const Method& method,
                         std::span<const Fold> folds, config::Recalibration recalibrate) {
  RepeatFigures mean;
  const auto count = static_cast<double>(column.coverages.size());
  for (const double coverage : column.coverages) {
    const OperatingPoint point =
        operating_point(problem, method, folds, coverage, {}, {.recalibrate = recalibrate});
    mean.matched_accuracy += point.matched_accuracy / count;
    mean.accuracy += point.accuracy / count;
    mean.coverage += point.coverage / count;
  }
  return mean;
}

/// Returns the expected utility of each final prediction, [n_test], averaged over the column's coverages.
std::vector<double> utility_in(const Column& column, std::span<const Fold> folds) {
  std::vector<double> mean;
  for (const double coverage : column.coverages) {
    const auto right = expected_utility(folds, coverage);
    mean.resize(right.size());
    for (std::size_t i = 0; i < right.size(); ++i)
      mean[i] += right[i] / static_cast<double>(column.coverages.size());
  }
  return mean;
}

/// Returns the variance of mean(first) - mean(second) due to the sample of examples.
double paired_variance(const std::vector<double>& first, const std::vector<double>& second) {
  std::vector<double> difference;
  for (std::size_t i = 0; i < first.size(); ++i) difference.push_back(first[i] - second[i]);
  const stats::Spread spread = stats::spread_of(std::move(difference));
  return spread.deviation * spread.deviation / static_cast<double>(first.size());
}

FinishedRepeat evaluated(const RoutingProblem& problem, const std::vector<Column>& columns,
                         const RepeatDesign& design) {
  FinishedRepeat repeat;
  std::map<std::string, std::vector<std::vector<double>>> utility;  // method -> [column][example]
  for (const auto& method : problem.methods) {
    if (method.kind != MethodKind::scored) continue;
    const std::vector<Fold> folds = folds_of(problem, method);
    for (const Column& column : columns) {
      repeat.figures[method.name()].push_back(figures_in(column, problem, method, folds, design.recalibrate));
      if (design.fixed_test) utility[method.name()].push_back(utility_in(column, folds));
    }
  }
  if (!design.fixed_test) return repeat;
  for (const auto& method : problem.methods) {
    if (method.kind != MethodKind::scored) continue;
    for (const auto& against : opponents_of(problem, method))
      for (std::size_t c = 0; c < columns.size(); ++c)
        repeat.test_variance[{method.name(), against}].push_back(
            paired_variance(utility.at(method.name())[c], utility.at(against)[c]));
  }
  return repeat;
}

void add(const FinishedRepeat& repeat, History& history) {
  for (const auto& [method, columns] : repeat.figures) {
    auto& figures = history.figures[method];
    figures.resize(columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c) figures[c].push_back(columns[c]);
  }
  for (const auto& [pair, columns] : repeat.test_variance) {
    auto& sums = history.test_variance[pair];
    sums.resize(columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c) sums[c] += columns[c];
  }
}

stats::Spread spread_over(const std::vector<RepeatFigures>& figures, double RepeatFigures::*figure) {
  std::vector<double> values;
  for (const auto& f : figures) values.push_back(f.*figure);
  return stats::spread_of(std::move(values));
}

double share_of(const std::vector<double>& values, auto&& holds) {
  return static_cast<double>(std::ranges::count_if(values, holds)) / static_cast<double>(values.size());
}

RepeatedDifference difference_in(std::size_t c, const Column& column, const History& history,
                                 const std::string& method, const std::string& against,
                                 const RepeatDesign& design) {
  const auto& first = history.figures.at(method)[c];
  const auto& second = history.figures.at(against)[c];
  std::vector<double> deltas;
  for (std::size_t r = 0; r < first.size(); ++r)
    deltas.push_back(first[r].matched_accuracy - second[r].matched_accuracy);
  RepeatedDifference result{.method = method,
                            .against = against,
                            .target_coverage = column.target_coverage,
                            .delta = stats::spread_of(std::move(deltas))};
  const auto& values = result.delta.values;
  result.ahead = share_of(values, [](double v) { return v > 0; });
  result.behind = share_of(values, [](double v) { return v < 0; });
  const double from_test =
      design.fixed_test ? history.test_variance.at({method, against})[c] / static_cast<double>(values.size())
                        : 0;
  result.ci = stats::resampled_interval(result.delta, design.rho, from_test);
  return result;
}

std::string progress_line(const History& history, std::size_t repeat, std::size_t count) {
  std::string best;
  double best_accuracy = 0;
  for (const auto& [method, figures] : history.figures)
    if (best.empty() || figures[0].back().matched_accuracy > best_accuracy) {
      best = method;
      best_accuracy = figures[0].back().matched_accuracy;
    }
  return fmt::format("repeat {} of {}: best is {}, {:.2f} % right on average over the coverages", repeat + 1,
                     count, best, 100 * best_accuracy);
}

}  // namespace

Repeats repeat_evaluation(const RoutingProblem& first, const DrawProblem& draw, const RepeatDesign& design,
                          const std::vector<double>& coverages, Logger& log, const KeptRepeats& kept) {
  HYBRID_CHECK(!first.cross_fitted() && design.count >= 2 && kept.finished.size() <= design.count,
               "{} repeats, {} finished", design.count, kept.finished.size());
  const std::vector<Column> columns = columns_for(coverages);
  History history;
  {
    Progress progress(log, "repeats", static_cast<std::int64_t>(design.count), "repeats");
    for (const FinishedRepeat& repeat : kept.finished) add(repeat, history);
    progress.advance(std::ssize(kept.finished));
    for (std::size_t repeat = kept.finished.size(); repeat < design.count; ++repeat) {
      throw_if_interrupted("the evaluation starts again when the command is repeated");
      const FinishedRepeat finished = evaluated(repeat == 0 ? first : draw(repeat), columns, design);
      if (kept.keep) kept.keep(finished);
      add(finished, history);
      progress.advance(1);
      if (!log.interactive() && !history.figures.empty())
        log.info("{}", progress_line(history, repeat, design.count));
    }
  }

  Repeats result{.count = design.count,
                 .n_tune = first.n_tune(),
                 .n_test = first.n_test(),
                 .fixed_test = design.fixed_test,
                 .coverages = coverages};
  const auto repeats_with = [&](const std::string& method) {
    const auto found = history.figures.find(method);
    return found == history.figures.end() ? 0 : found->second[0].size();
  };
  for (const auto& [method, figures] : history.figures)
    if (figures[0].size() < design.count)
      result.left_out[method] =
          fmt::format("could be computed in {} of {} repeats only", figures[0].size(), design.count);
  for (const auto& method : first.methods) {
    if (repeats_with(method.name()) < design.count) continue;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const auto& figures = history.figures.at(method.name())[c];
      result.accuracies.push_back({.method = method.name(),
                                   .target_coverage = columns[c].target_coverage,
                                   .matched_accuracy = spread_over(figures, &RepeatFigures::matched_accuracy),
                                   .accuracy = spread_over(figures, &RepeatFigures::accuracy),
                                   .coverage = spread_over(figures, &RepeatFigures::coverage)});
    }
    for (const auto& against : opponents_of(first, method)) {
      if (against == method.name() || repeats_with(against) < design.count) continue;
      for (std::size_t c = 0; c < columns.size(); ++c)
        result.differences.push_back(difference_in(c, columns[c], history, method.name(), against, design));
    }
  }
  return result;
}

RepeatDesign design_of(const RepeatSource& source, std::size_t count) {
  if (source.pair == nullptr)
    return {.count = count,
            .rho = static_cast<double>(source.tune_limit) / static_cast<double>(source.tune->size()),
            .fixed_test = true};
  return {.count = count, .rho = 1 - source.tune_fraction};
}

RoutingProblem draw_problem(const RepeatSource& source, std::size_t repeat, const MethodOptions& methods,
                            SeedTree seed) {
  seed = seed.at("repeat", repeat);
  // The first split has already logged the fit.
  Logger quiet(Verbosity::quiet);
  const auto limited = [&](const predictions::PredictionPair& tune) {
    return predictions::select(tune, stratified_sample(tune.base.labels, source.tune_limit, seed));
  };
  if (source.pair == nullptr)
    return make_routing_problem(limited(*source.tune), *source.test, methods, seed, quiet);
  const Split split = stratified_split(source.pair->base.labels, source.tune_fraction, seed);
  predictions::PredictionPair tune = predictions::select(*source.pair, split.first);
  if (source.tune_limit > 0) tune = limited(tune);
  return make_routing_problem(tune, predictions::select(*source.pair, split.second), methods, seed, quiet);
}

}  // namespace hybrid::eval
