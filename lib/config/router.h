#pragma once

#include <array>
#include <optional>
#include <vector>

#include "config/choices.h"
#include "config/findings.h"

namespace hybrid::config {

class Fields;

/// The inputs of the router's network (routing/features.h).
enum class RouterFeatures { entropy, top10, entropy_pairs, entropy_pairs_class };
inline constexpr std::array kRouterFeaturesNames{
    Named{RouterFeatures::entropy, "entropy"}, Named{RouterFeatures::top10, "top10"},
    Named{RouterFeatures::entropy_pairs, "entropy+pairs"},
    Named{RouterFeatures::entropy_pairs_class, "entropy+pairs+class"}};

constexpr bool has_class(RouterFeatures features) {
  return features == RouterFeatures::entropy_pairs_class;
}
constexpr bool has_pairs(RouterFeatures features) {
  return features == RouterFeatures::entropy_pairs || has_class(features);
}

enum class PairFeatures { difference, product };
inline constexpr std::array kPairFeaturesNames{Named{PairFeatures::difference, "difference"},
                                               Named{PairFeatures::product, "product"}};

enum class CoveragePenalty { paper, clamped };
inline constexpr std::array kCoveragePenaltyNames{Named{CoveragePenalty::paper, "paper"},
                                                  Named{CoveragePenalty::clamped, "clamped"}};

/// The router's network and its fit (Kag et al. 2022, Eq. 5, A.4.1 and A.4.2).
struct RouterConfig {
  std::vector<int> hidden = {256, 64};
  RouterFeatures features = RouterFeatures::entropy_pairs;
  PairFeatures pairs = PairFeatures::difference;
  bool final_relu = true;
  int epochs = 50;
  int batch = 256;  ///< in examples
  double learning_rate = 1e-2;
  double momentum = 0.9;
  double weight_decay = 1e-5;
  CoveragePenalty penalty = CoveragePenalty::clamped;
  double penalty_weight = 1.0;            ///< lambda_r
  std::optional<double> target_coverage;  ///< cov; std::nullopt: the oracle's, 1 - mean o
  double positive_weight = 2.0;           ///< a in W_r = 1 + a o
  bool operator==(const RouterConfig&) const = default;
};

void describe(Fields& f, RouterConfig& c);
/// Checks that `pairs` is set only if the features include pairs.
void validate(const RouterConfig& c, const Findings& findings);

}  // namespace hybrid::config
