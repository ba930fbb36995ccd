#pragma once
// The methods that are fitted to the outcomes of the tuning part by cross-fitted logistic regression:
// logistic, two_head, l2d_ce, l2d_ova and auto. They share the base's features and the folds, and auto builds
// on two_head, so they are fitted together and on demand. Scores of a tuning example come from a model fitted
// without it, those of the test part from the model fitted on the whole tuning part.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/seed.h"
#include "eval/routing_problem.h"
#include "routing/auto_router.h"
#include "routing/learning_to_defer.h"

namespace hybrid::eval {

class LearnedMethods {
 public:
  /// The minimum number of tuning examples for a fit.
  static constexpr std::size_t kMinExamples = 10;

  /// Returns why nothing can be fitted to these tuning examples; empty if it can.
  static std::string missing(const predictions::PredictionSet& tune);

  /// Uses the features that both parts have.
  /// @param tune for which missing() is empty
  /// @param outcomes of `tune`, stored by reference
  LearnedMethods(const predictions::PredictionSet& tune, const predictions::PredictionSet& test,
                 const routing::Outcomes& outcomes, SeedTree seed);

  bool has_confidence() const { return tune_.values.cols > 0 && test_.values.cols > 0; }

  Method logistic();
  Method two_head();
  /// Requires has_confidence().
  Method deferral(routing::DeferralLoss loss);
  Method automatic();
  /// Returns the fit behind automatic().
  const routing::AutoRouterFit& auto_router();

 private:
  const routing::TwoHeadFit& heads();

  routing::ConfidenceFeatures tune_, test_;
  const routing::Outcomes& outcomes_;
  std::vector<std::uint8_t> folds_;
  std::optional<routing::TwoHeadFit> heads_;
  std::optional<routing::AutoRouterFit> auto_;
};

}  // namespace hybrid::eval
