#include "audit/class_order.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/text.h"
#include "stats/intervals.h"

namespace hybrid::audit {

namespace {

/// [classes], the label that each predicted class would mean; -1 for none.
using Meaning = std::vector<std::int32_t>;

std::int32_t last_class(const predictions::PredictionSet& set) {
  return std::max(*std::ranges::max_element(set.labels), *std::ranges::max_element(set.predicted));
}

/// Returns the numbers from `first` in the order of their texts, less `first`: 0, 1, 10, 11, 2, ... for 12
/// classes from 0.
Meaning text_order(int classes, int first) {
  std::vector<std::pair<std::string, std::int32_t>> numbers;
  for (std::int32_t k = 0; k < classes; ++k) numbers.emplace_back(std::to_string(k + first), k);
  std::ranges::sort(numbers);
  Meaning order;
  for (const auto& [text, k] : numbers) order.push_back(k);
  return order;
}

Meaning inverse(const Meaning& order) {
  Meaning places(order.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    places[static_cast<std::size_t>(order[i])] = static_cast<std::int32_t>(i);
  return places;
}

Meaning meaning_of(ClassReading reading, int classes) {
  switch (reading) {
    case ClassReading::text_order:
      return text_order(classes, 0);
    case ClassReading::labels_text_order:
      return inverse(text_order(classes, 0));
    case ClassReading::text_order_from_1:
      return text_order(classes, 1);
    case ClassReading::labels_text_order_from_1:
      return inverse(text_order(classes, 1));
    case ClassReading::one_lower:
    case ClassReading::one_higher:
    case ClassReading::reversed:
    case ClassReading::another:
    case ClassReading::exchanged:
      break;
  }
  Meaning meaning;
  for (std::int32_t k = 0; k < classes; ++k)
    meaning.push_back(reading == ClassReading::one_lower    ? k - 1
                      : reading == ClassReading::one_higher ? k + 1
                                                            : classes - 1 - k);
  return meaning;
}

double share_as_read(const ClassOrder& order) {
  return static_cast<double>(order.right_as_read) / static_cast<double>(order.n);
}

/// Returns whether the reading is so much better that it is no accident.
bool is_far_better(const ClassOrder& order, std::size_t only_as_is, std::size_t only_as_read,
                   double least_gain) {
  constexpr double kAccident = 1e-6;
  return order.right_as_read >= 2 * order.right &&
         static_cast<double>(order.right_as_read - order.right) >=
             least_gain * static_cast<double>(order.n) &&
         stats::mcnemar_exact(static_cast<std::int64_t>(only_as_is),
                              static_cast<std::int64_t>(only_as_read)) < kAccident;
}

/// Measures a reading on the examples.
/// @param counts predicted classes that count; empty for all
std::optional<ClassOrder> measured(const predictions::PredictionSet& set, ClassReading reading,
                                   const Meaning& meaning, const std::vector<bool>& counts,
                                   double least_gain) {
  ClassOrder order{.reading = reading, .classes = static_cast<int>(meaning.size())};
  std::size_t only_as_is = 0, only_as_read = 0;
  for (std::size_t i = 0; i < set.size(); ++i) {
    const auto predicted = static_cast<std::size_t>(set.predicted[i]);
    if (!counts.empty() && !counts[predicted]) continue;
    const bool as_is = set.predicted[i] == set.labels[i];
    const bool as_read = meaning[predicted] == set.labels[i];
    ++order.n;
    if (as_is) ++order.right;
    if (as_read) ++order.right_as_read;
    if (as_is && !as_read) ++only_as_is;
    if (as_read && !as_is) ++only_as_read;
  }
  if (!is_far_better(order, only_as_is, only_as_read, least_gain)) return std::nullopt;
  return order;
}

/// Returns the most frequent label of each predicted class, -1 for rarely predicted ones: the most frequent
/// of few labels says nothing.
Meaning most_frequent_labels(const predictions::PredictionSet& set, int classes) {
  constexpr std::ptrdiff_t kOften = 20;
  std::vector<std::pair<std::int32_t, std::int32_t>> cells;  // predicted, label
  for (std::size_t i = 0; i < set.size(); ++i) cells.emplace_back(set.predicted[i], set.labels[i]);
  std::ranges::sort(cells);
  Meaning meaning(static_cast<std::size_t>(classes), -1);
  for (auto begin = cells.begin(); begin != cells.end();) {
    const std::int32_t predicted = begin->first;
    const auto end =
        std::find_if(begin, cells.end(), [&](const auto& cell) { return cell.first != predicted; });
    const bool often = end - begin >= kOften;
    std::ptrdiff_t most = 0;
    while (begin != end) {
      const auto next = std::find_if(begin, end, [&](const auto& cell) { return cell != *begin; });
      if (next - begin > most) {
        most = next - begin;
        if (often) meaning[static_cast<std::size_t>(predicted)] = begin->second;
      }
      begin = next;
    }
  }
  return meaning;
}

/// Returns "0 is 3, 1 is 0, 2 is 7, ..." of the classes that count.
std::string mapping_of(const Meaning& meaning, const std::vector<bool>& counts) {
  std::vector<std::string> shown;
  for (std::size_t k = 0; k < meaning.size() && shown.size() < 4; ++k)
    if (counts[k]) shown.push_back(shown.size() < 3 ? fmt::format("{} is {}", k, meaning[k]) : "...");
  return join(shown);
}

/// Returns a one-to-one mapping from predicted classes to their most frequent labels, if there is one that is
/// far better.
std::optional<ClassOrder> other_mapping(const predictions::PredictionSet& set, const Meaning& meaning) {
  constexpr double kLeastGain = 0.2;
  std::vector<bool> counts(meaning.size()), used(meaning.size());
  for (std::size_t k = 0; k < meaning.size(); ++k) {
    if (meaning[k] < 0) continue;
    const auto label = static_cast<std::size_t>(meaning[k]);
    if (used[label]) return std::nullopt;
    used[label] = true;
    counts[k] = true;
  }
  auto order = measured(set, ClassReading::another, meaning, counts, kLeastGain);
  if (!order || 2 * order->n < set.size()) return std::nullopt;
  order->mapping = mapping_of(meaning, counts);
  return order;
}

/// Returns classes that have each other's numbers.
std::optional<ClassOrder> exchanged_classes(const predictions::PredictionSet& set, const Meaning& meaning) {
  constexpr double kLeastGain = 0.3;
  std::vector<bool> counts(meaning.size()), seen(meaning.size());
  for (std::size_t first = 0; first < meaning.size(); ++first) {
    std::vector<std::size_t> path;
    std::size_t k = first;
    for (; !seen[k] && meaning[k] >= 0; k = static_cast<std::size_t>(meaning[k])) {
      seen[k] = true;
      path.push_back(k);
    }
    const auto cycle = std::ranges::find(path, k);
    if (path.end() - cycle < 2) continue;
    for (auto at = cycle; at != path.end(); ++at) counts[*at] = true;
  }
  if (std::ranges::find(counts, true) == counts.end()) return std::nullopt;
  auto order = measured(set, ClassReading::exchanged, meaning, counts, kLeastGain);
  if (order) order->mapping = mapping_of(meaning, counts);
  return order;
}

}  // namespace

std::optional<ClassOrder> better_class_order(const predictions::PredictionSet& set) {
  if (set.size() == 0) return std::nullopt;
  constexpr double kLeastGain = 0.05;
  // Labels without outputs may be any numbers, such as those of products.
  constexpr std::int32_t kMostClasses = 100'000;
  if (last_class(set) >= kMostClasses) return std::nullopt;
  const int classes = std::max(set.classes, last_class(set) + 1);
  const Meaning labels = most_frequent_labels(set, classes);
  std::size_t right = 0;
  for (std::size_t i = 0; i < set.size(); ++i)
    if (set.predicted[i] == set.labels[i]) ++right;
  if (2 * right >= set.size()) return exchanged_classes(set, labels);  // no order of all is twice as good
  std::optional<ClassOrder> best;
  for (const auto reading : {ClassReading::one_lower, ClassReading::one_higher, ClassReading::reversed,
                             ClassReading::text_order, ClassReading::labels_text_order,
                             ClassReading::text_order_from_1, ClassReading::labels_text_order_from_1}) {
    const auto order = measured(set, reading, meaning_of(reading, classes), {}, kLeastGain);
    if (order && (!best || order->right_as_read > best->right_as_read)) best = order;
  }
  // Another order may agree with one of these in a few classes.
  constexpr double kClearly = 1.2;
  auto other = other_mapping(set, labels);
  if (other && (!best || share_as_read(*other) > kClearly * share_as_read(*best))) return other;
  return best ? best : exchanged_classes(set, labels);
}

}  // namespace hybrid::audit
