#include "reference/int8.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hybrid::reference {
namespace {

std::int32_t saturating_rounding_doubling_high_mul(std::int32_t a, std::int32_t b) {
  constexpr std::int32_t kLowest = std::numeric_limits<std::int32_t>::min();
  if (a == kLowest && b == kLowest) return std::numeric_limits<std::int32_t>::max();
  const std::int64_t product = std::int64_t{a} * b;
  const std::int64_t nudge = product >= 0 ? (1LL << 30) : 1 - (1LL << 30);
  return static_cast<std::int32_t>((product + nudge) / (1LL << 31));
}

std::int32_t rounding_divide_by_power_of_two(std::int32_t x, int exponent) {
  const std::int64_t divisor = std::int64_t{1} << exponent;
  const std::int64_t magnitude = std::abs(std::int64_t{x});
  const std::int64_t rounded = magnitude / divisor + (magnitude % divisor * 2 >= divisor ? 1 : 0);
  return static_cast<std::int32_t>(x < 0 ? -rounded : rounded);
}

template <class T>
struct Image {
  arch::Shape shape;
  std::vector<T> values;  // [height, width, channels]
  T at(int y, int x, int c) const {
    return values[static_cast<std::size_t>((y * shape.width + x) * shape.channels + c)];
  }
};

const quant::Quantization& quantization(const quant::QuantizedNetwork& network, int tensor) {
  return network.tensors[static_cast<std::size_t>(tensor)];
}

std::int8_t activated(std::int64_t scaled, arch::Activation activation, const quant::Quantization& to) {
  std::int64_t q = scaled + to.zero_point;
  if (activation != arch::Activation::none) q = std::max<std::int64_t>(q, to.zero_point);
  if (activation == arch::Activation::relu6)
    q = std::min<std::int64_t>(q, to.zero_point + static_cast<std::int64_t>(std::lround(6.0F / to.scale)));
  return static_cast<std::int8_t>(q < -128 ? -128 : q > 127 ? 127 : q);
}

using Tensors = std::vector<std::vector<std::int8_t>>;

std::vector<std::int8_t> compute(const quant::QuantizedNetwork& network, const quant::Convolution& op,
                                 const quant::QuantizedConvolution& weights, const Tensors& tensors) {
  const Image<std::int8_t> in{quant::input_of(network.graph, op),
                              tensors[static_cast<std::size_t>(op.input)]};
  const arch::Shape out = arch::output_shape(op.spec, in.shape);
  const quant::Quantization &from = quantization(network, op.input), &to = quantization(network, op.output);
  const int k = op.spec.kernel, inputs = in.shape.channels / op.spec.groups,
            outputs = out.channels / op.spec.groups;
  std::vector<std::int8_t> result;
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x)
      for (int o = 0; o < out.channels; ++o) {
        std::int32_t sum = weights.biases[static_cast<std::size_t>(o)];
        for (int ky = 0; ky < k; ++ky)
          for (int kx = 0; kx < k; ++kx)
            for (int i = 0; i < inputs; ++i) {
              const int row = y * op.spec.stride + ky - k / 2, column = x * op.spec.stride + kx - k / 2;
              if (row < 0 || column < 0 || row >= in.shape.height || column >= in.shape.width) continue;
              const int weight =
                  weights.weights[static_cast<std::size_t>(((o * k + ky) * k + kx) * inputs + i)];
              sum += (in.at(row, column, o / outputs * inputs + i) - from.zero_point) * weight;
            }
        const double factor =
            double{from.scale} * double{weights.scales[static_cast<std::size_t>(o)]} / double{to.scale};
        result.push_back(activated(multiply_as_gemmlowp(sum, factor), op.spec.activation, to));
      }
  return result;
}

std::vector<std::int8_t> compute(const quant::QuantizedNetwork& network, const quant::Sum& op,
                                 const quant::QuantizedConvolution&, const Tensors& tensors) {
  const quant::Quantization &a = quantization(network, op.left), &b = quantization(network, op.right);
  const quant::Quantization& to = quantization(network, op.output);
  const double twice_larger = 2.0 * std::max(double{a.scale}, double{b.scale});
  const auto &left = tensors[static_cast<std::size_t>(op.left)],
             &right = tensors[static_cast<std::size_t>(op.right)];
  std::vector<std::int8_t> result;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const std::int32_t sum =
        multiply_as_gemmlowp((left[i] - a.zero_point) * 1048576, a.scale / twice_larger) +
        multiply_as_gemmlowp((right[i] - b.zero_point) * 1048576, b.scale / twice_larger);
    result.push_back(
        activated(multiply_as_gemmlowp(sum, twice_larger / (1048576 * double{to.scale})), op.activation, to));
  }
  return result;
}

std::vector<std::int8_t> compute(const quant::QuantizedNetwork& network, const quant::Mean& op,
                                 const quant::QuantizedConvolution&, const Tensors& tensors) {
  const Image<std::int8_t> in{network.graph.tensors[static_cast<std::size_t>(op.input)],
                              tensors[static_cast<std::size_t>(op.input)]};
  std::vector<std::int8_t> result;
  for (int c = 0; c < in.shape.channels; ++c) {
    double sum = 0;
    for (int y = 0; y < in.shape.height; ++y)
      for (int x = 0; x < in.shape.width; ++x) sum += in.at(y, x, c);
    result.push_back(static_cast<std::int8_t>(std::round(sum / (in.shape.height * in.shape.width))));
  }
  return result;
}

}  // namespace

