#include "audit/slices.h"

#include <catch2/catch.hpp>

#include "core/seed.h"
#include "stats/distributions.h"
#include "stats/two_samples.h"

using namespace hybrid;
using namespace hybrid::audit;

namespace {

std::vector<Decision> decisions_of(std::vector<std::pair<Verdict, int>> parts) {
  std::vector<Decision> decisions;
  for (const auto& [verdict, n] : parts)
    for (int i = 0; i < n; ++i) decisions.push_back({.verdict = verdict});
  return decisions;
}

Slicing two_slices(std::size_t first, std::size_t n) {
  Slicing slicing{.kind = "part", .names = {"a", "b"}, .slice = std::vector<std::int32_t>(n, 1)};
  std::fill_n(slicing.slice.begin(), first, 0);
  return slicing;
}

}  // namespace

TEST_CASE("a slice in which harms clearly outnumber gains is a finding, one in which they barely do is not",
          "[audit]") {
  const auto decisions = decisions_of({{Verdict::harmful_send, 40},
                                       {Verdict::sent_helped, 5},
                                       {Verdict::kept_right, 55},  // slice a: 100
                                       {Verdict::harmful_send, 9},
                                       {Verdict::sent_helped, 6},
                                       {Verdict::kept_right, 85}});
  const std::vector<Slicing> slicings{two_slices(100, 200)};
  const SliceAudit audit = audit_slices(slicings, decisions);
  REQUIRE(audit.questions == 4);  // two slices, two questions each
  const auto harm = audit.by_harm();
  REQUIRE(harm.size() == 2);
  REQUIRE(harm[0]->name == "a");
  REQUIRE(harm[0]->net == Approx(-0.35));
  REQUIRE(harm[0]->sending_hurts());
  REQUIRE_FALSE(harm[1]->sending_hurts());
  // Wilson of 5 of 45 at 1 - 0.05 / 4, scaled.
  const stats::Interval gains = stats::wilson(5, 45, stats::normal_quantile(1 - 0.05 / 8));
  REQUIRE(harm[0]->net_interval->low == Approx((2 * gains.low - 1) * 0.45));
  REQUIRE(harm[0]->net_interval->high == Approx((2 * gains.high - 1) * 0.45));
  REQUIRE(audit.by_missed_help().empty());
}

TEST_CASE("missed help is compared with that of all other examples", "[audit]") {
  const auto decisions = decisions_of({{Verdict::missed_help, 30},
                                       {Verdict::kept_right, 70},
                                       {Verdict::missed_help, 20},
                                       {Verdict::kept_right, 380}});
  const std::vector<Slicing> slicings{two_slices(100, 500)};
  const SliceAudit audit = audit_slices(slicings, decisions);
  REQUIRE(audit.questions == 2);  // nothing was sent
  const auto missed = audit.by_missed_help();
  REQUIRE(missed.size() == 1);
  REQUIRE(*missed[0]->excess_missed == Approx(0.25));
  REQUIRE(missed[0]->misses_help());
  REQUIRE_FALSE(missed[0]->net_interval);
  const stats::Interval interval =
      stats::share_difference_interval({30, 100}, {20, 400}, stats::normal_quantile(1 - 0.05 / 4));
  REQUIRE(missed[0]->excess_interval.low == Approx(interval.low));
}

TEST_CASE("findings are sorted by answers lost, not by rate", "[audit]") {
  Slicing slicing{
      .kind = "s", .names = {"small", "large", "rest"}, .slice = std::vector<std::int32_t>(600, 2)};
  std::fill_n(slicing.slice.begin(), 10, 0);
  std::fill_n(slicing.slice.begin() + 10, 200, 1);
  const auto decisions = decisions_of({{Verdict::missed_help, 9},
                                       {Verdict::kept_right, 1},
                                       {Verdict::missed_help, 60},
                                       {Verdict::kept_right, 140},
                                       {Verdict::kept_right, 390}});
  const SliceAudit audit = audit_slices(std::vector{slicing}, decisions);
  const auto missed = audit.by_missed_help();  // refers to it
  REQUIRE(missed.size() == 2);
  REQUIRE(missed[0]->name == "large");
}

TEST_CASE("empty slices, examples in no slice and a slice of everything", "[audit]") {
  Slicing all{.kind = "all", .names = {"all", "none"}, .slice = std::vector<std::int32_t>(10, 0)};
  const auto decisions = decisions_of({{Verdict::missed_help, 5}, {Verdict::kept_right, 5}});
  const SliceAudit whole = audit_slices(std::vector{all}, decisions);
  REQUIRE(whole.questions == 0);
  REQUIRE(whole.results.size() == 1);
  REQUIRE_FALSE(whole.results[0].excess_missed);
  all.slice.assign(10, -1);
  all.slice[0] = 1;
  const SliceAudit one = audit_slices(std::vector{all}, decisions);
  REQUIRE(one.results.size() == 1);
  REQUIRE(one.results[0].n() == 1);
}

TEST_CASE("of many slices that differ by chance alone, hardly ever one is a finding", "[audit]") {
  int alarms = 0;
  for (std::uint64_t repeat = 0; repeat < 100; ++repeat) {
    Rng rng = SeedTree(3).at("slices", repeat).rng();
    Slicing slicing{.kind = "s"};
    for (int s = 0; s < 50; ++s) slicing.names.push_back(std::to_string(s));
    std::vector<Decision> decisions;
    for (int i = 0; i < 2500; ++i) {
      slicing.slice.push_back(i % 50);
      const double u = rng.uniform();
      decisions.push_back({.verdict = u < 0.1    ? Verdict::missed_help
                                      : u < 0.15 ? Verdict::harmful_send
                                      : u < 0.2  ? Verdict::sent_helped
                                                 : Verdict::kept_right});
    }
    const SliceAudit audit = audit_slices(std::vector{slicing}, decisions);
    alarms += std::ranges::any_of(audit.results,
                                  [](const SliceResult& r) { return r.sending_hurts() || r.misses_help(); });
  }
  REQUIRE(alarms <= 10);  // 5 % expected at most; uncorrected nearly all would alarm
}

TEST_CASE("the default slices are classes by name, answers and fifths of confidence", "[audit]") {
  predictions::PredictionSet base;
  base.labels = {2, 0, 2, 7, 0, 0};
  base.predicted = {0, 0, 2, 2, 0, 1};
  const std::vector<std::string> names{"ant", "bee", "cat"};
  REQUIRE(default_slicings(base, names).size() == 2);
  base.confidence = {0.1, 0.2, 0.2, 0.2, 0.9, 0.8};
  const auto slicings = default_slicings(base, names);
  REQUIRE(slicings.size() == 3);
  REQUIRE(slicings[0].names == std::vector<std::string>{"ant", "cat", "7"});
  REQUIRE(slicings[0].slice == std::vector<std::int32_t>{1, 0, 1, 2, 0, 0});
  REQUIRE(slicings[1].names == std::vector<std::string>{"ant", "bee", "cat"});
  // Equal confidences are never cut apart.
  REQUIRE(slicings[2].slice[1] == slicings[2].slice[2]);
  REQUIRE(slicings[2].slice[2] == slicings[2].slice[3]);
  REQUIRE(slicings[2].names.back() == "0.9 to 0.9");
}
