#include "payload/encode_values.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/seed.h"
#include "reference/inflate.h"
#include "support/error_message.h"

using namespace hybrid;
using namespace hybrid::payload;
using Catch::Matchers::Contains;
using Values = std::vector<std::uint8_t>;

namespace {

void require_round_trip(const Values& values) {
  const std::string code = encode_values(values);
  REQUIRE(decode_values(code, values.size()) == values);
  REQUIRE(reference::inflate_literals(code) == values);
}

/// Of 256 values, the smaller the more frequent.
Values skewed(std::size_t n) {
  Rng rng = SeedTree(1).at("values").rng();
  Values values(n);
  for (auto& value : values) {
    const double x = rng.uniform(0, 1);
    value = static_cast<std::uint8_t>(255 * x * x * x);
  }
  return values;
}

}  // namespace

TEST_CASE("what arrives is what was encoded", "[data]") {
  require_round_trip({0});
  require_round_trip({255});
  require_round_trip(Values(100'000, 7));  // a constant map
  Values all(256);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);
  require_round_trip(all);
  require_round_trip(skewed(33'000));  // more than one block
}

TEST_CASE("the code is small where values are few or uneven, and never much larger than the values",
          "[data]") {
  REQUIRE(encode_values(Values(8000, 7)).size() < 1100);  // a bit each
  const Values values = skewed(4840);
  const double bound = entropy_bytes(values);
  REQUIRE(bound < 4840);
  REQUIRE(static_cast<double>(encode_values(values).size()) >= bound);
  REQUIRE(static_cast<double>(encode_values(values).size()) < 1.05 * bound + 150);  // the code's own table
  Values noise(4840);
  for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<std::uint8_t>(i * 167 + i / 256);
  REQUIRE(encode_values(noise).size() <= 4840 + 10);
}

TEST_CASE("the entropy bound is that of the definition", "[data]") {
  REQUIRE(entropy_bytes(Values{3, 3, 3, 3}) == 0);
  REQUIRE(entropy_bytes(Values{1, 2, 1, 2, 1, 2, 1, 2}) == 1);
  REQUIRE(entropy_bytes(skewed(1000)) == Approx(reference::entropy_bytes(skewed(1000))));
}

TEST_CASE("no values are refused, and bytes that are no whole code", "[data]") {
  REQUIRE_THROWS_AS(encode_values({}), InternalError);
  REQUIRE_THROWS_AS(entropy_bytes({}), InternalError);
  const Values values = skewed(500);
  const std::string code = encode_values(values);
  const auto refused = [](std::string_view bytes, std::size_t count) {
    return test::error_message<DataError>([&] { decode_values(bytes, count); });
  };
  REQUIRE_THAT(refused(code, 499), Contains("no whole code of 499 values"));
  REQUIRE_THAT(refused(code, 501), Contains("no whole code of 501 values"));
  REQUIRE_THAT(refused(code + "x", 500), Contains("no whole code"));
  REQUIRE_THAT(refused("", 1), Contains("0 bytes arrived"));
  for (std::size_t length = 0; length < code.size(); ++length)
    REQUIRE_THAT(refused(std::string_view(code).substr(0, length), 500), Contains("no whole code"));
}