std::int32_t multiply_as_gemmlowp(std::int32_t x, double real) {
  if (real == 0) return 0;
  int shift = 0;
  double mantissa = std::round(std::frexp(real, &shift) * 2147483648.0);
  if (mantissa == 2147483648.0) {
    mantissa = 1073741824.0;
    ++shift;
  }
  if (shift < -31) return 0;
  const std::int32_t shifted = shift > 0 ? x * (1 << shift) : x;
  const std::int32_t high =
      saturating_rounding_doubling_high_mul(shifted, static_cast<std::int32_t>(mantissa));
  return shift < 0 ? rounding_divide_by_power_of_two(high, -shift) : high;
}

std::vector<std::vector<std::int8_t>> run_int8(const quant::QuantizedNetwork& network,
                                               std::span<const std::int8_t> image) {
  Tensors tensors(network.graph.tensors.size());
  tensors[0].assign(image.begin(), image.end());
  for (std::size_t i = 0; i < network.graph.operations.size(); ++i)
    std::visit(
        [&](const auto& op) {
          tensors[static_cast<std::size_t>(op.output)] =
              compute(network, op, network.convolutions[i], tensors);
        },
        network.graph.operations[i]);
  return tensors;
}

namespace {

/// Runs the architecture itself, with blocks and unfolded batch norms. Tensors are [channels, height, width].
struct Unfolded {
  const quant::FloatWeights& weights;

  struct Values {
    arch::Shape shape;
    std::vector<double> numbers;
  };

  static double activate(double x, arch::Activation activation) {
    if (activation == arch::Activation::none) return x;
    return activation == arch::Activation::relu ? std::max(x, 0.0) : std::min(std::max(x, 0.0), 6.0);
  }

  double get(const std::string& name, int i) const {
    return double{weights.at(name)[static_cast<std::size_t>(i)]};
  }

  Values run(const std::vector<arch::LayerSpec>& layers, Values x, const std::string& place) const {
    for (std::size_t i = 0; i < layers.size(); ++i)
      x = std::visit([&](const auto& layer) { return run(layer, x, place + std::to_string(i)); }, layers[i]);
    return x;
  }

  Values run(const arch::ConvSpec& conv, const Values& in, const std::string& name) const {
    Values out{arch::output_shape(conv, in.shape), {}};
    const int inputs = in.shape.channels / conv.groups, outputs = conv.channels / conv.groups,
              k = conv.kernel;
    for (int o = 0; o < conv.channels; ++o)
      for (int y = 0; y < out.shape.height; ++y)
        for (int x = 0; x < out.shape.width; ++x) {
          double sum = conv.bias ? get(name + ".conv.bias", o) : 0;
          for (int i = 0; i < inputs; ++i)
            for (int ky = 0; ky < k; ++ky)
              for (int kx = 0; kx < k; ++kx) {
                const int row = y * conv.stride + ky - k / 2, column = x * conv.stride + kx - k / 2;
                if (row < 0 || column < 0 || row >= in.shape.height || column >= in.shape.width) continue;
                const int channel = o / outputs * inputs + i;
                sum += get(name + ".conv.weight", ((o * inputs + i) * k + ky) * k + kx) *
                       in.numbers[static_cast<std::size_t>(
                           (channel * in.shape.height + row) * in.shape.width + column)];
              }
          if (conv.batch_norm)
            sum = (sum - get(name + ".norm.running_mean", o)) /
                      std::sqrt(get(name + ".norm.running_var", o) + conv.norm_epsilon) *
                      get(name + ".norm.weight", o) +
                  get(name + ".norm.bias", o);
          out.numbers.push_back(activate(sum, conv.activation));
        }
    return out;
  }

  Values run(const arch::LinearSpec& linear, const Values& in, const std::string& name) const {
    Values out{{.channels = linear.outputs}, {}};
    for (int o = 0; o < linear.outputs; ++o) {
      double sum = get(name + ".bias", o);
      for (std::size_t i = 0; i < in.numbers.size(); ++i)
        sum += in.numbers[i] *
               get(name + ".weight", o * static_cast<int>(in.numbers.size()) + static_cast<int>(i));
      out.numbers.push_back(activate(sum, linear.activation));
    }
    return out;
  }

  Values run(const arch::GlobalAveragePoolSpec&, const Values& in, const std::string&) const {
    Values out{{.channels = in.shape.channels},
               std::vector<double>(static_cast<std::size_t>(in.shape.channels))};
    const std::size_t pixels = in.numbers.size() / out.numbers.size();
    for (std::size_t i = 0; i < in.numbers.size(); ++i)
      out.numbers[i / pixels] += in.numbers[i] / static_cast<double>(pixels);
    return out;
  }

  Values run(const arch::SqueezeExciteSpec&, const Values& in, const std::string&) const { return in; }

  Values run(const arch::BlockSpec& block, const Values& in, const std::string& name) const {
    Values out = run(block.body, in, name + ".body.");
    const Values shortcut = block.projection ? run(*block.projection, in, name + ".shortcut") : in;
    for (std::size_t i = 0; i < out.numbers.size(); ++i)
      out.numbers[i] =
          activate(out.numbers[i] + (block.shortcut ? shortcut.numbers[i] : 0), block.activation);
    return out;
  }
};

}  // namespace

std::vector<double> run_unfolded(const arch::ArchSpec& spec, const quant::FloatWeights& weights,
                                 std::span<const float> image) {
  return Unfolded{weights}.run(spec.layers, {spec.input, {image.begin(), image.end()}}, "layers.").numbers;
}

}  // namespace hybrid::reference
