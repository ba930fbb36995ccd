#pragma once
// Labels that look wrong: two models are sure of the same other answer. After the confident joint of
// Northcutt, Jiang and Chuang (2021, "Confident learning", section 3.1): an example counts as class k by a
// model if its confidence in k reaches t_k, the model's mean confidence over examples of that class; so
// classes on which a model is always unsure, and models that are too sure of everything, get thresholds of
// their own. Two changes, because prediction sets keep the confidence of the predicted class alone and
// because one model's sure mistakes are no evidence: t_k is the mean over the examples of class k that the
// model gets right (higher, so fewer count), and both models must agree.
//
// Not every such example is mislabelled. From the number found, at the lower end of Wilson's 95 % interval,
// the models' own doubt is taken away: as many of the agreed answers as are expected to be wrong by the
// probabilities of the surer model, which, were they right, the other model's consent could only lower. What
// is left is the estimate: a lower bound, because only agreed examples are looked at, which overconfident
// models raise. So it asks for a look at the examples, and no more.

#include <cstddef>
#include <optional>
#include <vector>

#include "predictions/prediction_pair.h"

namespace hybrid::audit {

struct LabelNoise {
  std::size_t agreed = 0;               ///< examples on which both models are sure of the same class
  std::vector<std::size_t> suspicious;  ///< rows of those whose label is another; the surest first
  double admitted = 0;                  ///< how many of `agreed` the models themselves expect to be wrong
  double at_least = 0;                  ///< share of all examples
};

/// Nothing where neither model has confidences. A model without them counts as sure.
std::optional<LabelNoise> find_label_noise(const predictions::PredictionPair& pair);

}  // namespace hybrid::audit
