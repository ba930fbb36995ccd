#pragma once
// One model's answers about a whole data set, written as they come.

#include <cstddef>

#include "nets/infer.h"
#include "predictions/prediction_writer.h"

namespace hybrid {

struct PredictionTotals {
  std::size_t images = 0;
  std::size_t correct = 0;
  double seconds = 0.0;  ///< reading and preparing images included
};

/// What a device sends of an image, bytes: the image as it is, or as the network takes it if that is less.
std::int64_t bytes_sent(const ImageSource& images, const Shape& network_input);

/// @throws DataError with both numbers unless the model tells as many classes apart as the data have.
void check_classes(const InferenceModel& model, const ImageSource& images);

/// Hands every image of `images`, in order, and its logits to `writer`; the caller finishes it. Requires a
/// model of the prepared images' shape.
/// @throws DataError for an image that cannot be read, one of another shape where its size is to stay, logits
/// that are not finite, or labels that the model has no class for; Interrupted between batches
PredictionTotals predict(const InferenceModel& model, const ImageSource& images,
                         const Preprocessing& preprocessing, std::size_t batch, PredictionWriter& writer,
                         Logger& log);

}  // namespace hybrid
