#include "nets/int8_model.h"

#include <memory>

#include "arch/count.h"
#include "nets/threads.h"
#include "nets/weights.h"
#include "quant/integer_inference.h"
#include "quant/quantize.h"

namespace hybrid::nets {

namespace {

quant::FloatWeights float_weights(const Network& network) {
  quant::FloatWeights weights;
  for (const weights::NamedTensor& tensor : weights_of(network).tensors)
    if (tensor.type == weights::TensorType::f32)
      weights[tensor.name] = weights::to_floats(tensor);  // all except batch norm's counters
  return weights;
}

std::span<const float> numbers(const torch::Tensor& contiguous) {
  return {contiguous.data_ptr<float>(), static_cast<std::size_t>(contiguous.numel())};
}

torch::Tensor on_cpu(const torch::Tensor& images) {
  return images.to(torch::kCPU, torch::kFloat32).contiguous();
}

}  // namespace

InferenceModel int8_model(const Network& network, const torch::Tensor& calibration) {
  const arch::ArchSpec& spec = network->spec();
  const torch::Tensor images = on_cpu(calibration);
  const auto quantised = std::make_shared<const quant::QuantizedNetwork>(
      quant::quantize(spec, float_weights(network), numbers(images), {.threads = most_threads()}));
  const auto forward = [quantised, classes = spec.classes](const torch::Tensor& batch) {
    const torch::Tensor floats = on_cpu(batch);
    const auto integers = quant::int8_logits(*quantised, numbers(floats), most_threads());
    const quant::Quantization& out = quantised->tensors.back();
    auto logits = torch::empty({batch.size(0), classes});
    auto* to = logits.data_ptr<float>();
    for (const std::int8_t q : integers) *to++ = out.scale * static_cast<float>(q - out.zero_point);
    return logits;
  };
  return {.name = spec.name + "-int8",
          .input = spec.input,
          .classes = spec.classes,
          .macs = count(spec).macs,
          .forward = forward};
}

}  // namespace hybrid::nets
