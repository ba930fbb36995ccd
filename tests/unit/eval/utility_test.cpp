#include "eval/utility.h"

#include <catch2/catch.hpp>
#include <map>

#include "core/error.h"
#include "core/seed.h"
#include "eval/ceilings.h"
#include "eval/decision_sums.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::eval;
using Catch::Matchers::Contains;

namespace {

const Utility kBalanced{.kind = UtilityKind::balanced_accuracy};

predictions::PredictionPair tiny_pair() {
  // Three of class 0, one of class 2; class 1 does not occur.
  return {test::set_without_outputs({0, 0, 2, 0}, {0, 1, 2, 0}),
          test::set_without_outputs({0, 0, 2, 0}, {0, 0, 1, 2})};
}

/// Labels of three classes that are not equally frequent, and answers that are often right.
predictions::PredictionPair random_pair(std::size_t n, Rng& rng) {
  std::vector<std::int32_t> labels, base, cloud;
  for (std::size_t i = 0; i < n; ++i) {
    labels.push_back(static_cast<std::int32_t>(rng.below(6) / 2 % (1 + rng.below(3))));
    base.push_back(rng.below(2) == 0 ? labels[i] : static_cast<std::int32_t>(rng.below(3)));
    cloud.push_back(rng.below(4) > 0 ? labels[i] : static_cast<std::int32_t>(rng.below(3)));
  }
  return {test::set_without_outputs(labels, base), test::set_without_outputs(labels, cloud)};
}

routing::RoutingScores random_scores(std::size_t n, Rng& rng) {
  routing::RoutingScores scores(n);
  for (double& s : scores) s = static_cast<double>(rng.below(10));
  return scores;
}

double mean_worth(const routing::RoutingScores& scores, double threshold, const routing::Outcomes& outcomes) {
  const DecisionSums sums = decision_sums(scores, threshold, outcomes);
  return sums.value() / sums.n;
}

/// By definition: the mean over the classes that occur of the share of right final answers.
double mean_of_class_accuracies(const predictions::PredictionPair& pair, const routing::RoutingScores& scores,
                                double threshold) {
  std::map<std::int32_t, std::pair<double, double>> right_of;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto answer = scores[i] > threshold ? pair.cloud.predicted[i] : pair.base.predicted[i];
    auto& [right, all] = right_of[pair.base.labels[i]];
    right += answer == pair.base.labels[i] ? 1 : 0;
    all += 1;
  }
  double sum = 0;
  for (const auto& [label, counts] : right_of) sum += counts.first / counts.second;
  return sum / static_cast<double>(right_of.size());
}

/// Each row as often as its weight says.
std::vector<std::size_t> replicated(const std::vector<double>& weight) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < weight.size(); ++i)
    rows.insert(rows.end(), static_cast<std::size_t>(weight[i]), i);
  return rows;
}

Utility table_of(const test::TemporaryFolder& here, const std::string& text) {
  here.file("costs.csv", text);
  return read_utility((here / "costs.csv").string());
}

std::string table_fails(const std::string& text) {
  const test::TemporaryFolder here;
  return test::error_message<DataError>([&] { table_of(here, text); });
}

}  // namespace

TEST_CASE("by accuracy a right answer is worth 1, a wrong one nothing", "[eval]") {
  const routing::Outcomes outcomes = outcomes_of(tiny_pair());
  REQUIRE(outcomes.base_value == std::vector<double>{1, 0, 1, 1});
  REQUIRE(outcomes.cloud_value == std::vector<double>{1, 1, 0, 0});
}

TEST_CASE("by balanced accuracy a right answer is worth more the rarer its class", "[eval]") {
  const routing::Outcomes outcomes = outcomes_of(tiny_pair(), kBalanced);
  REQUIRE(outcomes.base_value[0] == Approx(4.0 / (2 * 3)));
  REQUIRE(outcomes.base_value[2] == Approx(4.0 / (2 * 1)));
  REQUIRE(outcomes.base_value[1] == 0);
  REQUIRE(routing::shares(outcomes).base_accuracy == Approx((2.0 / 3 + 1) / 2));
}

