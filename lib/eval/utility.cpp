#include "eval/utility.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <optional>

#include "config/choices.h"
#include "core/csv.h"
#include "core/error.h"
#include "core/text.h"
#include "core/words.h"

namespace hybrid::eval {

namespace {

constexpr std::array<config::Named<UtilityKind>, 2> kWords{
    {{UtilityKind::accuracy, "accuracy"}, {UtilityKind::balanced_accuracy, "balanced_accuracy"}}};

constexpr double kLargestValue = 1e9;

/// Returns the line's numbers.
/// @return std::nullopt if a field of the first line is not a number
std::optional<std::vector<double>> numbers_of(const CsvReader& csv, std::span<const std::string_view> fields,
                                              bool is_first) {
  std::vector<double> numbers;
  for (const auto field : fields) {
    const auto begin = field.find_first_not_of(" \t");
    const auto end = field.find_last_not_of(" \t");
    const auto number = parse_double(begin == std::string_view::npos ? std::string_view{}
                                                                     : field.substr(begin, end - begin + 1));
    if (!number && is_first) return std::nullopt;
    if (!number)
      csv.fail(
          fmt::format("'{}' is no number; expected the values of one true class, one per predicted class{}",
                      field, fields.size() == 1 ? separator_hint(field) : ""));
    // Differences of utilities are squared and summed; such large values are mistakes, or call for another
    // unit.
    if (std::abs(*number) > kLargestValue)
      csv.fail(fmt::format("'{}' is too large, expected values from -{:g} to {:g}; take a larger unit", field,
                           kLargestValue, kLargestValue));
    numbers.push_back(*number);
  }
  return numbers;
}

Utility read_table(const std::filesystem::path& path) {
  CsvReader csv(path);
  Utility table{.kind = UtilityKind::table, .file = path};
  bool is_first = true;
  for (auto fields = csv.next(); !fields.empty(); fields = csv.next(), is_first = false) {
    if (is_first) table.predictions = fields.size();
    if (fields.size() != table.predictions)
      csv.fail(fmt::format("{} values, the first line has {}", fields.size(), table.predictions));
    if (const auto row = numbers_of(csv, fields, is_first)) {
      table.value.insert(table.value.end(), row->begin(), row->end());
      ++table.labels;
    }
  }
  if (table.labels == 0) throw DataError(path, "holds no values, expected a line per true class");
  if (std::ranges::adjacent_find(table.value, std::ranges::not_equal_to()) == table.value.end())
    throw DataError(path, "gives every prediction the same value, so no choice matters");
  return table;
}

/// Known classes must equal the table's; if only predictions are known, they must be in the table.
void check_fits(const Utility& table, const predictions::PredictionPair& pair) {
  const auto refuse = [&](const std::string& but) {
    throw DataError(table.file,
                    fmt::format("has {} true classes (lines) and {} predicted classes (columns), {}",
                                table.labels, table.predictions, but));
  };
  const predictions::PredictionSet& larger = pair.cloud.classes > pair.base.classes ? pair.cloud : pair.base;
  const auto classes = static_cast<std::size_t>(larger.classes);
  if (classes > 0 && (table.labels != classes || table.predictions != classes))
    refuse(fmt::format("{} has {} classes; give {} lines of {} values", larger.source, classes, classes,
                       classes));
  const auto check = [&](const std::vector<std::int32_t>& in, std::size_t limit, const std::string& what,
                         const predictions::PredictionSet& set) {
    const auto largest = *std::ranges::max_element(in);
    if (static_cast<std::size_t>(largest) >= limit)
      refuse(fmt::format("{} has {} {} (counted from 0)", set.source, what, largest));
  };
  check(pair.base.labels, table.labels, "label", pair.base);
  check(pair.base.predicted, table.predictions, "prediction", pair.base);
  check(pair.cloud.predicted, table.predictions, "prediction", pair.cloud);
}

/// Returns the weights relative to the largest, [n], so that no sum overflows a double; 1 if the pair has
/// none.
std::vector<double> weights_of(const predictions::PredictionPair& pair) {
  std::vector<double> weight = pair.weight();
  if (weight.empty()) weight.assign(pair.size(), 1.0);
  const double largest = *std::ranges::max_element(weight);
  if (largest == 0)
    throw DataError(pair.base.source, fmt::format("every weight of these {} examples is 0", pair.size()));
  for (double& w : weight) w /= largest;
  return weight;
}

/// Returns the weight of each example, [n], with mean 1.
std::vector<double> importance(const predictions::PredictionPair& pair) {
  std::vector<double> weight = weights_of(pair);
  const double total = std::accumulate(weight.begin(), weight.end(), 0.0);
  for (double& w : weight) w *= static_cast<double>(pair.size()) / total;
  return weight;
}

/// Returns the weights with equal totals for all classes that have any weight, [n].
std::vector<double> balanced_importance(const predictions::PredictionPair& pair) {
  std::vector<double> weight = weights_of(pair);
  std::map<std::int32_t, double> of_class;
  for (std::size_t i = 0; i < weight.size(); ++i)
    if (weight[i] > 0) of_class[pair.base.labels[i]] += weight[i];
  const double share = static_cast<double>(pair.size()) / static_cast<double>(of_class.size());
  for (std::size_t i = 0; i < weight.size(); ++i)
    if (weight[i] > 0) weight[i] *= share / of_class.at(pair.base.labels[i]);
  return weight;
}

std::vector<double> values_of(const predictions::PredictionSet& set, const Utility& utility) {
  if (utility.kind != UtilityKind::table) return predictions::correct(set);
  std::vector<double> values(set.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = utility.value[static_cast<std::size_t>(set.labels[i]) * utility.predictions +
                              static_cast<std::size_t>(set.predicted[i])];
  return values;
}

}  // namespace

Utility read_utility(const std::string& word) {
  std::vector<std::string> words;
  for (const auto& row : kWords) {
    if (row.name == word) return {.kind = row.value};
    words.emplace_back(row.name);
  }
  if (word.ends_with(".csv")) return read_table(word);
  throw InvalidArgument(fmt::format("unknown utility '{}'{}; there are {}, or a .csv file of values", word,
                                    did_you_mean(word, words), join(words)));
}

routing::Outcomes outcomes_of(const predictions::PredictionPair& pair, const Utility& utility) {
  if (utility.kind == UtilityKind::table) check_fits(utility, pair);
  routing::Outcomes outcomes{values_of(pair.base, utility), values_of(pair.cloud, utility)};
  if (utility.kind != UtilityKind::balanced_accuracy && pair.weight().empty()) return outcomes;
  const std::vector<double> count =
      utility.kind == UtilityKind::balanced_accuracy ? balanced_importance(pair) : importance(pair);
  for (std::size_t i = 0; i < count.size(); ++i) {
    outcomes.base_value[i] *= count[i];
    outcomes.cloud_value[i] *= count[i];
  }
  return outcomes;
}

AccuracyMeaning meaning_of(const Utility& utility, const predictions::PredictionPair& pair) {
  const std::string word = utility.kind == UtilityKind::table ? utility.file.filename().string()
                                                              : std::string(name_of(utility.kind, kWords));
  return {.utility = word, .weighted = !pair.weight().empty()};
}

std::string in_words(const AccuracyMeaning& meaning) {
  const std::string what = meaning.utility == "accuracy" ? "the share of right answers"
                           : meaning.utility == "balanced_accuracy"
                               ? "balanced accuracy, the mean over the classes of the share of right answers"
                               : fmt::format("the mean value of the answers by {}", meaning.utility);
  return meaning.weighted ? what + ", each example counting by its weight" : what;
}

}  // namespace hybrid::eval
