#include "nets/predict.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>

#include "core/error.h"
#include "core/interrupt.h"
#include "core/progress.h"

namespace hybrid {
namespace {

/// One image of an ImageSource, prepared, into `out`, which holds as many numbers as the model takes.
void fill_image(const ImageSource& images, std::size_t i, const Preparation& preparation,
                const Shape& expected, std::span<float> out) {
  const Image image = images.image(i);
  const Shape shape = prepared_shape(preparation.input, {image.channels, image.height, image.width});
  if (shape != expected)
    throw DataError(images.id(i), fmt::format("is {} as it comes to the model, which takes {}",
                                              to_string(shape), to_string(expected)));
  prepare_image(image, preparation, out);
}

/// float32 [count, channels, height, width] of the images from `begin` on.
torch::Tensor read_batch(const ImageSource& images, std::size_t begin, std::size_t count,
                         const Preparation& preparation, const Shape& shape) {
  auto batch = torch::empty({static_cast<std::int64_t>(count), shape.channels, shape.height, shape.width});
  const auto elements = static_cast<std::size_t>(shape.elements());
  const std::span<float> numbers(batch.data_ptr<float>(), count * elements);
  at::parallel_for(0, static_cast<std::int64_t>(count), 1, [&](std::int64_t from, std::int64_t to) {
    for (auto i = static_cast<std::size_t>(from); i < static_cast<std::size_t>(to); ++i)
      fill_image(images, begin + i, preparation, shape, numbers.subspan(i * elements, elements));
  });
  return batch;
}

/// Float32 [rows, classes] on the CPU.
torch::Tensor logits_of(const InferenceModel& model, const torch::Tensor& images) {
  torch::Tensor logits = model.forward(images).to(torch::kCPU, torch::kFloat32).contiguous();
  HYBRID_CHECK(logits.dim() == 2 && logits.size(0) == images.size(0) && logits.size(1) == model.classes,
               "{} gives {} rows of {} logits for {} images", model.name, logits.size(0), logits.size(-1),
               images.size(0));
  return logits;
}

/// Hands a batch's rows to the writer; returns how many of them are right.
std::size_t write_batch(const torch::Tensor& logits, const ImageSource& images, std::size_t begin,
                        const InferenceModel& model, PredictionWriter& writer) {
  const auto classes = static_cast<std::size_t>(model.classes);
  const auto* values = logits.data_ptr<float>();
  std::size_t correct = 0;
  for (std::size_t i = begin; i < begin + static_cast<std::size_t>(logits.size(0)); ++i, values += classes) {
    const std::span<const float> row(values, classes);
    if (!std::ranges::all_of(row, [](float x) { return std::isfinite(x); }))
      throw DataError(
          model.name,
          fmt::format("gives logits that are not finite for image {}; try precision fp32", images.id(i)));
    const std::int32_t label = images.label(i);
    if (std::ranges::max_element(row) - row.begin() == label) ++correct;
    writer.append(label, images.id(i), row);
  }
  return correct;
}

}  // namespace

std::size_t default_batch(const torch::Device& device) {
  return device.is_cpu() ? kBatchOnCpu : kBatchOnGpu;
}

void check_classes(const InferenceModel& model, const ImageSource& images) {
  if (images.classes() != model.classes)
    throw DataError(model.name,
                    fmt::format("gives {} classes, the data have {}", model.classes, images.classes()));
}

PredictionTotals predict(const InferenceModel& model, const ImageSource& images,
                         const Preparation& preparation, std::size_t batch, PredictionWriter& writer,
                         Logger& log) {
  HYBRID_CHECK(batch > 0, "batches of no images");
  check_classes(model, images);
  const auto start = std::chrono::steady_clock::now();
  Progress progress(log, model.name, static_cast<std::int64_t>(images.size()), "images");
  PredictionTotals totals;
  while (totals.images < images.size()) {
    throw_if_interrupted("nothing was written");
    const std::size_t count = std::min(batch, images.size() - totals.images);
    const torch::Tensor input = read_batch(images, totals.images, count, preparation, model.input);
    totals.correct += write_batch(logits_of(model, input), images, totals.images, model, writer);
    totals.images += count;
    progress.advance(static_cast<std::int64_t>(count));
  }
  totals.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return totals;
}

}  // namespace hybrid
