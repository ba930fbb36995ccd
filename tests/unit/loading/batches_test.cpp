#include "loading/batches.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "core/error.h"

using namespace hybrid;
using namespace hybrid::loading;

TEST_CASE("an epoch holds every number once, in batches whose sizes differ by at most one", "[data]") {
  for (std::size_t n = 0; n < 40; ++n)
    for (std::size_t size = 1; size < 12; ++size) {
      std::set<std::size_t> seen;
      std::size_t smallest = n;
      std::size_t largest = 0;
      const auto batches = shuffled_batches(n, size, SeedTree(n));
      REQUIRE(batches.size() == (n + size - 1) / size);
      for (const auto& batch : batches) {
        seen.insert(batch.begin(), batch.end());
        smallest = std::min(smallest, batch.size());
        largest = std::max(largest, batch.size());
      }
      REQUIRE(seen.size() == n);
      REQUIRE((n == 0 || *seen.rbegin() == n - 1));
      REQUIRE(largest <= size);
      REQUIRE((n == 0 || largest - smallest <= 1));
    }
  REQUIRE_THROWS_AS(shuffled_batches(5, 0, SeedTree(1)), InternalError);
}

TEST_CASE("the order of an epoch follows from its seed", "[data]") {
  REQUIRE(shuffled_batches(50, 8, SeedTree(1)) == shuffled_batches(50, 8, SeedTree(1)));
  REQUIRE(shuffled_batches(50, 8, SeedTree(1)) != shuffled_batches(50, 8, SeedTree(2)));
}

TEST_CASE("rows in their order are cut into batches of the size, the last of what is left", "[data]") {
  const std::vector<std::size_t> rows{7, 3, 9, 1, 4};
  REQUIRE(batches_in_order(rows, 2) == Batches{{7, 3}, {9, 1}, {4}});
  REQUIRE(batches_in_order(rows, 5) == Batches{rows});
  REQUIRE(batches_in_order(rows, 9) == Batches{rows});
  REQUIRE(batches_in_order({}, 3).empty());
  REQUIRE_THROWS_AS(batches_in_order(rows, 0), InternalError);
}
