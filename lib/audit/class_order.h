#pragma once
// Whether a model numbers the classes as the labels do. A class 0 for the background, labels that count from
// 1, and classes sorted as text are the usual reasons why a good model is right on hardly anything.

#include <cstddef>
#include <optional>
#include <string>

#include "predictions/prediction_set.h"

namespace hybrid::audit {

/// How a model's classes would have to be read.
enum class ClassReading {
  one_lower,   ///< predicted k means label k - 1
  one_higher,  ///< predicted k means label k + 1
  reversed,
  text_order,         ///< the model's classes are 0, 1, 10, 11, ..., 2, 20, ...
  labels_text_order,  ///< the labels' are
  text_order_from_1,  ///< the model's classes are 1, 10, 11, ..., 2, 20, ...
  labels_text_order_from_1,
  another,    ///< another one-to-one mapping, found by the most frequent label of each predicted class
  exchanged,  ///< a few classes of a good model have each other's numbers
};

/// A reading by which far more predictions are right.
struct ClassOrder {
  ClassReading reading = ClassReading::another;
  int classes = 0;  ///< of the model and the labels
  /// Examples; for `another`, of the classes that are predicted often enough; of the `exchanged` classes.
  std::size_t n = 0;
  std::size_t right = 0;          ///< of them, as the classes are
  std::size_t right_as_read = 0;  ///< of them, as they would be read
  std::string mapping;            ///< for `another` and `exchanged`: "0 is 3, 1 is 0, 2 is 7, ..."
};

/// Returns the best reading if at least twice as many predictions are right by it, 5 % of all examples more,
/// and by no accident (McNemar's test); for `another` 20 % more. Two or more classes are `exchanged` if each
/// is predicted often and mostly where the label is the next one of them, and the last where it is the first:
/// a model that takes classes for each other is right on some of both. Takes O(n log n).
std::optional<ClassOrder> better_class_order(const predictions::PredictionSet& set);

}  // namespace hybrid::audit
