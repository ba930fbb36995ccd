#pragma once
// The prediction for an input that was sent: the cloud's alone, as in the paper, or that of both networks.
// The device has its own logits anyway; if the cloud returns its logits (or the largest few), the weighted
// sum of both is right more often than either. The factors combine a temperature for each and the weight
// between them (logarithmic opinion pool, Hinton 2002).

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

/// Returns the factors with the smallest mean cross entropy over examples that neither network was trained
/// on: a convex problem, solved by Newton's method. Examples whose label has a logit of -inf are left out.
/// Logits are [n, classes], row-major. Requires n > 0 and labels below `classes`.
Fusion fit_fusion(std::span<const float> base, std::span<const float> cloud,
                  std::span<const std::int32_t> labels, std::size_t classes);

/// Returns the fused logits, [n, classes]; -inf where one of both is.
std::vector<float> fuse(const Fusion& fusion, std::span<const float> base, std::span<const float> cloud);

}  // namespace hybrid::routing
