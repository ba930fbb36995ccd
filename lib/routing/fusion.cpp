#include "routing/fusion.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"

namespace hybrid::routing {

namespace {

/// Returns the fused logit; -inf, a probability of 0, if either network says so.
double fused_logit(const Fusion& fusion, float base, float cloud) {
  if (std::isinf(base) || std::isinf(cloud)) return -std::numeric_limits<double>::infinity();
  return fusion.base * static_cast<double>(base) + fusion.cloud * static_cast<double>(cloud);
}

/// Mean cross entropy with its gradient and Hessian in (base, cloud).
struct Loss {
  double value = 0;
  double g_b = 0, g_c = 0;
  double h_bb = 0, h_bc = 0, h_cc = 0;
};

Loss loss_at(const Fusion& fusion, std::span<const float> base, std::span<const float> cloud,
             std::span<const std::int32_t> labels, std::size_t classes) {
  Loss loss;
  std::vector<double> logits(classes);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto b = base.subspan(i * classes, classes);
    const auto c = cloud.subspan(i * classes, classes);
    for (std::size_t k = 0; k < classes; ++k) logits[k] = fused_logit(fusion, b[k], c[k]);
    const auto label = static_cast<std::size_t>(labels[i]);
    if (std::isinf(logits[label])) continue;  // infinite loss with any factors
    const double largest = *std::ranges::max_element(logits);
    // Under softmax(logits): means of both networks' logits, of their squares and of their product.
    double sum = 0, b1 = 0, c1 = 0, b2 = 0, bc = 0, c2 = 0;
    for (std::size_t k = 0; k < classes; ++k) {
      if (std::isinf(logits[k])) continue;
      const double p = std::exp(logits[k] - largest), x = static_cast<double>(b[k]),
                   y = static_cast<double>(c[k]);
      sum += p, b1 += p * x, c1 += p * y, b2 += p * x * x, bc += p * x * y, c2 += p * y * y;
    }
    b1 /= sum, c1 /= sum, b2 /= sum, bc /= sum, c2 /= sum;
    loss.value += largest + std::log(sum) - logits[label];
    loss.g_b += b1 - static_cast<double>(b[label]);
    loss.g_c += c1 - static_cast<double>(c[label]);
    loss.h_bb += b2 - b1 * b1;
    loss.h_bc += bc - b1 * c1;
    loss.h_cc += c2 - c1 * c1;
  }
  const auto n = static_cast<double>(labels.size());
  for (double* sum : {&loss.value, &loss.g_b, &loss.g_c, &loss.h_bb, &loss.h_bc, &loss.h_cc}) *sum /= n;
  return loss;
}

}  // namespace

Fusion fit_fusion(std::span<const float> base, std::span<const float> cloud,
                  std::span<const std::int32_t> labels, std::size_t classes) {
  HYBRID_CHECK(!labels.empty() && base.size() == labels.size() * classes && cloud.size() == base.size(),
               "{} and {} logits of {} examples in {} classes", base.size(), cloud.size(), labels.size(),
               classes);
  constexpr int kMaxSteps = 100;
  constexpr double kRidge = 1e-9;  // regularises equal networks, whose Hessian is singular
  constexpr double kEnough = 1e-12;
  Fusion fusion;
  Loss loss = loss_at(fusion, base, cloud, labels, classes);
  for (int step = 0; step < kMaxSteps; ++step) {
    const double h_bb = loss.h_bb + kRidge, h_cc = loss.h_cc + kRidge;
    const double determinant = h_bb * h_cc - loss.h_bc * loss.h_bc;
    const double d_b = (h_cc * loss.g_b - loss.h_bc * loss.g_c) / determinant;
    const double d_c = (h_bb * loss.g_c - loss.h_bc * loss.g_b) / determinant;
    // Far from the minimum a full step may overshoot: halve it until the loss decreases.
    bool better = false;
    for (double share = 1; share > kEnough && !better; share /= 2) {
      const Fusion next{fusion.base - share * d_b, fusion.cloud - share * d_c};
      const Loss there = loss_at(next, base, cloud, labels, classes);
      better = there.value < loss.value - kEnough;
      if (better) fusion = next, loss = there;
    }
    if (!better) break;
  }
  return fusion;
}

std::vector<float> fuse(const Fusion& fusion, std::span<const float> base, std::span<const float> cloud) {
  HYBRID_CHECK(base.size() == cloud.size(), "{} and {} logits", base.size(), cloud.size());
  std::vector<float> fused(base.size());
  for (std::size_t i = 0; i < base.size(); ++i)
    fused[i] = static_cast<float>(fused_logit(fusion, base[i], cloud[i]));
  return fused;
}

}  // namespace hybrid::routing
