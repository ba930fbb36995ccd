#pragma once
// Fits the paper's router to oracle labels (Kag et al. 2022, Eq. 5), for training runs and for `hybrid
// evaluate`.

#include <span>

#include "config/router.h"
#include "core/seed.h"
#include "routing/matrix.h"
#include "routing/route.h"
#include "routing/router_net.h"

namespace hybrid::routing {

/// The terms of Eq. 5 on a batch, and the gradient with respect to the outputs.
struct RouterLoss {
  double fit = 0;       ///< mean of W_r * cross-entropy, W_r = 1 + positive_weight * o
  double coverage = 0;  ///< penalty_weight * (cov - (1 - estimated sent share))_+
  Matrix gradient;      ///< [batch, 2], of fit + coverage
};

/// Computes Eq. 5 with both terms as means over the batch (the paper combines a mean and a sum, so that the
/// scale of lambda would depend on the data set). The sent share is estimated as mean (r1 - r0)_+ (`paper`),
/// or as this difference capped at 0.1 and scaled by 10 (`clamped`), which in contrast stays within [0, 1]
/// and never shrinks clear decisions.
/// @param outputs [batch, 2]
/// @param labels [batch]
/// @param target_coverage `cov`
RouterLoss router_loss(const Matrix& outputs, std::span<const Route> labels, double target_coverage,
                       const config::RouterConfig& config);

/// Fits by SGD with momentum and a cosine schedule over shuffled mini-batches. Deterministic in its
/// arguments. With a table of differences the fit runs on the eleven compact features, with the same result
/// as on the 101 (see the head comment of the source), and returns a folded net. The features are those of
/// the layout, not of the config.
/// @throws Infeasible if the learning rate makes it diverge
RouterNet fit_router(const CompactFeatures& compact, std::span<const Route> labels,
                     const config::RouterConfig& config, SeedTree seed);

/// The same on the full features: the slow reference implementation for tests and benchmarks of `fit_router`.
RouterNet fit_router_unfolded(const CompactFeatures& compact, std::span<const Route> labels,
                              const config::RouterConfig& config, SeedTree seed);

}  // namespace hybrid::routing
