#pragma once
// From images to logits, a batch at a time: any number of networks are asked about the same images, each of
// which is read and decoded once. Memory holds a few batches, never the data set's images or outputs.

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/log.h"
#include "loading/batch_loader.h"
#include "nets/inference_model.h"

namespace hybrid {

/// Images a batch: on a CPU few enough that the largest layer's activations stay in its cache.
inline constexpr std::size_t kBatchOnCpu = 32;
inline constexpr std::size_t kBatchOnGpu = 512;
std::size_t default_batch(const torch::Device& device);

/// A network that is asked about images, and who gets its answers.
struct InferenceRequest {
  const InferenceModel& model;
  Transform transform;
  /// Of each image in order, its row and the logits.
  std::function<void(std::size_t row, std::span<const float> logits)> take;
};

/// Images are read and prepared on as many threads as LibTorch uses. @param what for the progress line
/// @throws DataError for an image that cannot be read, or that does not become what a model takes;
/// Interrupted between batches, which says `what_is_kept`
void infer(std::span<const InferenceRequest> networks, const ImageSource& images,
           std::span<const std::size_t> rows, std::size_t batch, const std::string& what,
           std::string_view what_is_kept, Logger& log);

/// What an interruption says where a run is resumable.
inline constexpr std::string_view kKeptOnInterrupt =
    "what is finished is kept; the same command goes on from there";

/// All answers of one network: [rows, outputs].
std::vector<float> infer_all(const InferenceModel& model, const Transform& transform,
                             const ImageSource& images, std::span<const std::size_t> rows, Logger& log);

}  // namespace hybrid
