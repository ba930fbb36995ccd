#include "audit/audit.h"

#include <catch2/catch.hpp>
#include <numeric>

#include "core/error.h"
#include "core/seed.h"

using namespace hybrid;
using namespace hybrid::audit;
using Catch::Matchers::Contains;

namespace {

/// What a pair of models is made of. Every model answers right with its accuracy, else the next class.
struct Recipe {
  std::size_t n = 1000;
  double base_accuracy = 0.7, cloud_accuracy = 0.85;
  std::int32_t classes = 4;
  std::uint64_t seed = 1;
};

/// Label and confidence only; the base is the surer the more probably it is right.
predictions::PredictionPair pair_of(const Recipe& recipe) {
  Rng rng = SeedTree(recipe.seed).at("audit").rng();
  predictions::PredictionPair pair;
  for (std::size_t i = 0; i < recipe.n; ++i) {
    const auto label = static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(recipe.classes)));
    for (auto& [set, accuracy] :
         {std::pair(&pair.base, recipe.base_accuracy), std::pair(&pair.cloud, recipe.cloud_accuracy)}) {
      const bool right = rng.uniform() < accuracy;
      set->labels.push_back(label);
      set->predicted.push_back(right ? label : (label + 1) % recipe.classes);
      set->confidence.push_back(0.3 + 0.4 * rng.uniform() + (right ? 0.2 : 0));
    }
  }
  return pair;
}

routing::RoutingScores max_prob(const predictions::PredictionSet& set) {
  routing::RoutingScores scores;
  for (const double confidence : set.confidence) scores.push_back(1 - confidence);
  return scores;
}

std::vector<std::string> numbers(std::size_t n) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < n; ++i) ids.push_back(std::to_string(i));
  return ids;
}

AuditTask task_of(predictions::PredictionPair tune, predictions::PredictionPair test) {
  AuditTask task{.tune = std::move(tune), .test = std::move(test), .method = "max_prob"};
  task.tune_ids = numbers(task.tune.size());
  task.test_ids = numbers(task.test.size());
  task.problem.variants.push_back(
      {"",
       {predictions::correct(task.tune.base), predictions::correct(task.tune.cloud)},
       {predictions::correct(task.test.base), predictions::correct(task.test.cloud)}});
  task.problem.methods.push_back(
      {.measure = "max_prob", .tune = max_prob(task.tune.base), .test = max_prob(task.test.base)});
  task.problem.methods.push_back({.measure = "on_cloud", .kind = eval::MethodKind::on_cloud});
  return task;
}

std::vector<std::string> checks(const Audit& result) {
  std::vector<std::string> names;
  for (const auto& warning : result.warnings) names.push_back(warning.check);
  return names;
}

const AuditWarning& warning(const Audit& result, const std::string& check) {
  for (const auto& w : result.warnings)
    if (w.check == check) return w;
  FAIL("no warning of " << check);
  throw 0;
}

}  // namespace

TEST_CASE("an audit of a sound pair counts every input once and warns of nothing", "[audit]") {
  const AuditTask task = task_of(pair_of({.seed = 1}), pair_of({.seed = 2}));
  const Audit result = audit::audit(task);
  REQUIRE(checks(result).empty());
  REQUIRE(result.verdicts.total() == 1000);
  REQUIRE(result.decisions.size() == 1000);
  REQUIRE(result.n_tune == 1000);
  // What was routed is right where the decision's model is.
  double right = 0;
  for (std::size_t i = 0; i < 1000; ++i) {
    const auto& model = result.decisions[i].route == routing::Route::cloud ? task.test.cloud : task.test.base;
    right += model.predicted[i] == model.labels[i] ? 1 : 0;
  }
  REQUIRE(result.routed.successes == right);
  const stats::Interval interval = stats::wilson(right, 1000);
  REQUIRE((result.routed_ci.low == interval.low && result.routed_ci.high == interval.high));
  for (const auto& [accuracy, ci] :
       {std::pair(result.base, result.base_ci), std::pair(result.cloud, result.cloud_ci)})
    REQUIRE((ci.low < accuracy.share() && accuracy.share() < ci.high && ci.high - ci.low < 0.07));
  REQUIRE(result.base_jump->p > kAlarmLevel);
  REQUIRE(result.resolution.against == "on_device");
}

TEST_CASE("a base that knows the tuning part is told by its accuracy there", "[audit]") {
  const Audit result =
      audit::audit(task_of(pair_of({.base_accuracy = 0.95, .seed = 1}), pair_of({.seed = 2})));
  REQUIRE_THAT(warning(result, "seen data").evidence,
               Contains("the base is right on 9") && Contains("% of the tuning part"));
  REQUIRE_THAT(warning(result, "seen data").next, Contains("will not carry over"));
  // Its confidences there are others too.
  REQUIRE_THAT(warning(result, "threshold drift").evidence, Contains("standard errors apart"));
  REQUIRE_THAT(warning(result, "score drift").evidence, Contains("Kolmogorov-Smirnov"));

  AuditTask split = task_of(pair_of({.base_accuracy = 0.95, .seed = 1}), pair_of({.seed = 2}));
  split.split_at_random = true;
  REQUIRE_FALSE(audit::audit(split).base_jump);
}

TEST_CASE("duplicates are told with their number and the first of them", "[audit]") {
  AuditTask task = task_of(pair_of({.seed = 1}), pair_of({.seed = 2}));
  for (auto* pair : {&task.tune, &task.test}) pair->base.ids = numbers(1000);
  for (std::size_t i = 7; i < 1000; ++i) task.test.base.ids[i] = "test " + std::to_string(i);
  for (std::size_t i = 0; i < 7; ++i)
    task.test.base.labels[i] = task.test.cloud.labels[i] = task.tune.base.labels[i];
  task.test_ids = task.test.base.ids;
  REQUIRE_THAT(warning(audit::audit(task), "duplicates").evidence,
               Contains("7 of the test examples") && Contains("0, 1, 2, 3, 4, ..."));
}

