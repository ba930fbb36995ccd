#include "nets/network.h"

#include <cmath>
#include <utility>

#include "core/error.h"
#include "nets/batch_norm.h"
#include "nets/convolution.h"
#include "nets/linear.h"

namespace hybrid::nets {
namespace {

namespace nn = torch::nn;

nn::Sequential make_layers(const std::vector<arch::LayerSpec>& specs, arch::Shape input);

torch::Tensor activate(torch::Tensor x, arch::Activation activation) {
  switch (activation) {
    case arch::Activation::none:
      return x;
    case arch::Activation::relu:
      return x.relu_();
    case arch::Activation::relu6:
      return x.clamp_(0, 6);
    case arch::Activation::hard_swish:
      return torch::hardswish_(x);
    case arch::Activation::silu:
      return torch::silu_(x);
  }
  HYBRID_CHECK(false, "activation {} is not one of ours", static_cast<int>(activation));
}

torch::Tensor open_gate(torch::Tensor x, arch::Gate gate) {
  return gate == arch::Gate::sigmoid ? x.sigmoid_() : torch::hardsigmoid_(x);
}

/// Averages over height and width. AdaptiveAvgPool2d is not used because its gradient is not deterministic on
/// a GPU.
torch::Tensor average_over_places(const torch::Tensor& x) {
  return x.mean({2, 3}, /*keepdim=*/true);
}

class ConvLayerImpl : public nn::Module {
 public:
  ConvLayerImpl(const arch::ConvSpec& spec, const arch::Shape& input) : activation_(spec.activation) {
    conv_ = register_module("conv", nn::Conv2d(nn::Conv2dOptions(input.channels, spec.channels, spec.kernel)
                                                   .stride(spec.stride)
                                                   .padding(spec.kernel / 2)
                                                   .groups(spec.groups)
                                                   .bias(spec.bias)));
    if (spec.batch_norm)
      norm_ = register_module("norm",
                              nn::BatchNorm2d(nn::BatchNorm2dOptions(spec.channels).eps(spec.norm_epsilon)));
  }

  torch::Tensor forward(torch::Tensor x) {
    x = convolve(conv_, x);
    if (norm_) x = normalize(norm_, x);
    return activate(x, activation_);
  }

 private:
  arch::Activation activation_;
  nn::Conv2d conv_{nullptr};
  nn::BatchNorm2d norm_{nullptr};
};
TORCH_MODULE(ConvLayer);

class SqueezeExciteImpl : public nn::Module {
 public:
  SqueezeExciteImpl(const arch::SqueezeExciteSpec& spec, const arch::Shape& input)
      : inner_(spec.inner), gate_(spec.gate) {
    reduce_ = register_module("reduce", nn::Conv2d(nn::Conv2dOptions(input.channels, spec.squeezed, 1)));
    expand_ = register_module("expand", nn::Conv2d(nn::Conv2dOptions(spec.squeezed, input.channels, 1)));
  }

  torch::Tensor forward(const torch::Tensor& x) {
    const torch::Tensor squeezed = activate(convolve(reduce_, average_over_places(x)), inner_);
    return x * open_gate(convolve(expand_, squeezed), gate_);
  }

 private:
  arch::Activation inner_;
  arch::Gate gate_;
  nn::Conv2d reduce_{nullptr}, expand_{nullptr};
};
TORCH_MODULE(SqueezeExcite);

class BlockImpl : public nn::Module {
 public:
  BlockImpl(const arch::BlockSpec& spec, const arch::Shape& input)
      : has_shortcut_(spec.shortcut), activation_(spec.activation) {
    body_ = register_module("body", make_layers(spec.body, input));
    if (spec.projection) projection_ = register_module("shortcut", ConvLayer(*spec.projection, input));
  }

  torch::Tensor forward(const torch::Tensor& x) {
    torch::Tensor y = body_->forward(x);
    if (has_shortcut_) y = y + (projection_ ? projection_(x) : x);
    return activate(y, activation_);
  }

