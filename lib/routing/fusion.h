#pragma once
// What to answer about an input that was sent: the cloud's answer alone, as the paper does, or both networks'
// together. The device has its own logits anyway; where the cloud returns its logits (or the few largest),
// the sum of both, each with a factor of its own, is right more often than either: the factors are a
// temperature for each and the weight between them (logarithmic opinion pool, Hinton 2002).

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hybrid::routing {

/// Fused logits are base * (the base's) + cloud * (the cloud's).
struct Fusion {
  double base = 0;
  double cloud = 1;
  bool operator==(const Fusion&) const = default;
};

/// The factors with the least mean cross entropy over examples that neither network was trained on: a convex
/// problem, solved by Newton's method. Logits are [n, classes], row by row; requires n > 0 and labels below
/// `classes`.
Fusion fit_fusion(std::span<const float> base, std::span<const float> cloud,
                  std::span<const std::int32_t> labels, std::size_t classes);

/// [n, classes].
std::vector<float> fuse(const Fusion& fusion, std::span<const float> base, std::span<const float> cloud);

}  // namespace hybrid::routing
