#include "nets/batch_norm.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace hybrid::nets {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

/// Channels-last images [n, channels, height, width] as the rows of a matrix, divided into parts that fit
/// into a core's cache. The parts depend on the shape alone.
class Rows {
 public:
  explicit Rows(const torch::Tensor& images)
      : channels_(images.size(1)),
        rows_(images.numel() / channels_),
        rows_of_part_(std::max<std::int64_t>(1, kNumbersOfPart / channels_)) {}

  std::int64_t count() const { return rows_; }
  std::int64_t parts() const { return (rows_ + rows_of_part_ - 1) / rows_of_part_; }
  std::int64_t rows_of(std::int64_t part) const {
    return std::min(rows_of_part_, rows_ - part * rows_of_part_);
  }

  /// Calls `take(part, first)` on several threads, `first` being the place of the part's first number.
  template <class Take>
  void for_each_part(Take take) const {
    at::parallel_for(0, parts(), 1, [&](std::int64_t from, std::int64_t to) {
      for (std::int64_t part = from; part < to; ++part) take(part, part * rows_of_part_ * channels_);
    });
  }

 private:
  static constexpr std::int64_t kNumbersOfPart = 1 << 15;
  std::int64_t channels_, rows_, rows_of_part_;
};

/// Sums over parts, for each channel, float32 [parts, channels].
class PartialSums {
 public:
  PartialSums(const Rows& rows, std::int64_t channels)
      : channels_(static_cast<std::size_t>(channels)),
        sums_(static_cast<std::size_t>(rows.parts()) * channels_) {}

  std::span<float> of(std::int64_t part) {
    return std::span(sums_).subspan(static_cast<std::size_t>(part) * channels_, channels_);
  }

  /// Returns the sums over all parts, in their order.
  std::vector<double> total() const {
    std::vector<double> total(channels_);
    for (std::size_t i = 0; i < sums_.size(); ++i) total[i % channels_] += double{sums_[i]};
    return total;
  }

 private:
  std::size_t channels_;
  std::vector<float> sums_;
};

/// Calls `take(row, channel)` for each number of `rows` rows, in an order that vectorises.
template <class Take>
void for_each_number(std::int64_t rows, std::size_t channels, Take take) {
  for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row) {
#pragma omp simd
    for (std::size_t c = 0; c < channels; ++c) take(row * channels + c, c);
  }
}

struct Statistics {
  std::vector<double> mean, variance;  ///< of each channel; the variance is the biased one
};

template <class Number>
Statistics statistics_of(const torch::Tensor& images) {
  const Rows rows(images);
  const auto channels = static_cast<std::size_t>(images.size(1));
  const auto* numbers = images.data_ptr<Number>();
  PartialSums sums(rows, images.size(1)), squares(rows, images.size(1));
  // The squares are taken around the part's own mean, while the part is in the cache (Chan et al. 1979).
  rows.for_each_part([&](std::int64_t part, std::int64_t first) {
    const auto* x = numbers + first;
    const std::int64_t count = rows.rows_of(part);
    float* sum = sums.of(part).data();
    float* square = squares.of(part).data();
    for_each_number(count, channels,
                    [=](std::size_t i, std::size_t c) { sum[c] += static_cast<float>(x[i]); });
    std::vector<float> mean(sum, sum + channels);
    for (float& m : mean) m /= static_cast<float>(count);
    const float* around = mean.data();
    for_each_number(count, channels, [=](std::size_t i, std::size_t c) {
      const float off = static_cast<float>(x[i]) - around[c];
      square[c] += off * off;
    });
  });
  const auto n = static_cast<double>(rows.count());
  Statistics s{sums.total(), squares.total()};
  for (double& mean : s.mean) mean /= n;
  for (std::int64_t part = 0; part < rows.parts(); ++part) {
    const auto sum = sums.of(part);
    const auto count = static_cast<double>(rows.rows_of(part));
    for (std::size_t c = 0; c < channels; ++c) {
      const double off = double{sum[c]} / count - s.mean[c];
      s.variance[c] += count * off * off;
    }
  }
  for (double& variance : s.variance) variance /= n;
  return s;
}

/// Writes scale * images + shift of each channel to `output`.
template <class Number>
void scale_and_shift(const torch::Tensor& images, const float* scale, const float* shift,
                     torch::Tensor& output) {
  const Rows rows(images);
  const auto channels = static_cast<std::size_t>(images.size(1));
  const auto* numbers = images.data_ptr<Number>();
  auto* out = output.data_ptr<Number>();
  rows.for_each_part([&](std::int64_t part, std::int64_t first) {
    const auto* x = numbers + first;
    auto* y = out + first;
    for_each_number(rows.rows_of(part), channels, [=](std::size_t i, std::size_t c) {
      y[i] = static_cast<Number>(static_cast<float>(x[i]) * scale[c] + shift[c]);
    });
  });
}

struct Gradients {
  torch::Tensor images, weight, bias;
};

