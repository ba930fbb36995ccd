#include "eval/ceilings.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "reference/ceilings.h"
#include "tiny_cases.h"

using namespace hybrid;

namespace {

void require_best_of_subsets(const routing::Outcomes& outcomes) {
  const std::size_t n = outcomes.size();
  const eval::DeferralCurve oracle = eval::oracle_curve(outcomes);
  for (std::size_t sent = 0; sent <= n; ++sent) {
    const double coverage = static_cast<double>(n - sent) / static_cast<double>(n);
    const double at_most = reference::best_sending_at_most(outcomes, sent);
    const double exactly = reference::best_sending_exactly(outcomes, sent);
    test::require_for(std::abs(eval::ceiling_at_most(oracle, coverage) - at_most) < 1e-12, {}, outcomes,
                      coverage);
    test::require_for(std::abs(eval::ceiling_exactly(oracle, coverage) - exactly) < 1e-12, {}, outcomes,
                      coverage);
  }
}

}  // namespace

TEST_CASE("the true ceilings equal the best of all subsets on every tiny case", "[exhaustive]") {
  for (std::size_t n = 1; n <= 6; ++n) test::for_each_outcomes(n, require_best_of_subsets);
}

TEST_CASE("so they do where answers are worth more or less than right and wrong", "[exhaustive]") {
  for (std::size_t n = 1; n <= 4; ++n) test::for_each_worth(n, require_best_of_subsets);
}

TEST_CASE("right and wrong answers have their ceilings in closed form", "[exhaustive]") {
  for (std::size_t n = 1; n <= 5; ++n)
    test::for_each_outcomes(n, [n](const routing::Outcomes& outcomes) {
      const routing::OutcomeShares share = routing::shares(outcomes);
      const eval::DeferralCurve oracle = eval::oracle_curve(outcomes);
      for (const double coverage : test::share_grid(n)) {
        const double sent = 1 - coverage;
        const double at_most = share.base_accuracy + std::min(sent, share.helpful);
        const double exactly = at_most - std::max(0.0, sent - (1 - share.harmful));
        test::require_for(std::abs(eval::ceiling_at_most(oracle, coverage) - at_most) < 1e-12, {}, outcomes,
                          coverage);
        test::require_for(std::abs(eval::ceiling_exactly(oracle, coverage) - exactly) < 1e-12, {}, outcomes,
                          coverage);
      }
    });
}
