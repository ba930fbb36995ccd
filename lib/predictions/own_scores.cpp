#include "predictions/own_scores.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/limits.h"
#include "core/text.h"

namespace hybrid::predictions {

namespace {

constexpr std::string_view kOwn = "own", kOwnNamed = "own_", kArray = "scores", kArrayNamed = "score_";
constexpr std::size_t kLongestName = 60;

/// Names go into lists on the command line, configs and names of arrays.
bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
}

void check_values(const std::string& source, const OwnScore& score, std::size_t n) {
  const std::string array = array_of_own(score.method);
  if (score.values.size() != n)
    throw DataError(source, fmt::format("{} has {} rows, labels have {}", array, score.values.size(), n));
  const auto bad = std::ranges::find_if_not(score.values, [](double v) { return std::isfinite(v); });
  if (bad != score.values.end())
    throw DataError(source, fmt::format("{} is {} (row {}), expected a finite number: an input that must be "
                                        "sent gets a larger score than all others",
                                        array, *bad, bad - score.values.begin()));
}

}  // namespace

bool is_own_score(std::string_view method) {
  return method == kOwn || method.starts_with(kOwnNamed);
}

std::optional<std::string> own_method(std::string_view array) {
  if (array == kArray || array == "score") return std::string(kOwn);
  if (!array.starts_with(kArrayNamed)) return std::nullopt;
  return fmt::format("{}{}", kOwnNamed, array.substr(kArrayNamed.size()));
}

std::string array_of_own(std::string_view method) {
  return method == kOwn ? std::string(kArray)
                        : fmt::format("{}{}", kArrayNamed, method.substr(kOwnNamed.size()));
}

void check_own_scores(const std::string& source, const std::vector<OwnScore>& scores, std::size_t n) {
  if (scores.size() > limits::kOwnScores || scores.size() * n > limits::kFeatures)
    throw DataError(source, fmt::format("has {} scores of {} examples, at most {} scores and {} numbers are "
                                        "read (docs/limits.md)",
                                        scores.size(), with_thousands(static_cast<std::int64_t>(n)),
                                        limits::kOwnScores, with_thousands(limits::kFeatures)));
  for (auto score = scores.begin(); score != scores.end(); ++score) {
    const std::string array = array_of_own(score->method);
    if (score->method != kOwn && !is_plain_name(score->method.substr(kOwnNamed.size())))
      throw DataError(source, fmt::format("'{}' is no name of a score: after 'score_' come up to {} letters, "
                                          "digits, '_', '-' and '.'",
                                          array, kLongestName));
    if (std::any_of(scores.begin(), score, [&](const OwnScore& s) { return s.method == score->method; }))
      throw DataError(source, fmt::format("has '{}' twice", array));
    check_values(source, *score, n);
  }
}

}  // namespace hybrid::predictions
