#include "nets/infer.h"

#include <algorithm>

#include "core/error.h"
#include "core/interrupt.h"
#include "core/progress.h"
#include "nets/tensors.h"
#include "nets/threads.h"

namespace hybrid::nets {

namespace {

/// The limit for prefetched images: several batches of kBatchOnCpu images.
constexpr std::size_t kPrefetchedForInference = std::size_t{16} << 20;

/// Returns float32 [rows, outputs] on the CPU.
torch::Tensor outputs_of(const InferenceModel& model, const torch::Tensor& images) {
  torch::Tensor outputs = model.forward(images).to(torch::kCPU, torch::kFloat32).contiguous();
  HYBRID_CHECK(outputs.dim() == 2 && outputs.size(0) == images.size(0),
               "{} gives {} rows of {} outputs for {} images", model.name, outputs.size(0), outputs.size(-1),
               images.size(0));
  return outputs;
}

}  // namespace

std::size_t default_batch(const torch::Device& device) {
  return device.is_cpu() ? kBatchOnCpu : kBatchOnGpu;
}

void infer(std::span<const InferenceRequest> networks, const images::ImageSource& images,
           std::span<const std::size_t> rows, std::size_t batch, const std::string& what,
           std::string_view what_is_kept, Logger& log) {
  if (networks.empty()) return;
  std::vector<transforms::Transform> transforms;  // distinct transforms
  std::vector<std::size_t> transform_of;          // index of each network's transform
  for (const auto& request : networks) {
    const auto known = std::ranges::find(transforms, request.transform);
    transform_of.push_back(static_cast<std::size_t>(known - transforms.begin()));
    if (known == transforms.end()) transforms.push_back(request.transform);
  }
  loading::BatchLoader loader(images, loading::batches_in_order(rows, batch), transforms,
                              {.threads = most_threads(), .prefetch_bytes = kPrefetchedForInference});
  for (std::size_t k = 0; k < networks.size(); ++k)
    if (const arch::Shape& shape = loader.shapes()[transform_of[k]]; shape != networks[k].model.input)
      throw DataError(images.id(rows.front()),
                      fmt::format("is {} as it comes to {}, which takes {}", to_string(shape),
                                  networks[k].model.name, to_string(networks[k].model.input)));
  Progress progress(log, what, static_cast<std::int64_t>(rows.size()), "images");
  while (const auto loaded = loader.next()) {
    throw_if_interrupted(what_is_kept);
    adapt_threads();
    std::vector<torch::Tensor> inputs;
    for (std::size_t v = 0; v < transforms.size(); ++v)
      inputs.push_back(image_tensor(loaded->pixels[v], loader.shapes()[v],
                                    transforms[v].preprocessing.normalization,
                                    networks.front().model.device));
    for (std::size_t k = 0; k < networks.size(); ++k) {
      const auto& [model, transform, take] = networks[k];
      const torch::Tensor outputs = outputs_of(model, inputs[transform_of[k]]);
      const auto size = static_cast<std::size_t>(outputs.size(1));
      const float* row = outputs.data_ptr<float>();
      for (const std::size_t i : loaded->rows) take(i, {row, size}), row += size;
    }
    progress.advance(static_cast<std::int64_t>(loaded->rows.size()));
  }
}

std::vector<float> infer_all(const InferenceModel& model, const transforms::Transform& transform,
                             const images::ImageSource& images, std::span<const std::size_t> rows,
                             Logger& log) {
  std::vector<float> outputs;
  const InferenceRequest request{model, transform, [&](std::size_t, std::span<const float> row) {
                                   outputs.insert(outputs.end(), row.begin(), row.end());
                                 }};
  infer(std::span(&request, 1), images, rows, default_batch(model.device), "inference with " + model.name,
        kKeptOnInterrupt, log);
  return outputs;
}

}  // namespace hybrid::nets
