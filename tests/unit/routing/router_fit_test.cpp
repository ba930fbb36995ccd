#include "routing/router_fit.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "core/error.h"
#include "reference/router_metrics.h"
#include "support/error_message.h"
#include "unit/routing/random_compact.h"

using namespace hybrid;
using namespace hybrid::routing;

namespace {

Matrix outputs_with(const std::vector<double>& differences) {
  Matrix outputs(differences.size(), 2);
  for (std::size_t i = 0; i < differences.size(); ++i) {
    outputs(i, 0) = 0.3 * static_cast<double>(i);
    outputs(i, 1) = outputs(i, 0) + differences[i];
  }
  return outputs;
}

/// Labels that the features decide: an unsure base wants the cloud.
std::vector<Route> sent_if_unsure(const CompactFeatures& compact) {
  std::vector<Route> labels;
  for (std::size_t i = 0; i < compact.values.rows; ++i)
    labels.push_back(compact.values(i, 1) - compact.values(i, 2) < 0.2 ? Route::cloud : Route::device);
  return labels;
}

/// Labels by what a row of compact features is.
template <class Wanted>
std::vector<Route> sent_if(const CompactFeatures& compact, Wanted wanted) {
  std::vector<Route> labels;
  for (std::size_t i = 0; i < compact.values.rows; ++i)
    labels.push_back(wanted(compact.values.row(i)) ? Route::cloud : Route::device);
  return labels;
}

std::vector<double> scores_of(const RouterNet& net, const CompactFeatures& compact) {
  const Matrix r = forward(net, inputs_for(net, compact));
  std::vector<double> scores(r.rows);
  for (std::size_t i = 0; i < r.rows; ++i) scores[i] = r(i, 1) - r(i, 0);
  return scores;
}

double share_sent(const RouterNet& net, const CompactFeatures& compact) {
  const auto scores = scores_of(net, compact);
  return static_cast<double>(std::ranges::count_if(scores, [](double s) { return s > 0; })) /
         static_cast<double>(scores.size());
}

/// Small enough for a test, large enough to learn.
config::RouterConfig quick() {
  return {.hidden = {16, 8}, .epochs = 30, .batch = 64};
}

}  // namespace

TEST_CASE("the loss has the numbers of Eq. 5", "[routing]") {
  const Matrix outputs = outputs_with({0.05, -0.3});
  const std::vector<Route> labels{Route::cloud, Route::device};
  config::RouterConfig config{
      .penalty = config::CoveragePenalty::clamped, .penalty_weight = 1.5, .positive_weight = 2};
  // (3 ln(1 + e^-0.05) + ln(1 + e^-0.3)) / 2; one of two sent by 0.05 / 0.1: 0.9 - (1 - 0.25) is missing.
  const RouterLoss clamped = router_loss(outputs, labels, 0.9, config);
  REQUIRE(clamped.fit == Approx(1.279867094254193).epsilon(1e-14));
  REQUIRE(clamped.coverage == Approx(1.5 * 0.15).epsilon(1e-12));
  REQUIRE(clamped.gradient(0, 1) == Approx(-0.7312539052736845 + 1.5 * 10 / 2).epsilon(1e-12));
  REQUIRE(clamped.gradient(1, 1) == Approx(0.2127787415941705).epsilon(1e-12));

  config.penalty = config::CoveragePenalty::paper;
  // Sent is 0.05 / 2: 0.9 is reached, 0.99 is not.
  REQUIRE(router_loss(outputs, labels, 0.9, config).coverage == 0);
  REQUIRE(router_loss(outputs, labels, 0.9, config).fit == clamped.fit);
  REQUIRE(router_loss(outputs, labels, 0.99, config).coverage == Approx(1.5 * 0.015).epsilon(1e-12));
}

