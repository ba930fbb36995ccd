#include "routing/logistic.h"

#include <cblas.h>
#include <lbfgs.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"

// L-BFGS runs on rescaled parameters v, for which the curvature of the loss at zero is the identity: the
// dense ones are v = Lᵀ w with the Cholesky factor L of that curvature, and each class effect has its own
// scale. With features as correlated as these (probabilities, their logs, the entropy) it would otherwise
// take ten times as many steps.

namespace hybrid::routing {

namespace {

constexpr double kFirstFeatureRidge = 1e-2;
constexpr double kInterceptRidge = 1e-6;
constexpr double kOtherClasses = 3;  // times the ridge of the first classes

/// Computes the lower Cholesky factor of a symmetric positive definite matrix in place; elements above the
/// diagonal are unchanged.
void cholesky(Matrix& a) {
  for (std::size_t j = 0; j < a.cols; ++j) {
    for (std::size_t k = 0; k < j; ++k)
      for (std::size_t i = j; i < a.rows; ++i) a(i, j) -= a(i, k) * a(j, k);
    HYBRID_CHECK(a(j, j) > 0, "pivot {} is {}", j, a(j, j));
    const double root = std::sqrt(a(j, j));
    for (std::size_t i = j; i < a.rows; ++i) a(i, j) /= root;
  }
}

/// So many classes always have parameters: leaving some out changes the rounding of the others.
constexpr std::size_t kAllFitted = 10'000;

/// Returns the classes whose effects are parameters, ascending: all of them, or, if there are more than rows
/// and kAllFitted, those of a row and those with an effect in `start`. The effects of the others are 0 and
/// stay so.
std::vector<std::int32_t> fitted_classes(const Categories& classes, std::span<const std::size_t> rows,
                                         std::span<const double> start) {
  std::vector<std::int32_t> fitted;
  if (classes.count <= std::max(rows.size(), kAllFitted)) {
    fitted.resize(classes.count);
    std::iota(fitted.begin(), fitted.end(), 0);
    return fitted;
  }
  for (const std::size_t row : rows) fitted.push_back(classes.codes[row]);
  for (std::size_t c = 0; c < start.size(); ++c)
    if (start[c] != 0) fitted.push_back(static_cast<std::int32_t>(c));
  std::ranges::sort(fitted);
  fitted.erase(std::unique(fitted.begin(), fitted.end()), fitted.end());
  return fitted;
}

/// The penalised loss of one fit, in liblbfgs's interface. Parameters: intercept, weights, then the effects
/// of the fitted classes.
class Objective {
 public:
  Objective(const LogisticData& data, std::span<const std::size_t> rows, const Ridge& ridge,
            const Logistic& start)
      : data_(data), rows_(rows), dense_(1 + data.features.values.cols), penalty_(dense_, ridge.features) {
    penalty_[0] = kInterceptRidge;
    if (dense_ > 1) penalty_[1] = kFirstFeatureRidge;
    for (std::size_t k = 0; k < data.features.classes.size(); ++k) {
      fitted_.push_back(
          fitted_classes(data.features.classes[k], rows,
                         k < start.effects.size() ? std::span(start.effects[k]) : std::span<const double>()));
      penalty_.insert(penalty_.end(), fitted_.back().size(), (k == 0 ? 1 : kOtherClasses) * ridge.classes);
    }
    gather();
    scale();
  }

  std::size_t size() const { return penalty_.size(); }

  /// Returns the initial parameters for this model; zero for a model without weights.
  std::vector<double> rescaled(const Logistic& model) const {
    std::vector<double> v(size(), 0.0);
    if (model.weights.size() + 1 != dense_) return v;
    std::vector<double> w{model.intercept};
    w.insert(w.end(), model.weights.begin(), model.weights.end());
    for (std::size_t j = 0; j < dense_; ++j)
      for (std::size_t i = j; i < dense_; ++i) v[j] += factor_(i, j) * w[i];
    std::size_t at = dense_;
    for (std::size_t k = 0; k < model.effects.size(); ++k)
      for (const std::int32_t c : fitted_[k])
        v[at] = model.effects[k][static_cast<std::size_t>(c)] * effect_scale_[at - dense_], ++at;
    return v;
  }

