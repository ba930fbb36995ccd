#include "images/in_parallel.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <vector>

#include "core/error.h"

using namespace hybrid;
using namespace hybrid::images;

TEST_CASE("each piece of work is done once, on any number of threads", "[data]") {
  for (const int threads : {1, 2, 7}) {
    std::vector<int> done(100);
    in_parallel(done.size(), threads, [&](std::size_t i) { ++done[i]; });
    REQUIRE(done == std::vector<int>(100, 1));
    in_parallel(0, threads, [&](std::size_t) { FAIL("no work was asked for"); });
  }
  REQUIRE_THROWS_AS(in_parallel(3, 0, [](std::size_t) {}), InternalError);
}

TEST_CASE("a fault stops what is left and comes to the caller", "[data]") {
  for (const int threads : {1, 3}) {
    std::atomic<int> begun{0};
    const auto work = [&](std::size_t i) {
      ++begun;
      if (i == 5) throw DataError("it", "is broken");
    };
    REQUIRE_THROWS_AS(in_parallel(1'000'000, threads, work), DataError);
    REQUIRE(begun < 1'000'000);
  }
}
