#pragma once
// Routing by nearest neighbours: the expected gain of sending an input is the mean gain on the k tuning
// examples with the most similar outputs of the base. In fair evaluations, learned routers often fail to beat
// this baseline.
//
// Inputs are compared by the base's confidence (ln entropy, the log-odds of the first class, the log-ratio of
// the first two classes, each standardised) and, with a constant distance between classes, by the predicted
// class. A richer feature set (the ten log-probabilities) was no better. If the set has `features`, they are
// tried in addition, with the same total weight as the confidence, and used if they predict the gain better.
// k and the shrinkage of the means towards the overall gain are chosen by the same criterion: the squared
// error of each tuning example's gain when predicted from the others (leave-one-out costs no more than folds
// here and needs no random draw).

#include <string>
#include <vector>

#include "core/seed.h"
#include "predictions/prediction_set.h"
#include "routing/route.h"

namespace hybrid::routing {

/// The maximum number of tuning examples kept for comparison, drawn from all.
inline constexpr std::size_t kMaxKnnExamples = 25'000;

struct KnnScores {
  /// [n_tune], from the other tuning examples, so no score depends on its own example's outcome.
  RoutingScores tune;
  RoutingScores test;  ///< [n_test]
  std::size_t k = 0;   ///< number of neighbours; 0: a single tuning example, so no fit
  /// score = overall gain + weight (neighbours' mean gain - overall gain), 0 < weight <= 1
  double weight = 0;
  bool uses_features = false;  ///< whether the set's `features` are used
  double macs = 0;             ///< of one score: examples kept times numbers compared
};

/// Returns why the scores cannot be computed from the base on both parts, or nullptr.
const char* knn_missing(const predictions::PredictionSet& tune, const predictions::PredictionSet& test);

/// Returns the expected gain of sending, in units of Outcomes. Requires knn_missing() to be nullptr, and as
/// many tuning examples as outcomes, at least one. At most `most_examples` tuning examples, drawn at random,
/// are kept for comparison.
/// @throws DataError if the sets have features of different widths
KnnScores knn_scores(const predictions::PredictionSet& tune, const Outcomes& outcomes,
                     const predictions::PredictionSet& test, SeedTree seed,
                     std::size_t most_examples = kMaxKnnExamples);

}  // namespace hybrid::routing
