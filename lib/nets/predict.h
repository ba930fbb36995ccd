#pragma once
// From images to logits, a batch at a time. Memory holds one batch, never the data set's images or outputs.

#include <cstddef>

#include "core/log.h"
#include "data/image_source.h"
#include "data/prepare.h"
#include "nets/inference_model.h"
#include "predictions/prediction_writer.h"

namespace hybrid {

/// Images a batch: on a CPU few enough that the largest layer's activations stay in its cache.
inline constexpr std::size_t kBatchOnCpu = 32;
inline constexpr std::size_t kBatchOnGpu = 512;
std::size_t default_batch(const torch::Device& device);

struct PredictionTotals {
  std::size_t images = 0;
  std::size_t correct = 0;
  double seconds = 0.0;  ///< reading and preparing images included
};

/// @throws DataError with both numbers unless the model tells as many classes apart as the data have.
void check_classes(const InferenceModel& model, const ImageSource& images);

/// Hands every image of `images`, in order, and its logits to `writer`; the caller finishes it. Images are read and
/// prepared on as many threads as LibTorch uses. Requires a model of the prepared images' shape.
/// @throws DataError for an image that cannot be read, one of another shape where its size is to stay, logits that are
/// not finite, or labels that the model has no class for; Interrupted between batches
PredictionTotals predict(const InferenceModel& model, const ImageSource& images,
                         const Preparation& preparation, std::size_t batch, PredictionWriter& writer,
                         Logger& log);

}  // namespace hybrid
