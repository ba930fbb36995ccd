#include "routing/router_fit.h"

// Folded training. With x = L u (features.h) the first layer's output is W x = (W L) u = V u. Let D be the
// gradient of the loss with respect to V; then the gradient with respect to W is D Lᵀ, and a gradient step on
// W moves V = W L by D Lᵀ L = D G. Weight decay and momentum are linear in W and carry over. Hence V is
// trained on u, with its gradient multiplied by the constant 11 x 11 matrix G = LᵀL. The result equals
// training W on x, with a ninth of the first layer's operations. A class feature adds ones to the diagonals
// of L and G.

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <optional>

#include "core/error.h"
#include "core/interrupt.h"

namespace hybrid::routing {

namespace {

/// One output difference's contribution to the estimated sent share, and its derivative.
struct SentEstimate {
  double value;
  double slope;
};

SentEstimate estimate_sent(double difference, config::CoveragePenalty penalty) {
  if (difference <= 0) return {0, 0};
  if (penalty == config::CoveragePenalty::paper) return {difference, 1};
  constexpr double kCap = 0.1;  // the authors' clamp
  return difference < kCap ? SentEstimate{difference / kCap, 1 / kCap} : SentEstimate{1, 0};
}

/// SGD on the layers of a RouterNet; all buffers are reused between steps.
class Fitter {
 public:
  Fitter(RouterNet net, const config::RouterConfig& config, std::optional<Matrix> first_gradient_factor)
      : net_(std::move(net)), config_(config), factor_(std::move(first_gradient_factor)) {
    activations_.resize(net_.layers.size() + 1);
    for (const auto& layer : net_.layers)
      velocity_.push_back(
          {Matrix(layer.weight.rows, layer.weight.cols), std::vector<double>(layer.bias.size()), false});
  }

  void step(Matrix batch, std::span<const Route> labels, double target_coverage, double learning_rate) {
    activations_[0] = std::move(batch);
    for (std::size_t l = 0; l < net_.layers.size(); ++l)
      apply(net_.layers[l], activations_[l], activations_[l + 1]);
    Matrix gradient = router_loss(activations_.back(), labels, target_coverage, config_).gradient;
    for (std::size_t l = net_.layers.size(); l-- > 0;) {
      if (net_.layers[l].relu) zero_where_inactive(gradient, activations_[l + 1]);
      Matrix below;
      if (l > 0) multiply(gradient, net_.layers[l].weight, below);
      update(l, gradient, learning_rate);
      gradient = std::move(below);
    }
  }

  RouterNet take() { return std::move(net_); }

 private:
  static void zero_where_inactive(Matrix& gradient, const Matrix& activations) {
    for (std::size_t i = 0; i < gradient.values.size(); ++i)
      if (activations.values[i] <= 0) gradient.values[i] = 0;
  }

  void update(std::size_t l, const Matrix& gradient, double learning_rate) {
    multiply_first_transposed(gradient, activations_[l], weight_gradient_);
    if (l == 0 && factor_) {
      multiply(weight_gradient_, *factor_, folded_gradient_);
      std::swap(weight_gradient_, folded_gradient_);
    }
    bias_gradient_.assign(gradient.cols, 0.0);
    for (std::size_t r = 0; r < gradient.rows; ++r)
      for (std::size_t c = 0; c < gradient.cols; ++c) bias_gradient_[c] += gradient(r, c);
    descend(net_.layers[l].weight.values, weight_gradient_.values, velocity_[l].weight.values, learning_rate);
    descend(net_.layers[l].bias, bias_gradient_, velocity_[l].bias, learning_rate);
  }

  void descend(std::vector<double>& parameters, const std::vector<double>& gradient,
               std::vector<double>& velocity, double learning_rate) const {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      velocity[i] = config_.momentum * velocity[i] + gradient[i] + config_.weight_decay * parameters[i];
      parameters[i] -= learning_rate * velocity[i];
    }
  }

