#pragma once
// Inference of one model on a whole data set, written batch by batch.

#include <cstddef>

#include "nets/infer.h"
#include "predictions/prediction_writer.h"

namespace hybrid::nets {

struct PredictionTotals {
  std::size_t images = 0;
  std::size_t correct = 0;
  double seconds = 0.0;  ///< including reading and preprocessing
};

/// Returns the bytes that a device sends for an image: its original pixels or the network's input, whichever
/// is smaller.
std::int64_t bytes_sent(const images::ImageSource& images, const arch::Shape& network_input);

/// @throws DataError with both numbers unless model and data have the same number of classes
void check_classes(const InferenceModel& model, const images::ImageSource& images);

/// Returns what predict() writes: probabilities if the model computes them itself, else logits.
predictions::OutputKind output_kind(const InferenceModel& model);

/// Runs the model on all images in order and appends the outputs to `writer`, which is for output_kind(); the
/// caller finishes it. Requires a model for the preprocessed images' shape.
/// @throws DataError for an image that cannot be read or has a different shape although the transform keeps
/// its size, for logits that are not finite, or labels outside of the model's classes; Interrupted between
/// batches
PredictionTotals predict(const InferenceModel& model, const images::ImageSource& images,
                         const transforms::Preprocessing& preprocessing, std::size_t batch,
                         predictions::PredictionWriter& writer, Logger& log);

}  // namespace hybrid::nets
