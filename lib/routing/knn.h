#pragma once
// Routing by nearest neighbours: what sending an input is expected to gain is what it gained, on average, on
// the k tuning examples that look most like it to the base. In evaluations on equal terms a baseline that
// learned routers often fail to beat.
//
// Inputs are compared by how sure the base is - ln entropy, the log-odds of its first class, the log-ratio of
// its two first classes, each standardised - and, a class apart, by the class it predicts. A richer set of
// features (the ten log-probabilities) was no better. If the set has `features`, they are tried beside these,
// with the same weight as all of these together, and used if they predict the gain better. So k is chosen,
// and how far the means are to be shrunk towards the overall gain: by the squared error of each tuning
// example's gain, predicted from the others (leaving one out costs neighbours no more than folds, and depends
// on no draw).

#include <string>
#include <vector>

#include "core/seed.h"
#include "predictions/prediction_set.h"
#include "routing/route.h"

namespace hybrid::routing {

/// At most so many tuning examples are kept to compare with, drawn from all.
inline constexpr std::size_t kMostKnnExamples = 25'000;

struct KnnScores {
  RoutingScores
      tune;  ///< [n_tune], from the other tuning examples: no score has seen its own example's outcome
  RoutingScores test;  ///< [n_test]
  std::size_t k = 0;   ///< neighbours; 0: a single tuning example, nothing to learn from
  /// score = overall gain + weight (neighbours' mean gain - overall gain), 0 < weight <= 1
  double weight = 0;
  bool uses_features = false;  ///< whether the set's `features` take part
  double macs = 0;             ///< of one score: every example kept times every number compared
};

/// Why it cannot be computed from the base on both parts, or nullptr.
const char* knn_missing(const predictions::PredictionSet& tune, const predictions::PredictionSet& test);

/// The score is the expected gain of sending, in units of Outcomes. Requires knn_missing() to be nullptr, and
/// as many tuning examples as outcomes, at least one. Of more than `most_examples` tuning examples, so many
/// are drawn to compare with. @throws DataError if the sets have features of different widths
KnnScores knn_scores(const predictions::PredictionSet& tune, const Outcomes& outcomes,
                     const predictions::PredictionSet& test, SeedTree seed,
                     std::size_t most_examples = kMostKnnExamples);

}  // namespace hybrid::routing
