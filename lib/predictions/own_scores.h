#pragma once
// Routing scores that were computed elsewhere, such as those of a researcher's own router: the arrays
// `scores` and `score_NAME` of a prediction set. Each is a routing method beside ours, named `own` and
// `own_NAME`; no method of ours begins so. They are used as given: nothing is fitted to them but thresholds.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid::predictions {

struct OwnScore {
  std::string method;          ///< "own" for `scores`, "own_difficulty" for `score_difficulty`
  std::vector<double> values;  ///< [n], finite; the larger, the more worth sending
  bool operator==(const OwnScore&) const = default;
};

/// Returns whether the method is somebody's own score, which is fitted to no example of the evaluation.
bool is_own_score(std::string_view method);

/// Returns the method of an array or column `scores`, `score` or `score_NAME`; std::nullopt for other names.
std::optional<std::string> own_method(std::string_view array);

/// Returns the array of a method: "score_difficulty" for "own_difficulty".
std::string array_of_own(std::string_view method);

/// Checks names, number, lengths and values of a set's scores.
/// @param n examples of the set
/// @throws DataError naming the array and the row
void check_own_scores(const std::string& source, const std::vector<OwnScore>& scores, std::size_t n);

}  // namespace hybrid::predictions