  Logistic model(std::span<const double> v) const {
    const std::vector<double> w = weights(v);
    Logistic model{.intercept = w[0], .weights = {w.begin() + 1, w.end()}};
    std::size_t at = 0;
    for (std::size_t k = 0; k < fitted_.size(); ++k) {
      auto& effects = model.effects.emplace_back(data_.features.classes[k].count, 0.0);
      for (const std::int32_t c : fitted_[k]) {
        effects[static_cast<std::size_t>(c)] = v[dense_ + at] / effect_scale_[at];
        ++at;
      }
    }
    return model;
  }

  double operator()(std::span<const double> v, std::span<double> gradient) {
    const std::vector<double> w = weights(v);
    for (std::size_t e = 0; e < effects_.size(); ++e) effects_[e] = v[dense_ + e] / effect_scale_[e];
    const int n = static_cast<int>(x_.rows), d = static_cast<int>(x_.cols);
    cblas_dgemv(CblasRowMajor, CblasNoTrans, n, d, 1, x_.values.data(), d, w.data(), 1, 0, z_.data(), 1);

    std::ranges::fill(gradient, 0.0);
    const auto effect_gradient = gradient.subspan(dense_);
    double loss = 0;
    for (std::size_t i = 0; i < z_.size(); ++i) {
      double z = z_[i];
      for (const auto e : effects_of(i)) z += effects_[e];
      const double small = std::exp(-std::abs(z));
      loss += weights_[i] * (std::max(z, 0.0) - z * targets_[i] + std::log1p(small));
      z_[i] = weights_[i] * ((z >= 0 ? 1 : small) / (1 + small) - targets_[i]);
      for (const auto e : effects_of(i)) effect_gradient[e] += z_[i];
    }
    std::vector<double> g(dense_);
    cblas_dgemv(CblasRowMajor, CblasTrans, n, d, 1, x_.values.data(), d, z_.data(), 1, 0, g.data(), 1);
    for (std::size_t j = 0; j < dense_; ++j) {
      loss += penalty_[j] / 2 * w[j] * w[j];
      g[j] += penalty_[j] * w[j];
    }
    solve(g, CblasNoTrans);
    std::ranges::copy(g, gradient.begin());
    for (std::size_t e = 0; e < effects_.size(); ++e) {
      const double penalty = penalty_[dense_ + e];
      loss += penalty / 2 * effects_[e] * effects_[e];
      effect_gradient[e] = (effect_gradient[e] + penalty * effects_[e]) / effect_scale_[e];
    }
    return loss;
  }

 private:
  /// Gathers the rows with a column of ones for the intercept; the last row is half an example of either
  /// kind, with mean features and no class.
  void gather() {
    const auto& features = data_.features;
    x_ = Matrix(rows_.size() + 1, dense_);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      x_(i, 0) = 1;
      std::ranges::copy(features.values.row(rows_[i]), x_.row(i).begin() + 1);
      targets_.push_back(data_.targets[rows_[i]]);
      weights_.push_back(data_.weights.empty() ? 1 : data_.weights[rows_[i]]);
      std::size_t offset = 0;
      for (std::size_t k = 0; k < fitted_.size(); ++k) {
        const auto place = std::ranges::lower_bound(fitted_[k], features.classes[k].codes[rows_[i]]);
        effect_of_.push_back(offset + static_cast<std::size_t>(place - fitted_[k].begin()));
        offset += fitted_[k].size();
      }
    }
    x_(rows_.size(), 0) = 1;
    targets_.push_back(0.5);
    weights_.push_back(1);
    z_.resize(x_.rows);
    effects_.resize(size() - dense_);
  }

