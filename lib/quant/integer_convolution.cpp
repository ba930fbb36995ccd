// GCC compiles the inner loops to 16-bit multiply-add instructions (pmaddwd) at -O3, which CMakeLists.txt
// sets for this file. An int8 minus its zero point and a weight fit 16 bits, so every sum is exact and
// independent of the order.
#include "quant/integer_convolution.h"

#include <algorithm>

#include "core/error.h"

namespace hybrid::quant {
namespace {

constexpr std::size_t kVector = 8;  // 16-bit numbers in the smallest vector register
constexpr std::size_t kTile = 4;    // pixels per load of the weights

std::size_t whole_vectors(int channels) {
  return (static_cast<std::size_t>(channels) + kVector - 1) / kVector * kVector;
}

/// Computes sums[p] += weights . inputs[p * step ...] for kPixels pixels.
template <std::size_t kPixels>
void add_products(const std::int16_t* weights, const std::int16_t* inputs, std::size_t step,
                  std::size_t length, std::int32_t* sums) {
  std::int32_t local[kPixels] = {};
  for (std::size_t i = 0; i < length; ++i)
    for (std::size_t p = 0; p < kPixels; ++p) local[p] += weights[i] * inputs[p * step + i];
  for (std::size_t p = 0; p < kPixels; ++p) sums[p] += local[p];
}

/// Computes all outputs of one pixel.
void rescale(const std::int32_t* sums, std::span<const std::int32_t> biases, const FixedPoint* factors,
             int zero_point, Clamp clamp, std::int8_t* outputs) {
  for (std::size_t o = 0; o < biases.size(); ++o) {
    const std::int64_t scaled = multiply(sums[o] + biases[o], factors[o]);
    outputs[o] =
        static_cast<std::int8_t>(std::clamp<std::int64_t>(scaled + zero_point, clamp.lowest, clamp.highest));
  }
}

}  // namespace

IntegerConvolution::IntegerConvolution(const arch::ConvSpec& spec, const arch::Shape& input,
                                       const QuantizedConvolution& weights, const Quantization& from,
                                       const Quantization& to)
    : spec_(spec),
      input_(input),
      output_(arch::output_shape(spec, input)),
      from_(from),
      to_(to),
      clamp_(clamp_of(spec.activation, to)),
      depthwise_(spec.groups == input.channels && spec.channels == input.channels),
      channels_(whole_vectors(input.channels)),
      row_length_(channels_ * static_cast<std::size_t>(input.width + spec.kernel / 2 * 2)),
      biases_(weights.biases) {
  for (const float scale : weights.scales)
    factors_.push_back(fixed_point(double{from.scale} * double{scale} / double{to.scale}));
  lay_out(weights.weights);
  widened_.assign(row_length_ * static_cast<std::size_t>(input.height + spec.kernel / 2 * 2), 0);
  sums_.resize(static_cast<std::size_t>(output_.width) * (depthwise_ ? channels_ : factors_.size()));
}

/// Arranges the weights: depthwise as [kernel, kernel, channels_], otherwise as [outputs, segments,
/// segment_length_]. A segment is contiguous in memory: a row of the kernel, or one group's channels of a
/// pixel.
void IntegerConvolution::lay_out(const std::vector<std::int8_t>& weights) {
  const auto kernel = static_cast<std::size_t>(spec_.kernel),
             outputs = static_cast<std::size_t>(spec_.channels);
  const std::size_t places = kernel * kernel, inputs = weights.size() / outputs / places;
  const bool whole_rows = spec_.groups == 1;
  segment_length_ = whole_rows ? kernel * channels_ : inputs;
  for (std::size_t y = 0; y < kernel; ++y)
    for (std::size_t x = 0; x < (whole_rows ? 1 : kernel); ++x)
      segments_.push_back(y * row_length_ + x * channels_);

  const std::size_t stride = whole_rows ? channels_ : inputs;  // of one kernel position
  weights_.assign(depthwise_ ? places * channels_ : outputs * places * stride, 0);
  for (std::size_t o = 0; o < outputs; ++o)
    for (std::size_t place = 0; place < places; ++place)
      for (std::size_t i = 0; i < inputs; ++i)
        weights_[depthwise_ ? place * channels_ + o : (o * places + place) * stride + i] =
            weights[(o * places + place) * inputs + i];
}

void IntegerConvolution::run(std::span<const std::int8_t> input, std::span<std::int8_t> output) {
  HYBRID_CHECK(static_cast<std::int64_t>(input.size()) == input_.elements() &&
                   static_cast<std::int64_t>(output.size()) == output_.elements(),
               "{} inputs for {}, {} outputs for {}", input.size(), to_string(input_), output.size(),
               to_string(output_));
  widen(input);
  const std::size_t outputs = factors_.size(), sums_per_pixel = depthwise_ ? channels_ : outputs;
  for (int y = 0; y < output_.height; ++y) {
    const std::int16_t* row = widened_.data() + static_cast<std::size_t>(y * spec_.stride) * row_length_;
    depthwise_ ? sum_row_depthwise(row) : sum_row(row);
    for (std::size_t x = 0; x < static_cast<std::size_t>(output_.width); ++x) {
      rescale(sums_.data() + x * sums_per_pixel, biases_, factors_.data(), to_.zero_point, clamp_,
              output.data());
      output = output.subspan(outputs);
    }
  }
}

void IntegerConvolution::widen(std::span<const std::int8_t> input) {
  const auto pad = static_cast<std::size_t>(spec_.kernel / 2),
             channels = static_cast<std::size_t>(input_.channels);
  const auto zero = static_cast<std::int16_t>(from_.zero_point);
  const std::int8_t* from = input.data();
  for (std::size_t y = 0; y < static_cast<std::size_t>(input_.height); ++y)
    for (std::size_t x = 0; x < static_cast<std::size_t>(input_.width); ++x, from += channels) {
      std::int16_t* to = widened_.data() + (y + pad) * row_length_ + (x + pad) * channels_;
      for (std::size_t c = 0; c < channels; ++c) to[c] = static_cast<std::int16_t>(from[c] - zero);
    }
}

void IntegerConvolution::sum_row(const std::int16_t* row) {
  const auto width = static_cast<std::size_t>(output_.width), outputs = factors_.size();
  const std::size_t step = static_cast<std::size_t>(spec_.stride) * channels_;
  const std::size_t window = segments_.size() * segment_length_;
  const std::size_t group_outputs = outputs / static_cast<std::size_t>(spec_.groups);
  const std::size_t group_inputs = static_cast<std::size_t>(input_.channels / spec_.groups);
  for (std::size_t x = 0; x < width; x += kTile) {
    const std::size_t pixels = std::min(kTile, width - x);
    for (std::size_t o = 0; o < outputs; ++o) {
      const std::int16_t* pixel = row + x * step + o / group_outputs * group_inputs;
      std::int32_t sums[kTile] = {};
      for (std::size_t s = 0; s < segments_.size(); ++s) {
        const std::int16_t* weights = weights_.data() + o * window + s * segment_length_;
        const std::int16_t* inputs = pixel + segments_[s];
        if (pixels == kTile)
          add_products<kTile>(weights, inputs, step, segment_length_, sums);
        else
          for (std::size_t p = 0; p < pixels; ++p)
            add_products<1>(weights, inputs + p * step, step, segment_length_, sums + p);
      }
      for (std::size_t p = 0; p < pixels; ++p) sums_[(x + p) * outputs + o] = sums[p];
    }
  }
}

void IntegerConvolution::sum_row_depthwise(const std::int16_t* row) {
  const auto kernel = static_cast<std::size_t>(spec_.kernel);
  for (std::size_t x = 0; x < static_cast<std::size_t>(output_.width); ++x) {
    const std::int16_t* pixel = row + x * static_cast<std::size_t>(spec_.stride) * channels_;
    for (std::size_t c = 0; c < channels_; c += kVector) {
      std::int32_t sums[kVector] = {};
      for (std::size_t y = 0; y < kernel; ++y)
        for (std::size_t k = 0; k < kernel; ++k) {
          const std::int16_t* inputs = pixel + y * row_length_ + k * channels_ + c;
          const std::int16_t* weights = weights_.data() + (y * kernel + k) * channels_ + c;
          for (std::size_t i = 0; i < kVector; ++i) sums[i] += inputs[i] * weights[i];
        }
      std::ranges::copy(sums, sums_.begin() + static_cast<std::ptrdiff_t>(x * channels_ + c));
    }
  }
}

}  // namespace hybrid::quant
