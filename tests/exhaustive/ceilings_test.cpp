#include "eval/ceilings.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "reference/ceilings.h"
#include "tiny_cases.h"

using namespace hybrid;

TEST_CASE("the true ceilings equal the best of all subsets on every tiny case", "[exhaustive]") {
  for (std::size_t n = 1; n <= 6; ++n)
    test::for_each_outcomes(n, [n](const Outcomes& outcomes) {
      const OutcomeShares share = shares(outcomes);
      for (std::size_t sent = 0; sent <= n; ++sent) {
        const double coverage = static_cast<double>(n - sent) / static_cast<double>(n);
        const double at_most = reference::best_sending_at_most(outcomes, sent);
        const double exactly = reference::best_sending_exactly(outcomes, sent);
        test::require_for(std::abs(ceiling_at_most(share, coverage) - at_most) < 1e-12, {}, outcomes,
                          coverage);
        test::require_for(std::abs(ceiling_exactly(share, coverage) - exactly) < 1e-12, {}, outcomes,
                          coverage);
      }
    });
}
