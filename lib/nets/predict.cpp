#include "nets/predict.h"

#include <algorithm>

#include "core/error.h"
#include "core/interrupt.h"
#include "nets/autocast.h"
#include "nets/tensors.h"

namespace hybrid {
namespace {

/// Puts a network into evaluation mode and, at the end, back into the mode it was in.
class EvaluationMode {
 public:
  explicit EvaluationMode(Network network)
      : network_(std::move(network)), was_training_(network_->is_training()) {
    network_->eval();
  }
  ~EvaluationMode() { network_->train(was_training_); }
  EvaluationMode(const EvaluationMode&) = delete;
  EvaluationMode& operator=(const EvaluationMode&) = delete;

 private:
  Network network_;
  bool was_training_;
};

/// Float32 [rows, classes] on the CPU.
torch::Tensor logits_of(Network& network, const torch::Tensor& images, Precision precision) {
  const Autocast autocast(images.device(), precision);
  return network(images).to(torch::kCPU, torch::kFloat32).contiguous();
}

}  // namespace

std::vector<float> predict_logits(Network network, const ImageDataset& dataset,
                                  std::span<const std::size_t> rows, const Normalization& normalization,
                                  Precision precision) {
  constexpr std::size_t kBatch = 500;
  const torch::Device device = network->parameters().front().device();
  const auto classes = static_cast<std::size_t>(network->spec().classes);
  const EvaluationMode evaluation(network);
  const torch::NoGradGuard no_grad;
  std::vector<float> logits;
  logits.reserve(rows.size() * classes);
  for (std::size_t begin = 0; begin < rows.size(); begin += kBatch) {
    throw_if_interrupted(
        "what was trained up to the last finished epoch is kept; the same command goes on from there");
    const auto batch = rows.subspan(begin, std::min(kBatch, rows.size() - begin));
    const auto images = image_tensor(dataset, batch, normalization, Augment::none, SeedTree(0), device);
    const torch::Tensor out = logits_of(network, images, precision);
    const auto* values = out.data_ptr<float>();
    logits.insert(logits.end(), values, values + batch.size() * classes);
  }
  return logits;
}

}  // namespace hybrid