/// dx = weight / deviation * (dy - e - (x - mean) k), with e = mean(dy) and
/// k = mean((x - mean) dy) / deviation^2.
template <class Number>
Gradients gradients(const torch::Tensor& images, const torch::Tensor& output_gradient,
                    const torch::Tensor& weight, const torch::Tensor& mean, const torch::Tensor& deviation) {
  const Rows rows(images);
  const std::int64_t channel_count = images.size(1);
  const auto channels = static_cast<std::size_t>(channel_count);
  const auto* xs = images.data_ptr<Number>();
  const auto* dys = output_gradient.data_ptr<Number>();
  const float* m = mean.data_ptr<float>();
  PartialSums sums(rows, channel_count), products(rows, channel_count);
  rows.for_each_part([&](std::int64_t part, std::int64_t first) {
    const auto* x = xs + first;
    const auto* dy = dys + first;
    float* sum = sums.of(part).data();
    float* product = products.of(part).data();
    for_each_number(rows.rows_of(part), channels, [=](std::size_t i, std::size_t c) {
      const auto d = static_cast<float>(dy[i]);
      sum[c] += d;
      product[c] += (static_cast<float>(x[i]) - m[c]) * d;
    });
  });
  const std::vector<double> sum = sums.total(), product = products.total();
  Gradients g{torch::empty_like(images), torch::empty_like(weight), torch::empty_like(weight)};
  const auto n = static_cast<double>(rows.count());
  const auto* w = weight.data_ptr<float>();
  const auto* d = deviation.data_ptr<float>();
  std::vector<float> scale(channels), e(channels), k(channels);
  for (std::size_t c = 0; c < channels; ++c) {
    g.weight.data_ptr<float>()[c] = static_cast<float>(product[c] / double{d[c]});
    g.bias.data_ptr<float>()[c] = static_cast<float>(sum[c]);
    scale[c] = w[c] / d[c];
    e[c] = static_cast<float>(sum[c] / n);
    k[c] = static_cast<float>(product[c] / n / (double{d[c]} * double{d[c]}));
  }
  auto* dxs = g.images.data_ptr<Number>();
  rows.for_each_part([&](std::int64_t part, std::int64_t first) {
    const auto* x = xs + first;
    const auto* dy = dys + first;
    auto* dx = dxs + first;
    const float *scales = scale.data(), *es = e.data(), *ks = k.data();
    for_each_number(rows.rows_of(part), channels, [=](std::size_t i, std::size_t c) {
      const float off = static_cast<float>(x[i]) - m[c];
      dx[i] = static_cast<Number>(scales[c] * (static_cast<float>(dy[i]) - es[c] - off * ks[c]));
    });
  });
  return g;
}

bool is_bf16(const torch::Tensor& images) {
  return images.scalar_type() == torch::kBFloat16;
}

struct BatchNorm : Function<BatchNorm> {
  /// @param mean, deviation of each channel; the deviation includes epsilon
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& images,
                               const torch::Tensor& weight, const torch::Tensor& bias,
                               const torch::Tensor& mean, const torch::Tensor& deviation) {
    context->save_for_backward({images, weight, mean, deviation});
    const torch::Tensor scale = weight / deviation, shift = bias - mean * scale;
    torch::Tensor output = torch::empty_like(images);
    const auto* scales = scale.data_ptr<float>();
    const auto* shifts = shift.data_ptr<float>();
    if (is_bf16(images))
      scale_and_shift<at::BFloat16>(images, scales, shifts, output);
    else
      scale_and_shift<float>(images, scales, shifts, output);
    return output;
  }

  static variable_list backward(AutogradContext* context, variable_list output_gradients) {
    const auto saved = context->get_saved_variables();
    const torch::Tensor &images = saved[0], &weight = saved[1], &mean = saved[2], &deviation = saved[3];
    const torch::Tensor dy = output_gradients.front().contiguous(at::MemoryFormat::ChannelsLast);
    const torch::NoGradGuard no_gradients;
    const Gradients g = is_bf16(images) ? gradients<at::BFloat16>(images, dy, weight, mean, deviation)
                                        : gradients<float>(images, dy, weight, mean, deviation);
    return {g.images, g.weight, g.bias, {}, {}};
  }
};

torch::Tensor floats(const std::vector<double>& numbers) {
  return torch::tensor(numbers, torch::kFloat64).to(torch::kFloat32);
}

}  // namespace

torch::Tensor normalize(torch::nn::BatchNorm2d& layer, const torch::Tensor& images) {
  if (!layer->is_training() || !images.is_cpu() || !images.is_contiguous(at::MemoryFormat::ChannelsLast))
    return layer->forward(images);
  const torch::Tensor x = images.detach();
  Statistics s = is_bf16(x) ? statistics_of<at::BFloat16>(x) : statistics_of<float>(x);
  const auto n = static_cast<double>(x.numel() / x.size(1));
  const torch::Tensor mean = floats(s.mean);
  {
    const torch::NoGradGuard no_gradients;
    const double momentum = *layer->options.momentum();
    layer->num_batches_tracked += 1;
    layer->running_mean.mul_(1 - momentum).add_(mean, momentum);
    layer->running_var.mul_(1 - momentum).add_(floats(s.variance), momentum * n / std::max(1.0, n - 1));
  }
  for (double& variance : s.variance) variance = std::sqrt(variance + layer->options.eps());
  return BatchNorm::apply(images, layer->weight, layer->bias, mean, floats(s.variance));
}

}  // namespace hybrid::nets