TEST_CASE("balanced accuracy is the mean of the classes' accuracies at every threshold", "[eval]") {
  Rng rng(1);
  for (int repeat = 0; repeat < 50; ++repeat) {
    const std::size_t n = 1 + rng.below(60);
    const predictions::PredictionPair pair = random_pair(n, rng);
    const routing::RoutingScores scores = random_scores(n, rng);
    const routing::Outcomes outcomes = outcomes_of(pair, kBalanced);
    for (const double threshold : {-1.0, 3.0, 6.0, 9.0})
      REQUIRE(mean_worth(scores, threshold, outcomes) ==
              Approx(mean_of_class_accuracies(pair, scores, threshold)).margin(1e-12));
  }
}

TEST_CASE("whole weights count like that many equal rows, by any utility", "[eval]") {
  const test::TemporaryFolder here;
  const Utility table = table_of(here, "1,0,-2\n0.5,1,0\n0,0,3\n");
  Rng rng(2);
  for (int repeat = 0; repeat < 50; ++repeat) {
    const std::size_t n = 2 + rng.below(30);
    const predictions::PredictionPair pair = random_pair(n, rng);
    const routing::RoutingScores scores = random_scores(n, rng);
    predictions::PredictionPair weighted = pair;
    weighted.cloud.weight = {1};
    for (std::size_t i = 1; i < n; ++i) weighted.cloud.weight.push_back(static_cast<double>(rng.below(4)));
    const auto rows = replicated(weighted.cloud.weight);
    routing::RoutingScores their_scores;
    for (const auto row : rows) their_scores.push_back(scores[row]);
    for (const Utility& utility : {Utility{}, kBalanced, table}) {
      const routing::Outcomes by_weight = outcomes_of(weighted, utility);
      const routing::Outcomes by_rows = outcomes_of(predictions::select(pair, rows), utility);
      for (const double threshold : {-1.0, 3.0, 6.0, 9.0})
        REQUIRE(mean_worth(scores, threshold, by_weight) ==
                Approx(mean_worth(their_scores, threshold, by_rows)).margin(1e-12));
      REQUIRE(ceiling_at_most(oracle_curve(by_weight), 0) ==
              Approx(ceiling_at_most(oracle_curve(by_rows), 0)).margin(1e-12));
    }
  }
}

TEST_CASE("equal weights change nothing, whatever they are", "[eval]") {
  predictions::PredictionPair pair = tiny_pair();
  pair.base.weight = {4, 4, 4, 4};
  REQUIRE(outcomes_of(pair).base_value == std::vector<double>{1, 0, 1, 1});
  REQUIRE(meaning_of({}, pair).weighted);
}

TEST_CASE("neither large labels nor large weights are too large", "[eval]") {
  predictions::PredictionPair pair{test::set_without_outputs({999999, 0}, {999999, 1}),
                                   test::set_without_outputs({999999, 0}, {1, 0})};
  pair.base.weight = {1e308, 1e308};
  REQUIRE(outcomes_of(pair, kBalanced).base_value == std::vector<double>{1, 0});
  REQUIRE(outcomes_of(pair).cloud_value == std::vector<double>{0, 1});
}

TEST_CASE("where every weight is 0 there is nothing to measure", "[eval]") {
  predictions::PredictionPair pair = tiny_pair();
  pair.base.weight = {0, 0, 0, 0};
  REQUIRE_THAT(test::error_message<DataError>([&] { outcomes_of(pair); }),
               Contains("tiny.csv: every weight of these 4 examples is 0"));
}

TEST_CASE("a table says what each answer is worth for each true class", "[eval]") {
  const test::TemporaryFolder here;
  const Utility table = table_of(here, "1,0,-5\r\n0, 1,0\r\n0.5,0.25,2\r\n");
  REQUIRE((table.labels == 3 && table.predictions == 3));
  const routing::Outcomes outcomes = outcomes_of(tiny_pair(), table);
  REQUIRE(outcomes.base_value == std::vector<double>{1, 0, 2, 1});
  REQUIRE(outcomes.cloud_value == std::vector<double>{1, 1, 0.25, -5});
}

