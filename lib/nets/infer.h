#pragma once
// Inference in batches, with any number of networks on the same images; each image is read and decoded once.
// Only a few batches are in memory, never all images or outputs of the data set.

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/log.h"
#include "loading/batch_loader.h"
#include "nets/inference_model.h"

namespace hybrid::nets {

/// Images per batch on a CPU: few enough that the largest layer's activations fit its cache.
inline constexpr std::size_t kBatchOnCpu = 32;
inline constexpr std::size_t kBatchOnGpu = 512;
std::size_t default_batch(const torch::Device& device);

/// A network to run, and the receiver of its outputs.
struct InferenceRequest {
  const InferenceModel& model;
  transforms::Transform transform;
  /// Called for each image in order, with its row and its logits.
  std::function<void(std::size_t row, std::span<const float> logits)> take;
};

/// Runs the networks on the images, which are read and preprocessed on as many threads as LibTorch uses.
/// @param what text of the progress line
/// @throws DataError for an image that cannot be read or does not match a model's input; Interrupted between
/// batches, with `what_is_kept` in its message
void infer(std::span<const InferenceRequest> networks, const images::ImageSource& images,
           std::span<const std::size_t> rows, std::size_t batch, const std::string& what,
           std::string_view what_is_kept, Logger& log);

/// The message of an interruption of a resumable run.
inline constexpr std::string_view kKeptOnInterrupt = "what is finished is kept; repeat the command to resume";

/// Runs one network on all rows. Returns [rows, outputs].
std::vector<float> infer_all(const InferenceModel& model, const transforms::Transform& transform,
                             const images::ImageSource& images, std::span<const std::size_t> rows,
                             Logger& log);

}  // namespace hybrid::nets
