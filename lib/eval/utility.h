#pragma once
// What an answer is worth. Plain accuracy: 1 if it is right, else 0. Balanced accuracy: right answers count
// by how rare their class is. Or a table of values for every true class and answer, so that some confusions
// cost more than others. Each becomes values whose mean over the examples is the utility; whatever is called
// accuracy further on is that mean. Weights of examples (`weight` in a prediction set) multiply any of them.

#include <filesystem>
#include <string>
#include <vector>

#include "predictions/prediction_pair.h"
#include "routing/route.h"

namespace hybrid::eval {

enum class UtilityKind { accuracy, balanced_accuracy, table };

struct Utility {
  UtilityKind kind = UtilityKind::accuracy;
  std::filesystem::path file;  ///< `table` only
  std::size_t labels = 0;      ///< rows of the table
  std::size_t answers = 0;     ///< columns of the table
  std::vector<double> value =
      {};  ///< [labels, answers]: larger is better, up to 1e9 either way, not all the same
};

/// "accuracy", "balanced_accuracy", or the name of a .csv file with a line of numbers per true class, a
/// number per answered class in each. A first line in which any field is no number is taken for the answers'
/// names and skipped.
/// @throws InvalidArgument for any other word, DataError naming file and line for a faulty table
Utility read_utility(const std::string& word);

/// What both models' answers are worth, on average the utility: with n examples of K classes (those that
/// occur), n_y of them of class y, and weights w that are 1 where the pair gives none,
///   accuracy           right_i * n w_i / sum(w)
///   balanced accuracy  right_i * n w_i / (K * sum of w over class y_i), which is right_i * n / (K n_y)
///   without weights table              value[y_i][answer_i] * n w_i / sum(w)
/// @throws DataError if the table does not fit the classes, or if every weight is 0
routing::Outcomes outcomes_of(const predictions::PredictionPair& pair, const Utility& utility = {});

/// What "accuracy" stands for in an evaluation, to be told with it.
struct AccuracyMeaning {
  std::string utility = "accuracy";  ///< or "balanced_accuracy", or the table's file name without its folder
  bool weighted = false;             ///< examples count by their weights
  /// Whether it is the share of right answers.
  bool plain() const { return utility == "accuracy" && !weighted; }
  /// Whether 1 is what a model gets that is always right. Not by a table of values.
  bool best_is_one() const { return utility == "accuracy" || utility == "balanced_accuracy"; }
  bool operator==(const AccuracyMeaning&) const = default;
};

AccuracyMeaning meaning_of(const Utility& utility, const predictions::PredictionPair& pair);

/// "balanced accuracy, the mean over classes of the share of right answers", for "accuracy is ...".
std::string in_words(const AccuracyMeaning& meaning);

}  // namespace hybrid::eval