  std::span<const std::size_t> effects_of(std::size_t row) const {
    const std::size_t count = data_.features.classes.size();
    return row < rows_.size() ? std::span(effect_of_).subspan(row * count, count)
                              : std::span<const std::size_t>();
  }

  /// The second derivative of a logistic loss is at most a quarter of its weight.
  void scale() {
    effect_scale_.assign(penalty_.begin() + static_cast<std::ptrdiff_t>(dense_), penalty_.end());
    Matrix weighted = x_;
    for (std::size_t i = 0; i < x_.rows; ++i) {
      for (double& value : weighted.row(i)) value *= weights_[i] / 4;
      for (const auto e : effects_of(i)) effect_scale_[e] += weights_[i] / 4;
    }
    multiply_first_transposed(weighted, x_, factor_);
    for (std::size_t j = 0; j < dense_; ++j) factor_(j, j) += penalty_[j] + 1e-9 * (1 + factor_(j, j));
    cholesky(factor_);
    for (double& scale : effect_scale_) scale = std::sqrt(std::max(scale, 1e-6));
  }

  std::vector<double> weights(std::span<const double> v) const {
    std::vector<double> w(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(dense_));
    solve(w, CblasTrans);
    return w;
  }

  void solve(std::span<double> values, CBLAS_TRANSPOSE transpose) const {
    cblas_dtrsv(CblasRowMajor, CblasLower, transpose, CblasNonUnit, static_cast<int>(dense_),
                factor_.values.data(), static_cast<int>(dense_), values.data(), 1);
  }

  const LogisticData& data_;
  std::span<const std::size_t> rows_;
  std::size_t dense_;                              ///< intercept and weights
  std::vector<double> penalty_;                    ///< of every parameter
  std::vector<std::vector<std::int32_t>> fitted_;  ///< per kind of classes, ascending
  Matrix x_;
  std::vector<double> targets_, weights_, z_;
  std::vector<std::size_t> effect_of_;  ///< [rows, kinds of classes]
  std::vector<double> effects_;
  Matrix factor_;
  std::vector<double> effect_scale_;
};

lbfgsfloatval_t evaluate(void* instance, const lbfgsfloatval_t* v, lbfgsfloatval_t* gradient, int n,
                         lbfgsfloatval_t) {
  const auto size = static_cast<std::size_t>(n);
  return (*static_cast<Objective*>(instance))({v, size}, {gradient, size});
}

}  // namespace

Logistic fit_logistic(const LogisticData& data, std::span<const std::size_t> rows, const Ridge& ridge,
                      const Logistic& start) {
  HYBRID_CHECK(!rows.empty(), "no rows");
  Objective objective(data, rows, ridge, start);
  std::vector<double> v = objective.rescaled(start);
  lbfgs_parameter_t parameters;
  lbfgs_parameter_init(&parameters);
  parameters.epsilon = 1e-6;  // of the gradient relative to the parameters, both rescaled
  parameters.max_iterations = 200;
  // If rounding keeps the line search from its tolerance, it ends at its best point, which is sufficient.
  lbfgs(static_cast<int>(v.size()), v.data(), nullptr, evaluate, nullptr, &objective, &parameters);
  return objective.model(v);
}

double log_odds(const Logistic& model, const ConfidenceFeatures& features, std::size_t row) {
  double z = model.intercept;
  const auto x = features.values.row(row);
  for (std::size_t j = 0; j < x.size(); ++j) z += model.weights[j] * x[j];
  for (std::size_t k = 0; k < model.effects.size(); ++k) {
    const auto c = static_cast<std::size_t>(features.classes[k].codes[row]);
    if (c < model.effects[k].size()) z += model.effects[k][c];
  }
  return z;
}

double sigmoid(double x) {
  return 1 / (1 + std::exp(-x));
}

double cross_entropy(double target, double z) {
  return std::max(z, 0.0) - z * target + std::log1p(std::exp(-std::abs(z)));
}

}  // namespace hybrid::routing
