#include "predictions/output_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "core/limits.h"
#include "core/text.h"

namespace hybrid::predictions {

namespace {

/// Says how the one output of a network for two classes becomes two columns.
std::string_view one_column_advice(OutputKind kind) {
  return kind == OutputKind::logits
             ? "; for two classes give both columns, 0 and z: np.concatenate([0 * z, z], axis=1)"
             : "; for two classes give both columns, 1 - p and p: np.concatenate([1 - p, p], axis=1)";
}

/// @throws DataError for a value that is neither finite nor the logit of probability 0
void check_finite(const PredictionSet& set, OutputKind kind, std::span<const double> row) {
  const bool logits = kind == OutputKind::logits;
  const auto is_zero = [&](double value) { return logits && value < 0 && std::isinf(value); };
  const auto bad =
      std::ranges::find_if(row, [&](double value) { return !std::isfinite(value) && !is_zero(value); });
  const std::size_t index = set.predicted.size();
  if (bad != row.end()) {
    const char* next = *bad > 0 ? "; where float16 overflows, compute and save float32"
                       : *bad < 0
                           ? "; these look like logits; save them as 'logits' (in a CSV: columns z0, z1, ...)"
                           : "";
    throw DataError(set.source,
                    fmt::format("{}: row {}, column {} is {}, expected a finite number{}{}", name(kind),
                                index, bad - row.begin(), *bad, logits ? " or -inf" : "", next));
  }
  if (std::ranges::all_of(row, is_zero))
    throw DataError(set.source,
                    fmt::format("logits: row {} is -inf in every column, expected a finite number in one of "
                                "them",
                                index));
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

void require_example_count(const std::string& source, std::size_t n) {
  if (n > limits::kExamples)
    throw DataError(source,
                    fmt::format("holds more than {} examples, the most that are read (docs/limits.md); "
                                "split it",
                                with_thousands(limits::kExamples)));
}

void begin_outputs(PredictionSet& set, OutputKind kind, std::size_t n, std::size_t k,
                   const ReadOptions& options) {
  if (k < 2 || k > static_cast<std::size_t>(limits::kClasses))
    throw DataError(set.source,
                    fmt::format("{} of {} class{}, expected 2 to {}{}", name(kind), k, k == 1 ? "" : "es",
                                limits::kClasses, k == 1 ? one_column_advice(kind) : ""));
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

void append_outputs(PredictionSet& set, OutputKind kind, std::span<const double> row) {
  check_finite(set, kind, row);
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

void OutputRows::append(std::span<double> row) {
  if (kind_ == OutputKind::probabilities) {
    check_finite(set_, kind_, row);
    normaliser_.apply(row, set_.source);
  } else {
    any_ = true;
    all_sum_to_1_ = all_sum_to_1_ && sums_to_one(row);
    all_sum_to_100_ = all_sum_to_100_ && sums_to_one(row, 100);
  }
  append_outputs(set_, kind_, row);
}

void OutputRows::finish() {
  if (const std::string report = normaliser_.report(); !report.empty()) set_.warnings.push_back(report);
  if (any_ && (all_sum_to_1_ || all_sum_to_100_))
    set_.warnings.push_back(fmt::format(
        "logits look like probabilities{}: every row lies between 0 and {} and sums to {}; their "
        "softmax would make every prediction look {}; save them as 'probabilities' (in a CSV: columns "
        "p0, p1, ...)",
        all_sum_to_1_ ? "" : " in per cent", all_sum_to_1_ ? 1 : 100, all_sum_to_1_ ? 1 : 100,
        all_sum_to_1_ ? "uncertain" : "certain"));
}

void clip_confidence(PredictionSet& set) {
  constexpr double kRounding = 1e-3;
  std::size_t clipped = 0;
  for (double& confidence : set.confidence) {
    const double nearest = std::clamp(confidence, 0.0, 1.0);
    if (set.has_outputs() || nearest == confidence || !(std::abs(nearest - confidence) <= kRounding))
      continue;
    confidence = nearest;
    ++clipped;
  }
  if (clipped > 0)
    set.warnings.push_back(fmt::format("{} of {} values of confidence, just outside 0 to 1, became 0 or 1",
                                       clipped, set.size()));
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
    append_outputs(set, OutputKind::logits, row);
  }
  check_prediction_set(set);
  return set;
}

}  // namespace hybrid::predictions
