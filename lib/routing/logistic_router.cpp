#include "routing/logistic_router.h"

namespace hybrid::routing {

LogisticRouterFit fit_logistic_router(const ConfidenceFeatures& features, std::span<const double> targets,
                                      std::span<const double> weights, std::span<const std::uint8_t> folds) {
  LogisticRouterFit fit{.model = {.standardisation = standardisation_of(features.values)}};
  const ConfidenceFeatures standard{standardised(features.values, fit.model.standardisation),
                                    features.classes};
  CrossFitted head = cross_fit({.features = standard, .targets = targets, .weights = weights}, folds);
  fit.model.head = std::move(head.model);
  fit.out_of_fold = std::move(head.out_of_fold);
  return fit;
}

std::vector<double> log_odds(const LogisticRouter& model, const ConfidenceFeatures& features) {
  const ConfidenceFeatures standard{standardised(features.values, model.standardisation), features.classes};
  std::vector<double> result;
  for (std::size_t i = 0; i < standard.values.rows; ++i) result.push_back(log_odds(model.head, standard, i));
  return result;
}

std::int64_t macs(const LogisticRouter& model) {
  return static_cast<std::int64_t>(2 * model.head.weights.size());
}

}  // namespace hybrid::routing