TEST_CASE("a table may begin with the answers' names", "[eval]") {
  const test::TemporaryFolder here;
  const Utility table = table_of(here, "cat,\"dog, big\"\n1,0\n0,1\n");
  REQUIRE((table.labels == 2 && table.predictions == 2));
  REQUIRE(table.value == std::vector<double>{1, 0, 0, 1});
}

TEST_CASE("a faulty table is refused with its line", "[eval]") {
  REQUIRE_THAT(table_fails("1,0\n0\n"), Contains("costs.csv: line 2: 1 values, the first line has 2"));
  REQUIRE_THAT(table_fails("1,0\n0,one\n"), Contains("costs.csv: line 2: 'one' is no number"));
  REQUIRE_THAT(table_fails("1,0\n0,nan\n"), Contains("line 2: 'nan' is no number"));
  REQUIRE_THAT(table_fails("1,0\n,\n"), Contains("line 2: '' is no number"));
  REQUIRE_THAT(table_fails("cat,dog\n"), Contains("costs.csv: holds no values"));
  REQUIRE_THAT(table_fails("1,0\n0,1e308\n"), Contains("line 2: '1e308' is too large"));
  REQUIRE_THAT(table_fails("2,2\n2,2\n"), Contains("gives every prediction the same value"));
  REQUIRE_THAT(table_fails(""), Contains("costs.csv: holds no values"));
  REQUIRE_THAT(test::error_message<DataError>([] { read_utility("no/such.csv"); }), Contains("no/such.csv"));
}

TEST_CASE("a table must be as large as the data's classes", "[eval]") {
  const test::TemporaryFolder here;
  const Utility two = table_of(here, "1,0\n0,1\n");
  REQUIRE_THAT(
      test::error_message<DataError>([&] { outcomes_of(tiny_pair(), two); }),
      Contains(
          "costs.csv: has 2 true classes (lines) and 2 predicted classes (columns), tiny.csv has label 2"));
  predictions::PredictionPair answers{test::set_without_outputs({0, 1}, {0, 1}),
                                      test::set_without_outputs({0, 1}, {0, 4})};
  REQUIRE_THAT(test::error_message<DataError>([&] { outcomes_of(answers, two); }),
               Contains("has prediction 4"));
  answers.cloud = test::set_with_probabilities({0, 1}, {{0.5, 0.25, 0.25}, {0.5, 0.25, 0.25}});
  REQUIRE_THAT(test::error_message<DataError>([&] { outcomes_of(answers, two); }),
               Contains("tiny.npz has 3 classes; give 3 lines of 3 values"));
}

TEST_CASE("a word that is no utility is refused with a suggestion", "[eval]") {
  REQUIRE(read_utility("accuracy").kind == UtilityKind::accuracy);
  REQUIRE(read_utility("balanced_accuracy").kind == UtilityKind::balanced_accuracy);
  REQUIRE_THAT(test::error_message<InvalidArgument>([] { read_utility("balanced_acuracy"); }),
               Contains("unknown utility 'balanced_acuracy'; did you mean 'balanced_accuracy'?") &&
                   Contains(".csv file"));
}

TEST_CASE("what accuracy means is told in words", "[eval]") {
  const predictions::PredictionPair pair = tiny_pair();
  REQUIRE(meaning_of({}, pair).plain());
  REQUIRE_THAT(in_words(meaning_of(kBalanced, pair)), Contains("balanced accuracy"));
  const AccuracyMeaning table =
      meaning_of({.kind = UtilityKind::table, .file = "/some/where/costs.csv"}, pair);
  REQUIRE((table.utility == "costs.csv" && !table.best_is_one() && !table.plain()));
  REQUIRE(in_words(table) == "the mean value of the answers by costs.csv");
  REQUIRE_THAT(in_words({.weighted = true}),
               Contains("the share of right answers, each example counting by its weight"));
}