  RouterNet net_;
  const config::RouterConfig& config_;
  std::optional<Matrix> factor_;
  std::vector<RouterLayer> velocity_;
  std::vector<Matrix> activations_;
  Matrix weight_gradient_;
  Matrix folded_gradient_;
  std::vector<double> bias_gradient_;
};

bool all_finite(std::span<const double> values) {
  return std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
}

RouterNet fit(RouterNet net, const Matrix& inputs, std::span<const Route> labels,
              const config::RouterConfig& config, std::optional<Matrix> first_gradient_factor,
              SeedTree seed) {
  const std::size_t n = inputs.rows;
  HYBRID_CHECK(n > 0 && labels.size() == n, "{} rows, {} labels", n, labels.size());
  const auto sent = static_cast<double>(std::count(labels.begin(), labels.end(), Route::cloud));
  const double target_coverage = config.target_coverage.value_or(1.0 - sent / static_cast<double>(n));
  const auto batch_size = static_cast<std::size_t>(config.batch);
  const std::size_t steps_per_epoch = (n + batch_size - 1) / batch_size;
  const auto total_steps = static_cast<double>(steps_per_epoch * static_cast<std::size_t>(config.epochs));

  const SingleThreadedBlas single_threaded;
  Fitter fitter(std::move(net), config, std::move(first_gradient_factor));
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<Route> batch_labels;
  std::size_t step = 0;
  for (int epoch = 0; epoch < config.epochs; ++epoch) {
    throw_if_interrupted("the router's fit starts again when the command is repeated");
    Rng rng = seed.at("router.shuffle", static_cast<std::uint64_t>(epoch)).rng();
    rng.shuffle(std::span(order));
    for (std::size_t first = 0; first < n; first += batch_size, ++step) {
      const std::size_t count = std::min(batch_size, n - first);
      Matrix batch(count, inputs.cols);
      batch_labels.resize(count);
      for (std::size_t i = 0; i < count; ++i) {
        std::ranges::copy(inputs.row(order[first + i]), batch.row(i).begin());
        batch_labels[i] = labels[order[first + i]];
      }
      const double progress = static_cast<double>(step) / total_steps;
      const double learning_rate = config.learning_rate * 0.5 * (1 + std::cos(std::numbers::pi * progress));
      fitter.step(std::move(batch), batch_labels, target_coverage, learning_rate);
    }
  }
  net = fitter.take();
  for (const auto& layer : net.layers)
    if (!all_finite(layer.weight.values) || !all_finite(layer.bias))
      throw Infeasible(
          fmt::format("the router's fit diverges with router.learning_rate {}; choose a smaller one",
                      config.learning_rate));
  return net;
}

}  // namespace

RouterLoss router_loss(const Matrix& outputs, std::span<const Route> labels, double target_coverage,
                       const config::RouterConfig& config) {
  HYBRID_CHECK(outputs.cols == 2 && outputs.rows == labels.size(), "{}x{} outputs, {} labels", outputs.rows,
               outputs.cols, labels.size());
  const auto n = static_cast<double>(outputs.rows);
  RouterLoss loss{.gradient = Matrix(outputs.rows, 2)};
  double sent = 0;
  for (std::size_t i = 0; i < outputs.rows; ++i) {
    const double s = outputs(i, 1) - outputs(i, 0);
    const bool send = labels[i] == Route::cloud;
    const double weight = send ? 1 + config.positive_weight : 1;
    // Cross-entropy of two outputs depends on their difference only: log(1 + e^-s) or log(1 + e^s), in a
    // numerically stable form.
    const double signed_s = send ? s : -s;
    loss.fit += weight * (std::max(-signed_s, 0.0) + std::log1p(std::exp(-std::abs(signed_s)))) / n;
    const double p_send = 1 / (1 + std::exp(-s));
    loss.gradient(i, 1) = weight * (p_send - (send ? 1 : 0)) / n;
    sent += estimate_sent(s, config.penalty).value / n;
  }
  const double shortfall = target_coverage - (1 - sent);
  const bool penalised = shortfall > 0;
  if (penalised) loss.coverage = config.penalty_weight * shortfall;
  for (std::size_t i = 0; i < outputs.rows; ++i) {
    if (penalised)
      loss.gradient(i, 1) +=
          config.penalty_weight * estimate_sent(outputs(i, 1) - outputs(i, 0), config.penalty).slope / n;
    loss.gradient(i, 0) = -loss.gradient(i, 1);
  }
  return loss;
}

RouterNet fit_router(const CompactFeatures& compact, std::span<const Route> labels,
                     const config::RouterConfig& config, SeedTree seed) {
  if (!folds(compact.layout)) return fit_router_unfolded(compact, labels, config, seed);
  const Matrix l = expansion(compact.layout);
  Matrix gram;
  multiply_first_transposed(l, l, gram);
  return fit(fold(make_router(config, compact.layout, seed)), compact.values, labels, config, std::move(gram),
             seed);
}

RouterNet fit_router_unfolded(const CompactFeatures& compact, std::span<const Route> labels,
                              const config::RouterConfig& config, SeedTree seed) {
  RouterNet net = make_router(config, compact.layout, seed);
  const Matrix inputs = inputs_for(net, compact);
  return fit(std::move(net), inputs, labels, config, std::nullopt, seed);
}

}  // namespace hybrid::routing
