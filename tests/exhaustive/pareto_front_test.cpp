#include "cost/pareto_front.h"

#include "reference/pareto_front.h"
#include "tiny_cases.h"

using namespace hybrid;

TEST_CASE("the front is what the definition says, for every list of up to five choices", "[exhaustive]") {
  for (std::size_t n = 0; n <= 5; ++n)
    test::for_each_number(n, 9, [](const std::vector<int>& digits) {
      std::vector<cost::CostAndValue> choices;
      for (const int digit : digits)
        choices.push_back({static_cast<double>(digit % 3), static_cast<double>(digit / 3)});
      if (cost::pareto_front(choices) == reference::pareto_front(choices)) return;
      CAPTURE(digits);
      FAIL("another front");
    });
}