TEST_CASE("a cloud that cannot help, is worse, or is not shown to be better", "[audit]") {
  const auto against = [](predictions::PredictionPair test) {
    return audit::audit(task_of(pair_of({.seed = 1}), std::move(test)));
  };
  predictions::PredictionPair same = pair_of({.seed = 2});
  same.cloud = same.base;
  REQUIRE_THAT(warning(against(same), "no help from the cloud").next, Contains("never send"));
  const Audit worse = against(pair_of({.base_accuracy = 0.7, .cloud_accuracy = 0.4, .seed = 2}));
  REQUIRE_THAT(warning(worse, "the cloud is not better").next, Contains("never send"));
  predictions::PredictionPair close = same;  // three helped, one harmed
  std::size_t row = 0;
  for (int changed = 0; changed < 4; ++row) {
    auto& answer = close.cloud.predicted[row];
    const bool right = answer == close.cloud.labels[row];
    if (right != (changed == 3)) continue;
    answer = right ? (answer + 1) % 4 : close.cloud.labels[row];
    ++changed;
  }
  REQUIRE_THAT(warning(against(close), "the cloud is not shown to be better").evidence,
               Contains("cloud 71.3 %, base 71.1 % right") && Contains("McNemar"));
}

TEST_CASE("one class, constant scores and very few tuning examples are told", "[audit]") {
  REQUIRE_THAT(
      warning(audit::audit(task_of(pair_of({.seed = 1}), pair_of({.classes = 1, .seed = 2}))), "one class")
          .evidence,
      Contains("every label of the test part is 0"));
  AuditTask constant = task_of(pair_of({.seed = 1}), pair_of({.seed = 2}));
  constant.problem.methods[0].tune.assign(1000, 0.5);
  constant.problem.methods[0].test.assign(1000, 0.5);
  const Audit result = audit::audit(constant);
  REQUIRE_THAT(warning(result, "constant scores").evidence, Contains("the same score"));
  REQUIRE(result.verdicts.sent() == 0);
  REQUIRE_THAT(warning(audit::audit(task_of(pair_of({.n = 10, .seed = 1}), pair_of({.seed = 2}))),
                       "few tuning examples")
                   .evidence,
               Contains("from 10 tuning and 1,000 test examples"));
  AuditTask tied = task_of(pair_of({.seed = 1}), pair_of({.seed = 2}));
  for (auto* scores : {&tied.problem.methods[0].tune, &tied.problem.methods[0].test})
    for (auto& score : *scores) score = score > 0.35 ? 1 : 0;
  REQUIRE_THAT(warning(audit::audit(tied), "tied scores").next, Contains("another coverage"));
}

TEST_CASE("a claim that the examples cannot resolve tells how many more could", "[audit]") {
  AuditTask task = task_of(pair_of({.seed = 1}), pair_of({.seed = 2}));
  task.claim = 0.002;
  const Audit result = audit::audit(task);
  REQUIRE_THAT(warning(result, "sample size").evidence, Contains("0.2 points") && Contains("claimed"));
  REQUIRE_THAT(warning(result, "sample size").next, Contains("000 more examples are needed"));
  REQUIRE(result.resolution.too_few());
}

TEST_CASE("wrong labels are told with the surest of them", "[audit]") {
  predictions::PredictionPair test = pair_of({.base_accuracy = 0.97, .cloud_accuracy = 0.99, .seed = 2});
  for (auto* set : {&test.base, &test.cloud}) {
    for (auto& confidence : set->confidence) confidence = 0.5 + confidence / 2 + 0.04;
    for (std::size_t i = 0; i < 1000; i += 8) set->labels[i] = (set->labels[i] + 2) % 4;
  }
  const Audit result =
      audit::audit(task_of(pair_of({.base_accuracy = 0.97, .cloud_accuracy = 0.99, .seed = 1}), test));
  REQUIRE_THAT(warning(result, "label noise").evidence, Contains("the label is another"));
  REQUIRE(result.label_noise->at_least > 0.002);
  REQUIRE(result.label_noise->at_least < 0.125);
}

TEST_CASE("halves that tune each other are audited with both thresholds and searched for common examples",
          "[audit]") {
  AuditTask task = task_of({}, pair_of({.seed = 2}));
  task.problem.variants[0].tune = task.problem.variants[0].test;
  task.problem.methods[0].tune = task.problem.methods[0].test;
  for (std::size_t i = 0; i < 1000; ++i) task.problem.half.push_back(i % 2 == 0 ? 0 : 1);
  const Audit result = audit::audit(task);
  REQUIRE(result.cross_fitted);
  REQUIRE(result.thresholds.size() == 2);
  REQUIRE(result.drift.size() == 2);
  REQUIRE_FALSE(result.base_jump);
  REQUIRE(result.n_tune == 1000);
}

TEST_CASE("a method that is unknown or has no scores is refused", "[audit]") {
  AuditTask task = task_of(pair_of({.seed = 1}), pair_of({.seed = 2}));
  task.method = "on_cloud";
  REQUIRE_THROWS_AS(audit::audit(task), InvalidArgument);
  task.method = "max_pro";
  REQUIRE_THROWS_WITH(audit::audit(task), Contains("did you mean 'max_prob'?"));
}
