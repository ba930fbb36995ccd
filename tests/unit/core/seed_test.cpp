#include "core/seed.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <set>
#include <string>
#include <vector>

using namespace hybrid;

namespace {

template <class Draw>
auto draws(int count, Draw&& draw) {
  std::vector<decltype(draw())> values;
  for (int i = 0; i < count; ++i) values.push_back(draw());
  return values;
}

}  // namespace

// The numbers of this file decide every published run: they must never change.

TEST_CASE("the generator is xoshiro256** seeded by splitmix64", "[core]") {
  // As the reference implementations (prng.di.unimi.it) give them.
  Rng zero(0);
  REQUIRE(draws(4, [&] { return zero.next(); }) ==
          std::vector<std::uint64_t>{0x99ec5f36cb75f2b4, 0xbf6e1f784956452a, 0x1a5f849d4933e6e0,
                                     0x6aa594f1262d2d2c});
  Rng one(1);
  REQUIRE(draws(4, [&] { return one.next(); }) ==
          std::vector<std::uint64_t>{0xb3f2af6d0fc710c5, 0x853b559647364cea, 0x92f89756082a4514,
                                     0x642e1c7bc266a3a7});
}

TEST_CASE("derived numbers keep their values", "[core]") {
  Rng uniform(7);
  REQUIRE(draws(3, [&] { return uniform.uniform(); }) ==
          std::vector<double>{0.7005764821796896, 0.2787512294737843, 0.8396274618764198});
  Rng below(7);
  REQUIRE(draws(12, [&] { return below.below(10); }) ==
          std::vector<std::uint64_t>{7, 2, 8, 9, 9, 8, 0, 1, 4, 1, 5, 7});
  Rng normal(7);
  REQUIRE(normal.normal() == Approx(-0.2790239910251981).epsilon(1e-14));
  REQUIRE(normal.normal() == Approx(1.5277231859624536).epsilon(1e-14));
  Rng shuffle(7);
  std::vector<int> items{0, 1, 2, 3, 4, 5, 6, 7};
  shuffle.shuffle(std::span(items));
  REQUIRE(items == std::vector<int>{6, 0, 2, 3, 4, 7, 1, 5});
}

TEST_CASE("named seeds keep their values", "[core]") {
  const SeedTree root(1);
  REQUIRE(root.value() == 1);
  REQUIRE(root.at("router.init").value() == 0x0790d63e9a688196);
  REQUIRE(root.at("shuffle", 3).value() == 0x0145446bed1ea036);
  REQUIRE(root.at("router").at("router.init").value() == 0x02da0968699b0443);
}

TEST_CASE("every name, number, parent and root has a stream of its own", "[core]") {
  std::set<std::uint64_t> seen;
  std::size_t asked = 0;
  const auto see = [&](SeedTree tree) {
    seen.insert(tree.value());
    seen.insert(tree.rng().next());
    asked += 2;
  };
  for (std::uint64_t root = 0; root < 20; ++root)
    for (const auto* name : {"", "a", "b", "ab", "ba", "router.init", "shuffle"})
      for (std::uint64_t index = 0; index < 20; ++index) {
        see(SeedTree(root).at(name, index));
        see(SeedTree(root).at("parent").at(name, index));
      }
  REQUIRE(seen.size() == asked);
}

TEST_CASE("asking for one stream shifts no other", "[core]") {
  const SeedTree root(5);
  Rng before = root.at("shuffle").rng();
  root.at("something new").rng().next();
  Rng after = root.at("shuffle").rng();
  REQUIRE(draws(5, [&] { return before.next(); }) == draws(5, [&] { return after.next(); }));
}

TEST_CASE("uniform numbers stay in their interval and fill it evenly", "[core]") {
  Rng rng(11);
  double sum = 0;
  for (int i = 0; i < 100000; ++i) {
    const double u = rng.uniform(-2, 3);
    REQUIRE((u >= -2 && u < 3));
    sum += u;
  }
  REQUIRE(sum / 100000 == Approx(0.5).margin(4 * 5 / std::sqrt(12.0 * 100000)));
}

TEST_CASE("numbers below n are unbiased", "[core]") {
  const std::uint64_t n = GENERATE(as<std::uint64_t>(), 1, 2, 3, 5, 6, 7, 10, 12);
  Rng rng(3 + n);
  const int count = 120000;
  std::vector<double> seen(n);
  for (int i = 0; i < count; ++i) ++seen.at(rng.below(n));
  const double expected = count / static_cast<double>(n);
  double chi_square = 0;
  for (const double s : seen) chi_square += (s - expected) * (s - expected) / expected;
  // Mean n - 1, variance 2 (n - 1); five deviations above the mean.
  const double freedom = static_cast<double>(n) - 1;
  REQUIRE(chi_square <= freedom + 5 * std::sqrt(2 * freedom));
}

TEST_CASE("numbers below a large n that divides 2^64 badly are unbiased too", "[core]") {
  // Of n = 3/4 of 2^64, a plain modulus would hit the lowest third twice as often.
  const std::uint64_t n = std::uint64_t{3} << 62;
  Rng rng(8);
  int lowest_third = 0;
  for (int i = 0; i < 30000; ++i) {
    const std::uint64_t drawn = rng.below(n);
    REQUIRE(drawn < n);
    lowest_third += drawn < n / 3 ? 1 : 0;
  }
  REQUIRE(lowest_third == Approx(10000).margin(5 * std::sqrt(30000.0 * 2 / 9)));
}

TEST_CASE("normal numbers have the moments of the normal distribution", "[core]") {
  Rng rng(21);
  const int count = 200000;
  std::vector<double> moments(4);
  for (int i = 0; i < count; ++i) {
    const double x = rng.normal();
    double power = 1;
    for (double& moment : moments) moment += (power *= x) / count;
  }
  const double deviation = 5 / std::sqrt(static_cast<double>(count));
  REQUIRE(moments[0] == Approx(0).margin(deviation));
  REQUIRE(moments[1] == Approx(1).margin(deviation * std::sqrt(2.0)));
  REQUIRE(moments[2] == Approx(0).margin(deviation * std::sqrt(15.0)));
  REQUIRE(moments[3] == Approx(3).margin(deviation * std::sqrt(96.0)));
}

TEST_CASE("a shuffle reaches every order equally often", "[core]") {
  Rng rng(4);
  std::vector<int> seen(24);
  for (int i = 0; i < 24000; ++i) {
    std::vector<int> items{0, 1, 2, 3};
    rng.shuffle(std::span(items));
    int rank = 0;
    for (std::size_t a = 0; a < 4; ++a) {
      int smaller_later = 0;
      for (std::size_t b = a + 1; b < 4; ++b) smaller_later += items[b] < items[a] ? 1 : 0;
      rank = rank * (4 - static_cast<int>(a)) + smaller_later;
    }
    ++seen.at(static_cast<std::size_t>(rank));
  }
  for (const int count : seen) REQUIRE(count == Approx(1000).margin(5 * std::sqrt(1000.0)));
}

TEST_CASE("shuffling nothing or one item draws no numbers", "[core]") {
  Rng rng(4);
  std::vector<int> items{9};
  rng.shuffle(std::span(items));
  rng.shuffle(std::span<int>());
  REQUIRE(items == std::vector<int>{9});
  REQUIRE(rng.next() == Rng(4).next());
}