TEST_CASE("the loss's gradient equals central differences", "[routing]") {
  const auto penalty = GENERATE(config::CoveragePenalty::paper, config::CoveragePenalty::clamped);
  const double positive_weight = GENERATE(0.0, 2.0);
  const double target = GENERATE(0.1, 0.6, 0.95);
  const config::RouterConfig config{
      .penalty = penalty, .penalty_weight = 1.7, .positive_weight = positive_weight};
  // Far from the kinks at 0 and 0.1, and a hair beside them.
  Matrix outputs = outputs_with({-3, -0.4, -1e-4, 1e-4, 0.05, 0.0999, 0.1001, 0.7, 2.5, 0.02});
  std::vector<Route> labels(10, Route::device);
  for (const std::size_t i : {0U, 3U, 6U, 8U}) labels[i] = Route::cloud;

  const RouterLoss loss = router_loss(outputs, labels, target, config);
  constexpr double kStep = 1e-6;
  for (std::size_t i = 0; i < outputs.values.size(); ++i) {
    const double before = outputs.values[i];
    const auto total_at = [&](double value) {
      outputs.values[i] = value;
      const RouterLoss moved = router_loss(outputs, labels, target, config);
      return moved.fit + moved.coverage;
    };
    const double slope = (total_at(before + kStep) - total_at(before - kStep)) / (2 * kStep);
    outputs.values[i] = before;
    REQUIRE(loss.gradient.values[i] == Approx(slope).margin(1e-8));
  }
}

TEST_CASE("the penalty sets in when the estimated coverage falls below the target", "[routing]") {
  const std::vector<Route> labels{Route::device, Route::device};
  const config::RouterConfig config{.penalty_weight = 3};
  const Matrix outputs = outputs_with({0.05, -1});  // clamped estimate: 0.25 sent
  const RouterLoss just_kept = router_loss(outputs, labels, 0.7499, config);
  const RouterLoss just_missed = router_loss(outputs, labels, 0.7501, config);
  REQUIRE(just_kept.coverage == 0);
  REQUIRE(just_missed.coverage == Approx(3 * 1e-4).epsilon(1e-6));
  REQUIRE(just_missed.gradient(0, 1) - just_kept.gradient(0, 1) == Approx(3 * 10 / 2.0));
  REQUIRE(just_missed.gradient(1, 1) == just_kept.gradient(1, 1));
}

TEST_CASE("the loss stays finite for outputs far apart", "[routing]") {
  const RouterLoss loss =
      router_loss(outputs_with({-1000, 1000, 800, -800}),
                  std::vector<Route>{Route::cloud, Route::cloud, Route::device, Route::device}, 0.5, {});
  REQUIRE(loss.fit == Approx((3 * 1000 + 800) / 4.0));
  for (const double g : loss.gradient.values) REQUIRE(std::isfinite(g));
}

TEST_CASE("a loss of shapes that do not fit is a fault of the caller", "[routing]") {
  REQUIRE_THROWS_AS(router_loss(Matrix(2, 2), std::vector<Route>(3), 1, {}), InternalError);
  REQUIRE_THROWS_AS(router_loss(Matrix(2, 3), std::vector<Route>(2), 1, {}), InternalError);
}

TEST_CASE("a fit on the compact features equals the fit on all of them", "[routing]") {
  Rng rng(1);
  const CompactFeatures compact = test::random_compact(500, 10, rng);
  const auto labels = sent_if_unsure(compact);
  config::RouterConfig config{.epochs = 40, .batch = 64, .weight_decay = 1e-3};  // 320 steps
  config.hidden = GENERATE(std::vector<int>{32, 8}, std::vector<int>{});
  config.final_relu = GENERATE(true, false);
  config.penalty = GENERATE(config::CoveragePenalty::clamped, config::CoveragePenalty::paper);
  const RouterNet folded = fit_router(compact, labels, config, SeedTree(2));
  const RouterNet unfolded = fit_router_unfolded(compact, labels, config, SeedTree(2));
  REQUIRE(folded.folded);
  REQUIRE_FALSE(unfolded.folded);
  REQUIRE(folded != fold(make_router(config, compact.layout, SeedTree(2))));
  const RouterNet expected = fold(unfolded);
  for (std::size_t l = 0; l < expected.layers.size(); ++l) {
    for (std::size_t i = 0; i < expected.layers[l].weight.values.size(); ++i)
      REQUIRE(folded.layers[l].weight.values[i] == Approx(expected.layers[l].weight.values[i]).margin(1e-9));
    for (std::size_t i = 0; i < expected.layers[l].bias.size(); ++i)
      REQUIRE(folded.layers[l].bias[i] == Approx(expected.layers[l].bias[i]).margin(1e-9));
  }
}