 private:
  bool has_shortcut_;
  arch::Activation activation_;
  nn::Sequential body_{nullptr};
  ConvLayer projection_{nullptr};
};
TORCH_MODULE(Block);

class FlatLinearImpl : public nn::LinearImpl {
 public:
  FlatLinearImpl(const arch::LinearSpec& spec, const arch::Shape& input)
      : LinearImpl(input.elements(), spec.outputs), activation_(spec.activation) {}
  torch::Tensor forward(const torch::Tensor& x) { return activate(linear(*this, x.flatten(1)), activation_); }

 private:
  arch::Activation activation_;
};
TORCH_MODULE(FlatLinear);

/// Visitor that appends the module of one layer.
struct Builder {
  nn::Sequential& layers;
  const arch::Shape& input;

  void operator()(const arch::ConvSpec& spec) { layers->push_back(ConvLayer(spec, input)); }
  void operator()(const arch::SqueezeExciteSpec& spec) { layers->push_back(SqueezeExcite(spec, input)); }
  void operator()(const arch::BlockSpec& spec) { layers->push_back(Block(spec, input)); }
  void operator()(const arch::GlobalAveragePoolSpec&) {
    layers->push_back(nn::Functional(average_over_places));
  }
  void operator()(const arch::LinearSpec& spec) { layers->push_back(FlatLinear(spec, input)); }
};

nn::Sequential make_layers(const std::vector<arch::LayerSpec>& specs, arch::Shape input) {
  nn::Sequential layers;
  for (const arch::LayerSpec& spec : specs) {
    std::visit(Builder{layers, input}, spec);
    input = arch::output_shape(spec, input);
  }
  return layers;
}

/// Fills `tensor` in row-major order with the values of `draw`.
template <class Draw>
void fill(torch::Tensor tensor, Draw draw) {
  const torch::NoGradGuard no_grad;
  float* values = tensor.data_ptr<float>();
  for (std::int64_t i = 0; i < tensor.numel(); ++i) values[i] = static_cast<float>(draw());
}

/// Uses channels-last memory: the faster layout of oneDNN on a CPU, and the layout of tensor cores.
void use_channels_last(Network& network) {
  for (torch::Tensor parameter : network->parameters())
    if (parameter.dim() == 4) parameter.set_data(parameter.data().contiguous(at::MemoryFormat::ChannelsLast));
}

}  // namespace

NetworkImpl::NetworkImpl(arch::ArchSpec spec) : spec_(std::move(spec)) {
  layers_ = register_module("layers", make_layers(spec_.layers, spec_.input));
}

torch::Tensor NetworkImpl::forward(torch::Tensor images) {
  return run(std::move(images), 0, layers_->size()).flatten(1);
}

torch::Tensor NetworkImpl::run(torch::Tensor x, std::size_t first, std::size_t last) {
  HYBRID_CHECK(first <= last && last <= layers_->size(), "layers {} to {} of {}", first, last,
               layers_->size());
  for (std::size_t i = first; i < last; ++i)
    x = (layers_->begin() + static_cast<std::ptrdiff_t>(i))->forward(std::move(x));
  return x;
}

Network build_network(const arch::ArchSpec& spec, SeedTree seed) {
  Network network(spec);
  for (const auto& module : network->named_modules()) {
    Rng rng = seed.at(module.key()).rng();
    if (auto* conv = module.value()->as<nn::Conv2d>()) {
      const auto fan_out =
          conv->weight.numel() / conv->weight.size(1);  // groups are ignored, as in torchvision
      const double deviation = std::sqrt(2.0 / static_cast<double>(fan_out));
      fill(conv->weight, [&] { return deviation * rng.normal(); });
      if (conv->bias.defined()) fill(conv->bias, [] { return 0.0; });
    } else if (auto* linear = module.value()->as<nn::Linear>()) {
      const double bound = 1.0 / std::sqrt(static_cast<double>(linear->weight.size(1)));
      fill(linear->weight, [&] { return rng.uniform(-bound, bound); });
      fill(linear->bias, [] { return 0.0; });
    }
  }
  use_channels_last(network);
  return network;
}

std::int64_t parameter_count(const Network& network) {
  std::int64_t count = 0;
  for (const torch::Tensor& parameter : network->parameters()) count += parameter.numel();
  return count;
}

}  // namespace hybrid::nets
