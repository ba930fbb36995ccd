#include "nets/predict.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>
#include <vector>

#include "core/error.h"

namespace hybrid::nets {

std::int64_t bytes_sent(const images::ImageSource& images, const arch::Shape& network_input) {
  return std::min(images::first_shape(images).elements(), network_input.elements());
}

void check_classes(const InferenceModel& model, const images::ImageSource& images) {
  if (images.classes() != model.classes)
    throw DataError(model.name,
                    fmt::format("gives {} classes, the data have {}", model.classes, images.classes()));
}

predictions::OutputKind output_kind(const InferenceModel& model) {
  return model.gives_probabilities ? predictions::OutputKind::probabilities : predictions::OutputKind::logits;
}

namespace {

/// Returns the softmax, the sum of which is 1 even if the logits were rounded.
std::vector<float> softmax(std::span<const float> logits) {
  const double most = *std::ranges::max_element(logits);
  double sum = 0;
  for (const double z : logits) sum += std::exp(z - most);
  std::vector<float> shares;
  for (const double z : logits) shares.push_back(static_cast<float>(std::exp(z - most) / sum));
  return shares;
}

}  // namespace

PredictionTotals predict(const InferenceModel& model, const images::ImageSource& images,
                         const transforms::Preprocessing& preprocessing, std::size_t batch,
                         predictions::PredictionWriter& writer, Logger& log) {
  check_classes(model, images);
  const auto start = std::chrono::steady_clock::now();
  PredictionTotals totals;
  const auto take = [&](std::size_t i, std::span<const float> logits) {
    HYBRID_CHECK(logits.size() == static_cast<std::size_t>(model.classes),
                 "{} gives {} logits for {} classes", model.name, logits.size(), model.classes);
    if (!std::ranges::all_of(logits, [](float x) { return std::isfinite(x); }))
      throw DataError(
          model.name,
          fmt::format("gives logits that are not finite for image {}; try precision fp32", images.id(i)));
    const std::int32_t label = images.label(i);
    if (std::ranges::max_element(logits) - logits.begin() == label) ++totals.correct;
    if (model.gives_probabilities)
      writer.append(label, images.id(i), softmax(logits));
    else
      writer.append(label, images.id(i), logits);
    ++totals.images;
  };
  const InferenceRequest request{model, {preprocessing}, take};
  infer(std::span(&request, 1), images, images::all_rows(images), batch, model.name, "nothing was written",
        log);
  totals.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return totals;
}

}  // namespace hybrid::nets