TEST_CASE("with the class as a feature the fit on the compact features is exact, too", "[routing]") {
  Rng rng(11);
  const CompactFeatures compact =
      test::random_answers(300, 12, config::RouterFeatures::entropy_pairs_class, rng);
  const auto labels = sent_if(compact, [](auto row) { return row[1] < 0.5 || row[11] == 1; });
  const config::RouterConfig config{.hidden = {16, 8}, .epochs = 20, .batch = 64, .weight_decay = 1e-3};
  const RouterNet folded = fit_router(compact, labels, config, SeedTree(2));
  const RouterNet unfolded = fit_router_unfolded(compact, labels, config, SeedTree(2));
  REQUIRE(folded.layers[0].weight.cols == 1 + 10 + 12);
  REQUIRE(unfolded.layers[0].weight.cols == 1 + 100 + 12);
  const auto fast = scores_of(folded, compact), slow = scores_of(unfolded, compact);
  for (std::size_t i = 0; i < fast.size(); ++i) REQUIRE(fast[i] == Approx(slow[i]).margin(1e-9));
}

TEST_CASE("each choice of features learns what it sees and nothing else", "[routing]") {
  const auto features =
      GENERATE(config::RouterFeatures::entropy, config::RouterFeatures::top10,
               config::RouterFeatures::entropy_pairs, config::RouterFeatures::entropy_pairs_class);
  const auto auroc_of = [&](auto wanted) {
    Rng rng(13);
    const CompactFeatures seen =
        test::random_answers(1200, 12, config::RouterFeatures::entropy_pairs_class, rng);
    const std::vector<Route> labels = sent_if(seen, wanted);
    Rng again(13);
    const CompactFeatures compact = test::random_answers(1200, 12, features, again);
    config::RouterConfig config = quick();
    config.penalty_weight = 0;
    const RouterNet net = fit_router(compact, labels, config, SeedTree(1));
    Outcomes outcomes;
    for (const Route route : labels) {
      outcomes.base_value.push_back(route == Route::device);
      outcomes.cloud_value.push_back(1);
    }
    return *reference::auroc(scores_of(net, compact), outcomes);
  };
  // Row: entropy, ten probabilities, twelve classes.
  const double by_entropy = auroc_of([](auto row) { return row[0] > 1; });
  const double by_class = auroc_of([](auto row) { return row[11] + row[12] + row[13] > 0; });
  REQUIRE(by_entropy > 0.95);
  REQUIRE((by_class > 0.95) == (features == config::RouterFeatures::entropy_pairs_class));
}

TEST_CASE("a fit depends on its arguments alone", "[routing]") {
  Rng rng(4);
  const CompactFeatures compact = test::random_compact(200, 10, rng);
  const auto labels = sent_if_unsure(compact);
  const RouterNet net = fit_router(compact, labels, quick(), SeedTree(1));
  REQUIRE(net == fit_router(compact, labels, quick(), SeedTree(1)));
  REQUIRE(net != fit_router(compact, labels, quick(), SeedTree(2)));
}

TEST_CASE("a fit finds a separable oracle", "[routing]") {
  Rng rng(5);
  CompactFeatures compact = test::random_compact(1500, 10, rng);
  CompactFeatures unseen = test::random_compact(500, 10, rng);
  const config::PairFeatures pairs =
      GENERATE(config::PairFeatures::difference, config::PairFeatures::product);
  compact.layout.pairs = unseen.layout.pairs = pairs;
  config::RouterConfig config = quick();
  config.final_relu = GENERATE(true, false);
  const RouterNet net = fit_router(compact, sent_if_unsure(compact), config, SeedTree(1));
  REQUIRE(net.folded == (pairs == config::PairFeatures::difference));
  Outcomes wanted;
  for (const Route route : sent_if_unsure(unseen)) {
    wanted.base_value.push_back(route == Route::device);
    wanted.cloud_value.push_back(1);
  }
  REQUIRE(*reference::auroc(scores_of(net, unseen), wanted) > 0.97);
}

TEST_CASE("a batch larger than the data is the data", "[routing]") {
  Rng rng(6);
  const CompactFeatures compact = test::random_compact(20, 10, rng);
  const auto labels = sent_if_unsure(compact);
  config::RouterConfig config = quick();
  config.batch = 20;
  const RouterNet exact = fit_router(compact, labels, config, SeedTree(1));
  config.batch = 100000;
  REQUIRE(fit_router(compact, labels, config, SeedTree(1)) == exact);
}

TEST_CASE("labels that are all alike are learnt, without a division by nothing", "[routing]") {
  Rng rng(7);
  const CompactFeatures compact = test::random_compact(200, 10, rng);
  const auto penalty = GENERATE(config::CoveragePenalty::paper, config::CoveragePenalty::clamped);
  config::RouterConfig config = quick();
  config.penalty = penalty;
  const auto fitted_to = [&](Route route) {
    return scores_of(fit_router(compact, std::vector<Route>(200, route), config, SeedTree(1)), compact);
  };
  for (const double s : fitted_to(Route::device)) REQUIRE(s < 0);
  for (const double s : fitted_to(Route::cloud)) REQUIRE(s > 0);
}

