#pragma once
// Detection of wrong labels: both models are confident in the same prediction, which differs from the label.
// Based on the confident joint of Northcutt, Jiang and Chuang (2021, "Confident learning", section 3.1): an
// example counts as class k for a model if its confidence in k reaches t_k, the model's mean confidence over
// the examples of class k. Thus t_k adapts to classes with low confidence and to overconfident models. There
// are two changes, because prediction sets contain only the confidence of the predicted class, and because
// confident errors of one model are no evidence: t_k is the mean over the examples of class k that the model
// predicts correctly (higher, so fewer examples count), and both models must agree.
//
// Not every such example is mislabelled. The estimate is the lower end of Wilson's 95 % interval of their
// number, minus the number of agreed predictions that are expected to be wrong according to the probabilities
// of the more confident model; agreement of the other model can only lower this number if the probabilities
// are calibrated. The estimate is a lower bound, because only agreed predictions are considered;
// overconfident models raise it. It is therefore only a reason to inspect the examples.

#include <cstddef>
#include <optional>
#include <vector>

#include "predictions/prediction_pair.h"

namespace hybrid::audit {

struct LabelNoise {
  std::size_t agreed = 0;  ///< examples for which both models confidently predict one class
  /// Rows of those with another label, in descending order of confidence.
  std::vector<std::size_t> suspicious;
  double admitted = 0;  ///< number of wrong predictions among `agreed` expected by the models
  double at_least = 0;  ///< share of all examples
};

/// Finds suspicious labels. A model without confidences counts as confident.
/// @return std::nullopt if neither model has confidences
std::optional<LabelNoise> find_label_noise(const predictions::PredictionPair& pair);

}  // namespace hybrid::audit
