#include "audit/outputs.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "audit/class_order.h"
#include "core/text.h"
#include "eval/workload.h"
#include "stats/intervals.h"

namespace hybrid::audit {

namespace {

using Warnings = std::vector<AuditWarning>;
using predictions::PredictionPair;
using predictions::PredictionSet;

/// Below this, shares are too uncertain for a warning.
constexpr std::size_t kFewExamples = 100;
constexpr const char* kClassOrder = "class order";
/// Significance level of the checks.
constexpr double kAlarm = 0.001;

std::string grouped(std::size_t count) {
  return with_thousands(static_cast<std::int64_t>(count));
}

std::string per_cent(std::size_t count, std::size_t n) {
  return fmt::format("{:.1f} %", 100 * static_cast<double>(count) / static_cast<double>(n));
}

std::size_t count_right(const PredictionSet& set) {
  std::size_t right = 0;
  for (std::size_t i = 0; i < set.size(); ++i)
    if (set.predicted[i] == set.labels[i]) ++right;
  return right;
}

/// Returns the label that most examples have, and their number.
std::pair<std::int32_t, std::size_t> commonest_label(const std::vector<std::int32_t>& labels) {
  std::unordered_map<std::int32_t, std::size_t> count;
  std::pair<std::int32_t, std::size_t> most;
  for (const auto label : labels)
    if (++count[label] > most.second) most = {label, count[label]};
  return most;
}

/// The words for a reading of the classes, and what to do where it is the right one.
struct ReadingWords {
  std::string condition, next;
};

ReadingWords words_of(const ClassOrder& order) {
  const auto columns = [](const std::string& index) {
    return fmt::format("put its outputs in the order of the labels: outputs[:, {}]", index);
  };
  const auto sorted = [&](int first) {
    return fmt::format("sorted(range({}, {}), key=str)", first, order.classes + first);
  };
  switch (order.reading) {
    case ClassReading::one_lower:
      return {"with every predicted class one lower",
              "is its class 0 a background class, or do its classes count from 1? leave out the first column "
              "of its outputs"};
    case ClassReading::one_higher:
      return {"with every predicted class one higher",
              "do the labels count from 1, or have they a background class? subtract 1 from the labels"};
    case ClassReading::reversed:
      return {"with the classes in reverse order", columns("::-1")};
    case ClassReading::text_order:
      return {"if its classes were sorted as text (0, 1, 10, ...)",
              columns(fmt::format("numpy.argsort({})", sorted(0)))};
    case ClassReading::labels_text_order:
      return {"if the labels' classes were sorted as text (0, 1, 10, ...)", columns(sorted(0))};
    case ClassReading::text_order_from_1:
      return {"if its classes were sorted as text (1, 10, 11, ...)",
              columns(fmt::format("numpy.argsort({})", sorted(1)))};
    case ClassReading::labels_text_order_from_1:
      return {"if the labels' classes were sorted as text (1, 10, 11, ...)",
              columns(fmt::format("numpy.array({}) - 1", sorted(1)))};
    case ClassReading::another:
    case ClassReading::exchanged:
      break;
  }
  return {fmt::format("if its classes were in another order ({})", order.mapping),
          "number the classes alike: compare the lists of class names with which the labels and this model "
          "were made"};
}

/// Warns of a model whose classes are numbered otherwise, or that is no better than a constant answer.
void add_class_order(const PredictionSet& set, std::size_t right, Warnings& warnings) {
  if (const auto order = better_class_order(set)) {
    auto [condition, next] = words_of(*order);
    const bool exchanged = order->reading == ClassReading::exchanged;
    if (exchanged) condition = "if these have each other's numbers";
    warnings.push_back({kClassOrder,
                        fmt::format("{}: right on {} of {} examples{}; {} it would be {}", set.source,
                                    per_cent(order->right, order->n), grouped(order->n),
                                    exchanged ? fmt::format(" of a few classes ({})", order->mapping) : "",
                                    condition, per_cent(order->right_as_read, order->n)),
                        next});
    return;
  }
  const auto [label, commonest] = commonest_label(set.labels);
  if (set.size() < kFewExamples || commonest == set.size() || right > commonest) return;
  warnings.push_back(
      {"no better than a constant",
       fmt::format("{}: right on {} of {} examples; {} have the label {}, so that it is no better than a "
                   "constant answer",
                   set.source, per_cent(right, set.size()), grouped(set.size()),
                   per_cent(commonest, set.size()), label),
       "are these the labels of these outputs, row by row, and the classes numbered alike? where rare classes "
       "count more, use the utility balanced_accuracy"});
}

void add_class_counts(const PredictionPair& pair, Warnings& warnings) {
  const int base = pair.base.classes, cloud = pair.cloud.classes;
  if (base == 0 || cloud == 0 || base == cloud) return;
  const auto& larger = base > cloud ? pair.base : pair.cloud;
  warnings.push_back(
      {"class counts",
       fmt::format("{} has {} classes, {} has {}", pair.base.source, with_thousands(base), pair.cloud.source,
                   with_thousands(cloud)),
       fmt::format("a class must have the same number in both; if class 0 of {} is the background, leave out "
                   "its column",
                   larger.source)});
}

bool same_outputs(const PredictionPair& pair) {
  constexpr std::size_t kByChance = 20;  // predictions alone may agree on fewer examples
  const PredictionSet &base = pair.base, &cloud = pair.cloud;
  const bool detailed = !base.confidence.empty() && !cloud.confidence.empty();
  return base.predicted == cloud.predicted && (detailed || base.size() >= kByChance) &&
         base.confidence == cloud.confidence && base.entropy == cloud.entropy;
}

void add_swapped(const PredictionPair& pair, std::size_t base_right, std::size_t cloud_right,
                 Warnings& warnings) {
  if (cloud_right >= base_right) return;
  std::int64_t only_base = 0, only_cloud = 0;
  for (std::size_t i = 0; i < pair.size(); ++i) {
    const bool base = pair.base.predicted[i] == pair.base.labels[i];
    const bool cloud = pair.cloud.predicted[i] == pair.cloud.labels[i];
    only_base += base && !cloud ? 1 : 0;
    only_cloud += cloud && !base ? 1 : 0;
  }
  if (stats::mcnemar_exact(only_base, only_cloud) >= kAlarm) return;
  const double base_macs = eval::macs_of(pair.base).value_or(0);
  const double cloud_macs = eval::macs_of(pair.cloud).value_or(0);
  const bool larger = cloud_macs > 0 && base_macs > cloud_macs;
  warnings.push_back(
      {kCloudNotBetter,
       fmt::format("the cloud ({}) is right on {}, the base ({}) on {}{}", pair.cloud.source,
                   per_cent(cloud_right, pair.size()), pair.base.source, per_cent(base_right, pair.size()),
                   larger ? ", and the base has more MACs" : ""),
       kIfCloudNotBetter});
}

/// Warns of a base whose confidence is the same for so many examples that no threshold can tell them apart.
void add_confidence(const PredictionSet& base, Warnings& warnings) {
  constexpr std::size_t kFewest = 20;
  constexpr double kNearlyEqual = 1e-6;
  if (base.confidence.empty() || base.size() < kFewest) return;
  std::vector<double> sorted = base.confidence;
  std::ranges::sort(sorted);
  const std::string next = "give the base's logits, or probabilities and confidences that are not rounded";
  if (sorted.back() - sorted.front() < kNearlyEqual) {
    warnings.push_back({"constant confidence",
                        fmt::format("{}: the confidence is {:.6g} for every example, so that no threshold "
                                    "can tell them apart",
                                    base.source, sorted.front()),
                        next});
    return;
  }
  std::size_t most = 0;
  double value = 0;
  for (auto begin = sorted.begin(); begin != sorted.end();) {
    const auto end = std::upper_bound(begin, sorted.end(), *begin);
    if (const auto count = static_cast<std::size_t>(end - begin); count > most) {
      most = count;
      value = *begin;
    }
    begin = end;
  }
  if (2 * most > sorted.size())
    warnings.push_back({"constant confidence",
                        fmt::format("{}: the confidence is exactly {} for {} of the examples, so that no "
                                    "threshold can tell these apart",
                                    base.source, shortest(value), per_cent(most, sorted.size())),
                        next});
}

/// Warns of numbers that were probably given in thousands, millions or billions.
void add_units(const PredictionSet& set, Warnings& warnings) {
  constexpr double kFewMacs = 1000;
  const double macs = eval::macs_of(set).value_or(0);
  if (macs > 0 && macs < kFewMacs && macs == std::floor(macs))  // others are refused
    warnings.push_back(
        {"units", fmt::format("{}: meta.macs is {}", set.source, shortest(macs)),
         fmt::format("so few multiply-accumulates per input, or millions? then write {}e6", shortest(macs))});
  const auto& bytes = set.payload_bytes;
  const auto fraction = std::ranges::find_if(bytes, [](double value) { return value != std::floor(value); });
  if (fraction != bytes.end())
    warnings.push_back({"units",
                        fmt::format("{}: payload_bytes of row {} is {}, no whole number of bytes", set.source,
                                    fraction - bytes.begin(), shortest(*fraction)),
                        "are these kilobytes? then multiply them by 1000"});
}

}  // namespace

std::vector<AuditWarning> check_outputs(const PredictionPair& pair) {
  Warnings warnings;
  if (pair.size() == 0) return warnings;
  const std::size_t base_right = count_right(pair.base), cloud_right = count_right(pair.cloud);
  add_class_order(pair.base, base_right, warnings);
  if (same_outputs(pair))
    warnings.push_back({kSameOutputs,
                        fmt::format("{} and {} hold the same outputs for every example", pair.base.source,
                                    pair.cloud.source),
                        "was one file given twice? base and cloud are two models on the same examples"});
  else
    add_class_order(pair.cloud, cloud_right, warnings);
  // Classes that are numbered otherwise explain these two.
  if (std::ranges::find(warnings, kClassOrder, &AuditWarning::check) == warnings.end()) {
    add_class_counts(pair, warnings);
    add_swapped(pair, base_right, cloud_right, warnings);
  }
  add_confidence(pair.base, warnings);
  add_units(pair.base, warnings);
  add_units(pair.cloud, warnings);
  return warnings;
}

std::optional<AuditWarning> few_examples(std::size_t n_tune, std::size_t n_test) {
  const bool cross_fitted = n_tune == 0;
  const std::size_t fewest = cross_fitted ? n_test : std::min(n_tune, n_test);
  if (fewest == 0 || fewest >= kFewExamples) return std::nullopt;
  // Half a 95 % interval of a share of a half, the widest.
  const auto points = [](std::size_t n) { return 50 * stats::kZ95 / std::sqrt(static_cast<double>(n)); };
  return AuditWarning{
      "few examples",
      cross_fitted
          ? fmt::format("{} examples: accuracies are known to +-{:.0f} points", n_test, points(n_test))
          : fmt::format("{} tuning and {} test examples: coverages are known to +-{:.0f} points, accuracies "
                        "to +-{:.0f}",
                        n_tune, n_test, points(n_tune), points(n_test)),
      "use more examples before trusting a difference"};
}

void log_warnings(std::span<const AuditWarning> warnings, Logger& log) {
  for (const auto& warning : warnings) {
    const std::string line = fmt::format("{}; {}", warning.evidence, warning.next);
    if (std::ranges::find(log.warnings(), line) == log.warnings().end()) log.warn("{}", line);
  }
}

void warn_of_outputs(const PredictionPair& test, std::size_t n_tune, Logger& log) {
  log_warnings(check_outputs(test), log);
  if (const auto few = few_examples(n_tune, test.size())) log_warnings({&*few, 1}, log);
}

}  // namespace hybrid::audit
