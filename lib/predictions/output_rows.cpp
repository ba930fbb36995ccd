#include "predictions/output_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/error.h"

namespace hybrid::predictions {

namespace {

constexpr std::size_t kMaxClasses = std::size_t{1} << 24;

void check_row(const PredictionSet& set, OutputKind kind, std::span<const double> row, double tolerance) {
  const std::size_t index = set.predicted.size();
  const auto bad = std::find_if(row.begin(), row.end(), [&](double value) {
    return !std::isfinite(value) || (kind == OutputKind::probabilities && value < 0);
  });
  if (bad != row.end())
    throw DataError(set.source, fmt::format("{}: row {}, column {} is {}, expected a finite number{}{}",
                                            name(kind), index, bad - row.begin(), *bad,
                                            kind == OutputKind::probabilities ? " of 0 or more" : "",
                                            std::isfinite(*bad) ? "; are these logits?" : ""));
  if (kind == OutputKind::logits) return;
  const double sum = std::accumulate(row.begin(), row.end(), 0.0);
  if (std::abs(sum - 1) > tolerance)
    throw DataError(
        set.source,
        fmt::format("probabilities: row {} sums to {:.6g}, expected 1 within {}; are these logits?", index,
                    sum, tolerance));
}

void keep_logits(OutputKind kind, std::span<const double> row, LogitRows& logits) {
  if (kind == OutputKind::logits) return logits.append(row);
  std::vector<double> logs;
  logs.reserve(row.size());
  for (const double p : row) logs.push_back(std::log(std::max(p, std::numeric_limits<double>::min())));
  logits.append(logs);
}

}  // namespace

std::string_view name(OutputKind kind) {
  return kind == OutputKind::logits ? "logits" : "probabilities";
}

void begin_outputs(PredictionSet& set, OutputKind kind, std::size_t n, std::size_t k,
                   const ReadOptions& options) {
  if (k < 2 || k > kMaxClasses)
    throw DataError(set.source,
                    fmt::format("{} of {} class{}, expected 2 to {}{}", name(kind), k, k == 1 ? "" : "es",
                                kMaxClasses, k == 1 ? "; give the outputs of both classes, [n, 2]" : ""));
  set.classes = static_cast<int>(k);
  set.top_k = std::min(kTopK, set.classes);
  set.predicted.reserve(n);
  set.runner_up.reserve(n);
  set.entropy.reserve(n);
  set.confidence.reserve(n);
  set.top.reserve(n * static_cast<std::size_t>(set.top_k));
  if (kind == OutputKind::logits) set.log_sum_exp.reserve(n);
  if (options.keep_logits) set.logits = LogitRows(n, k, options.most_logit_bytes);
}

void append_outputs(PredictionSet& set, OutputKind kind, std::span<const double> row, double tolerance) {
  check_row(set, kind, row, tolerance);
  const OutputSummary summary =
      kind == OutputKind::logits ? summarize_logits(row) : summarize_probabilities(row);
  set.predicted.push_back(summary.predicted);
  set.runner_up.push_back(summary.runner_up);
  set.entropy.push_back(summary.entropy);
  set.confidence.push_back(summary.top.front());
  set.top.insert(set.top.end(), summary.top.begin(), summary.top.begin() + set.top_k);
  if (kind == OutputKind::logits) set.log_sum_exp.push_back(summary.log_sum_exp);
  if (set.logits.keeps()) keep_logits(kind, row, set.logits);
}

void ProbabilityCheck::add(std::span<const double> row) {
  any_ = true;
  if (!all_) return;
  all_ = std::ranges::all_of(row, [](double value) { return value >= 0 && value <= 1; }) &&
         std::abs(std::accumulate(row.begin(), row.end(), 0.0) - 1) <= tolerance_;
}

void ProbabilityCheck::warn(PredictionSet& set) const {
  if (any_ && all_)
    set.warnings.emplace_back(
        "logits look like probabilities: every row lies between 0 and 1 and sums to 1; their softmax "
        "would make every prediction look uncertain; save them as 'probabilities'");
}

PredictionSet prediction_set_from_logits(std::string source, std::vector<std::int32_t> labels,
                                         std::span<const float> logits, const ReadOptions& options) {
  const std::size_t n = labels.size();
  HYBRID_CHECK(n > 0 && logits.size() % n == 0, "{} logits for {} labels", logits.size(), n);
  PredictionSet set{.source = std::move(source), .labels = std::move(labels)};
  const std::size_t k = logits.size() / n;
  begin_outputs(set, OutputKind::logits, n, k, options);
  std::vector<double> row(k);
  for (std::size_t i = 0; i < n; ++i) {
    std::copy_n(logits.begin() + static_cast<std::ptrdiff_t>(i * k), k, row.begin());
    append_outputs(set, OutputKind::logits, row, 0);
  }
  check_prediction_set(set);
  return set;
}

}  // namespace hybrid::predictions
