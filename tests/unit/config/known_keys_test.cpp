#include "config/known_keys.h"

#include <catch2/catch.hpp>

#include "sample.h"

namespace hybrid::config {
namespace {

std::size_t known(std::string_view text) {
  test::Sample sample;
  return count_known_keys(text, "x.yaml", [&](Fields& f) { describe(f, sample); });
}

TEST_CASE("keys that a description has are counted, those in sections too", "[config]") {
  REQUIRE(known("") == 0);
  REQUIRE(known("count: 3\n") == 1);
  REQUIRE(known("count: wrong\ncolour: [mauve]\nother: 1\n") == 2);
  REQUIRE(known("inner: {rate: 1, label: x, other: 2}\ncount: 1\n") == 4);
  REQUIRE(known("other: {rate: 1, label: x}\n") == 0);
  REQUIRE(known("inner: 3\n") == 1);
}

TEST_CASE("a text that is no map has no known keys", "[config]") {
  for (const std::string_view text : {"- count\n", "count", "count: [1\n", "\t"}) REQUIRE(known(text) == 0);
}

}  // namespace
}  // namespace hybrid::config
