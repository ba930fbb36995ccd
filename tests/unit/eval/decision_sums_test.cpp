#include "eval/decision_sums.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::eval;
using test::outcomes_from;

namespace {

/// Worth sending, harmed by it, both right, both wrong.
const routing::Outcomes kOneOfEach = outcomes_from("0110", "1010");
const std::vector<double> kScores{1, 2, 3, 4};

}  // namespace

TEST_CASE("each kind of mistake is counted where it belongs", "[eval]") {
  const DecisionSums kept = decision_sums(kScores, 4, kOneOfEach);
  REQUIRE((kept.n == 4 && kept.kept == 4 && kept.sent == 0 && kept.value() == 2));
  REQUIRE((kept.agreeing == 3 && kept.missed_help == 1 && kept.useless_send == 0 && kept.harmful_send == 0));
  const DecisionSums sent = decision_sums(kScores, 0, kOneOfEach);
  REQUIRE((sent.sent == 4 && sent.value() == 2));
  REQUIRE((sent.agreeing == 1 && sent.missed_help == 0 && sent.useless_send == 2 && sent.harmful_send == 1));
  const DecisionSums half = decision_sums(kScores, 2, kOneOfEach);
  REQUIRE((half.kept_value == 1 && half.sent_value == 1 && half.agreeing == 1));
}

TEST_CASE("regret is in units of what answers are worth", "[eval]") {
  const routing::Outcomes outcomes{.base_value = {0.5, 3}, .cloud_value = {2, -1}};
  const std::vector<double> scores{0, 1};
  const DecisionSums wrong = decision_sums(scores, 0.5, outcomes);
  REQUIRE((wrong.missed_help == 1.5 && wrong.harmful_send == 4 && wrong.agreeing == 0));
  REQUIRE((wrong.squared_value == 0.25 + 1 && !wrong.zero_one));
}

TEST_CASE("a mixture of decisions has the mixture of their sums, and sums of parts add up", "[eval]") {
  const DecisionSums kept = decision_sums(kScores, 4, kOneOfEach),
                     sent = decision_sums(kScores, 0, kOneOfEach);
  const DecisionSums quarter = mixed(kept, sent, 0.25);
  REQUIRE((quarter.n == 4 && quarter.kept == 3 && quarter.sent == 1));
  REQUIRE((quarter.agreeing == 2.5 && quarter.missed_help == 0.75 && quarter.useless_send == 0.5));
  REQUIRE((mixed(kept, sent, 0).agreeing == 3 && mixed(kept, sent, 1).agreeing == 1));
  DecisionSums both = kept;
  both += sent;
  REQUIRE((both.n == 8 && both.kept == 4 && both.agreeing == 4 && both.zero_one));
  REQUIRE_THROWS_AS(mixed(kept, both, 0.5), InternalError);
}

TEST_CASE("right and wrong answers have Wilson's interval, others the normal one", "[eval]") {
  const DecisionSums plain = decision_sums(kScores, 2, kOneOfEach);
  REQUIRE(accuracy_interval(plain).low == stats::wilson(2, 4).low);
  const routing::Outcomes doubled{.base_value = {0, 2, 2, 0}, .cloud_value = {2, 0, 2, 0}};
  const DecisionSums other = decision_sums(kScores, 2, doubled);
  REQUIRE(accuracy_interval(other).low == stats::normal_mean_interval(4, 8, 4).low);
}
