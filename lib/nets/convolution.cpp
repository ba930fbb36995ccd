#include "nets/convolution.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "nets/autocast.h"
#include "nets/threads.h"

namespace hybrid::nets {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

/// Returns the number of parts: enough for the threads of a large machine, few enough that calling a part
/// costs little beside its work (bench/README.md). It depends on the layer and the batch alone.
std::int64_t parts_of(const torch::Tensor& output, const torch::Tensor& weight) {
  constexpr std::int64_t kMacs = 32 << 20, kLeast = 2, kMost = 16;
  const std::int64_t macs = output.numel() * (weight.numel() / weight.size(0));
  return std::min(output.size(0), std::clamp(macs / kMacs, kLeast, kMost));
}

/// For few images, LibTorch chooses the algorithm of a 1x1 convolution by the number of threads, and with it
/// the rounding (ATen/native/Convolution.cpp, use_mkldnn).
std::optional<FixedThreads> one_thread_for_few(const torch::Tensor& images) {
  constexpr std::int64_t kFew = 16;
  return images.size(0) < kFew ? std::optional<FixedThreads>(std::in_place, 1)
                               : std::optional<FixedThreads>();
}

struct Options {
  std::vector<std::int64_t> stride, padding, dilation;
  std::int64_t groups;
};

std::tuple<torch::Tensor, torch::Tensor, torch::Tensor> gradients(const torch::Tensor& output_gradient,
                                                                  const torch::Tensor& images,
                                                                  const torch::Tensor& weight, bool bias,
                                                                  const Options& o,
                                                                  std::array<bool, 3> wanted) {
  const std::vector<std::int64_t> no_padding(2, 0), channels{weight.size(0)};
  return at::convolution_backward(output_gradient, images, weight,
                                  bias ? at::OptionalIntArrayRef(channels) : c10::nullopt, o.stride,
                                  o.padding, o.dilation, /*transposed=*/false, no_padding, o.groups, wanted);
}

torch::Tensor sum(const std::vector<torch::Tensor>& terms) {
  torch::Tensor total = terms.front().to(torch::kFloat32);
  for (std::size_t i = 1; i < terms.size(); ++i) total += terms[i];
  return total;
}

/// Returns the gradients of weight and bias, float32; the latter is undefined if there is no bias.
std::pair<torch::Tensor, torch::Tensor> parameter_gradients(const torch::Tensor& output_gradient,
                                                            const torch::Tensor& images,
                                                            const torch::Tensor& weight, bool bias,
                                                            const Options& options) {
  const std::int64_t n = images.size(0), parts = parts_of(output_gradient, weight);
  std::vector<torch::Tensor> weights(static_cast<std::size_t>(parts)), biases(weights.size());
  at::parallel_for(0, parts, 1, [&](std::int64_t first, std::int64_t last) {
    const FixedThreads one_thread(1);
    const torch::NoGradGuard no_gradients;
    for (std::int64_t part = first; part < last; ++part) {
      const std::int64_t from = n * part / parts, count = n * (part + 1) / parts - from;
      const auto at = static_cast<std::size_t>(part);
      std::tie(std::ignore, weights[at], biases[at]) =
          gradients(output_gradient.narrow(0, from, count), images.narrow(0, from, count), weight, bias,
                    options, {false, true, bias});
    }
  });
  return {sum(weights), bias ? sum(biases) : torch::Tensor()};
}

struct Convolution : Function<Convolution> {
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& images,
                               const torch::Tensor& weight, const c10::optional<torch::Tensor>& bias,
                               const Options& options) {
    const torch::Tensor weight_used = weight.to(images.scalar_type());
    c10::optional<torch::Tensor> bias_used;
    if (bias) bias_used = bias->to(images.scalar_type());
    context->save_for_backward({images, weight_used});
    context->saved_data["bias"] = bias.has_value();
    context->saved_data["stride"] = options.stride;
    context->saved_data["padding"] = options.padding;
    context->saved_data["dilation"] = options.dilation;
    context->saved_data["groups"] = options.groups;
    return at::conv2d(images, weight_used, bias_used, options.stride, options.padding, options.dilation,
                      options.groups);
  }

  static variable_list backward(AutogradContext* context, variable_list output_gradients) {
    const auto saved = context->get_saved_variables();
    const torch::Tensor& images = saved[0];
    const torch::Tensor& weight = saved[1];
    const torch::Tensor& output_gradient = output_gradients.front();
    auto& data = context->saved_data;
    const Options options{data["stride"].toIntVector(), data["padding"].toIntVector(),
                          data["dilation"].toIntVector(), data["groups"].toInt()};
    const bool bias = data["bias"].toBool();
    torch::Tensor image_gradient, weight_gradient, bias_gradient;
    if (context->needs_input_grad(0)) {
      const auto one_thread = one_thread_for_few(images);
      image_gradient =
          std::get<0>(gradients(output_gradient, images, weight, bias, options, {true, false, false}));
    }
    if (context->needs_input_grad(1) || (bias && context->needs_input_grad(2)))
      std::tie(weight_gradient, bias_gradient) =
          parameter_gradients(output_gradient, images, weight, bias, options);
    return {image_gradient, weight_gradient, bias_gradient, {}};
  }
};

}  // namespace

torch::Tensor convolve(torch::nn::Conv2d& layer, const torch::Tensor& images) {
  const auto one_thread = one_thread_for_few(images);
  if (!images.is_cpu() || !torch::GradMode::is_enabled()) return layer->forward(images);
  const auto& o = layer->options;
  const auto padding = get<torch::ExpandingArray<2>>(o.padding());
  const torch::Tensor input = autocast_enabled(torch::kCPU) ? images.to(torch::kBFloat16) : images;
  const auto bias = layer->bias.defined() ? c10::make_optional(layer->bias) : c10::nullopt;
  return Convolution::apply(input, layer->weight, bias,
                            Options{{o.stride()->begin(), o.stride()->end()},
                                    {padding->begin(), padding->end()},
                                    {o.dilation()->begin(), o.dilation()->end()},
                                    o.groups()});
}

}  // namespace hybrid::nets
