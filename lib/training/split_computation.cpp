#include "training/split_computation.h"

#include <algorithm>

#include "nets/fold_batch_norm.h"
#include "nets/infer.h"
#include "nets/tensors.h"
#include "quant/quantize.h"

namespace hybrid::training {

namespace {

/// Returns the range of the features over these images, including 0.
quant::Range range_over(const SplitTask& task, const arch::SplitPoint& point,
                        std::span<const std::size_t> rows) {
  nets::Network folded = nets::fold_batch_norm(task.cloud);
  folded->eval();
  quant::Range range;
  for (std::size_t begin = 0; begin < rows.size(); begin += nets::kBatchOnCpu) {
    const auto batch = rows.subspan(begin, std::min(nets::kBatchOnCpu, rows.size() - begin));
    range = nets::feature_range(folded, point,
                                nets::image_tensor(task.images, batch, {task.input}, torch::kCPU), range);
  }
  return range;
}

quant::Quantization calibrated(const SplitTask& task, const arch::SplitPoint& point) {
  std::vector<std::size_t> rows = task.parts.train;
  Rng rng = task.seed.at("calibration").rng();
  rng.shuffle(std::span(rows));
  rows.resize(std::min(rows.size(), static_cast<std::size_t>(task.calibration)));
  return quant::quantization_of(range_over(task, point, rows));
}

ExitHead train_head(const SplitTask& task, const arch::SplitPoint& point, Logger& log) {
  std::vector<float> pooled = nets::infer_all(nets::pooled_features(task.cloud, point), {task.input},
                                              task.images, task.parts.train, log);
  const auto n = static_cast<std::int64_t>(task.parts.train.size());
  const torch::Tensor features = torch::from_blob(pooled.data(), {n, point.output.channels});
  return train_exit_head(features, nets::label_tensor(task.images, task.parts.train, torch::kCPU),
                         task.images.classes(), kExitSgd, task.epochs, task.seed.at("exit", point.layers));
}

}  // namespace

SplitModels train_split(const SplitTask& task, const arch::SplitPoint& point, Logger& log) {
  SplitModels models{.head = train_head(task, point, log)};
  models.exit = nets::exit_network(task.cloud, point, models.head.weight, models.head.bias);
  if (task.format == arch::FeatureFormat::int8) models.quantization = calibrated(task, point);
  models.cloud = nets::split_model(task.cloud, point, models.quantization);
  return models;
}

}  // namespace hybrid::training
