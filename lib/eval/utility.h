#pragma once
// The utility of a prediction. Plain accuracy: 1 if it is right, else 0. Balanced accuracy: right predictions
// are weighted inversely to the frequency of their class. Or a table of utilities for every true class and
// prediction, for confusions of different severity. Utilities are scaled so that their mean over the examples
// is the reported figure; everything called accuracy elsewhere is that mean. Example weights (`weight` in a
// prediction set) multiply any of them.

#include <filesystem>
#include <string>
#include <vector>

#include "predictions/prediction_pair.h"
#include "routing/route.h"

namespace hybrid::eval {

enum class UtilityKind { accuracy, balanced_accuracy, table };

struct Utility {
  UtilityKind kind = UtilityKind::accuracy;
  std::filesystem::path file;   ///< `table` only
  std::size_t labels = 0;       ///< rows of the table
  std::size_t predictions = 0;  ///< columns of the table
  /// [labels, predictions]: larger is better, absolute values up to 1e9, not all the same.
  std::vector<double> value = {};
};

/// Reads "accuracy", "balanced_accuracy", or the name of a .csv file with one line of numbers per true class
/// and one number per predicted class in each. A first line with a non-numeric field is skipped as the
/// header.
/// @throws InvalidArgument for any other word
/// @throws DataError naming file and line for a faulty table
Utility read_utility(const std::string& word);

/// Returns the utilities of both models' predictions. With n examples of K classes (those that occur), n_y of
/// them of class y, and weights w (1 if the pair has none):
///
///   accuracy           right_i * n w_i / sum(w)
///   balanced accuracy  right_i * n w_i / (K * sum of w over class y_i); unweighted right_i * n / (K n_y)
///   table              value[y_i][prediction_i] * n w_i / sum(w)
///
/// @throws DataError if the table does not fit the classes, or if every weight is 0
routing::Outcomes outcomes_of(const predictions::PredictionPair& pair, const Utility& utility = {});

/// The meaning of "accuracy" in an evaluation, reported with it.
struct AccuracyMeaning {
  /// Or "balanced_accuracy", or the file name of the table without its folder.
  std::string utility = "accuracy";
  bool weighted = false;  ///< examples are weighted
  /// Returns whether it is the share of right predictions.
  bool plain() const { return utility == "accuracy" && !weighted; }
  /// Returns whether a model that is always right has accuracy 1. False for a table.
  bool best_is_one() const { return utility == "accuracy" || utility == "balanced_accuracy"; }
  bool operator==(const AccuracyMeaning&) const = default;
};

AccuracyMeaning meaning_of(const Utility& utility, const predictions::PredictionPair& pair);

/// Returns the meaning in words that follow "accuracy is": "balanced accuracy, the mean over ...".
std::string in_words(const AccuracyMeaning& meaning);

}  // namespace hybrid::eval