TEST_CASE("the coverage penalty keeps inputs on the device, unless the target lets all go", "[routing]") {
  Rng rng(8);
  const CompactFeatures compact = test::random_compact(400, 10, rng);
  std::vector<Route> labels;
  for (std::size_t i = 0; i < compact.values.rows; ++i)  // unsure inputs are worth sending more often
    labels.push_back(rng.uniform() < compact.values(i, 0) / 3 ? Route::cloud : Route::device);
  const auto penalty = GENERATE(config::CoveragePenalty::paper, config::CoveragePenalty::clamped);
  const auto fitted = [&](double weight, double target) {
    config::RouterConfig config = quick();
    config.penalty = penalty;
    config.penalty_weight = weight;
    config.target_coverage = target;
    return fit_router(compact, labels, config, SeedTree(1));
  };
  const double free = share_sent(fitted(0, 1), compact);
  REQUIRE(share_sent(fitted(4, 1), compact) < free - 0.1);
  // The literal estimate exceeds 1 for clear decisions, and then asks for a coverage above 0.
  REQUIRE((fitted(4, 0) == fitted(0, 0)) == (penalty == config::CoveragePenalty::clamped));
}

TEST_CASE("every term of the loss changes the fit, and a term that is off does nothing", "[routing]") {
  Rng rng(12);
  const CompactFeatures compact = test::random_compact(400, 10, rng);
  std::vector<Route> labels;
  for (std::size_t i = 0; i < compact.values.rows; ++i)
    labels.push_back(rng.uniform() < compact.values(i, 0) / 3 ? Route::cloud : Route::device);
  const auto fitted = [&](config::CoveragePenalty penalty, double penalty_weight, double positive_weight) {
    config::RouterConfig config = quick();
    config.penalty = penalty;
    config.penalty_weight = penalty_weight;
    config.positive_weight = positive_weight;
    return fit_router(compact, labels, config, SeedTree(1));
  };
  const RouterNet clamped = fitted(config::CoveragePenalty::clamped, 1, 2);
  REQUIRE(fitted(config::CoveragePenalty::paper, 1, 2) != clamped);
  REQUIRE(fitted(config::CoveragePenalty::clamped, 0, 2) != clamped);
  REQUIRE(fitted(config::CoveragePenalty::clamped, 1, 0) != clamped);
  REQUIRE(fitted(config::CoveragePenalty::paper, 0, 2) == fitted(config::CoveragePenalty::clamped, 0, 2));
  // Without lambda the labels decide alone, and W_r makes those to be sent count more.
  REQUIRE(share_sent(fitted(config::CoveragePenalty::clamped, 0, 4), compact) >
          share_sent(fitted(config::CoveragePenalty::clamped, 0, 0), compact) + 0.1);
}

TEST_CASE("without a target the oracle's own coverage is one", "[routing]") {
  Rng rng(9);
  const CompactFeatures compact = test::random_compact(200, 10, rng);
  const auto labels = sent_if_unsure(compact);
  config::RouterConfig config = quick();
  const RouterNet own = fit_router(compact, labels, config, SeedTree(1));
  config.target_coverage = 1 - static_cast<double>(std::ranges::count(labels, Route::cloud)) / 200;
  REQUIRE(fit_router(compact, labels, config, SeedTree(1)) == own);
}

TEST_CASE("a fit that diverges says so instead of scoring with NaN", "[routing]") {
  Rng rng(10);
  const CompactFeatures compact = test::random_compact(200, 10, rng);
  config::RouterConfig config = quick();
  config.learning_rate = 1e6;
  const auto labels = sent_if_unsure(compact);
  REQUIRE(test::error_message<Infeasible>([&] { fit_router(compact, labels, config, SeedTree(1)); }) ==
          "the router's fit diverges with router.learning_rate 1000000; choose a smaller one");
}

TEST_CASE("no rows, or labels of another number, are a fault of the caller", "[routing]") {
  REQUIRE_THROWS_AS(fit_router({{}, Matrix(0, 11)}, {}, quick(), SeedTree(1)), InternalError);
  REQUIRE_THROWS_AS(fit_router({{}, Matrix(3, 11)}, std::vector<Route>(2), quick(), SeedTree(1)),
                    InternalError);
}
