#include "core/text.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "core/seed.h"
#include "reference/edit_distance.h"

using namespace hybrid;

using Words = std::vector<std::string>;

TEST_CASE("the shortest text of a number reads back as the same number", "[core]") {
  REQUIRE(shortest(0.1) == "0.1");
  REQUIRE(shortest(1e-5) == "1e-05");
  REQUIRE(shortest(100) == "100");
  REQUIRE(shortest(0.1 + 0.2) == "0.30000000000000004");
  REQUIRE(shortest(-std::numeric_limits<double>::infinity()) == "-inf");
  REQUIRE(shortest(std::numeric_limits<double>::quiet_NaN()) == "nan");
  REQUIRE(parse_double(shortest(std::numeric_limits<double>::max())) == std::numeric_limits<double>::max());
  REQUIRE(parse_double(shortest(-2.2250738585072014e-308)) == -2.2250738585072014e-308);
  Rng rng(1);
  for (int i = 0; i < 1000; ++i) {
    const double value = rng.normal() * std::pow(10.0, rng.uniform(-20, 20));
    REQUIRE(parse_double(shortest(value)) == value);
  }
}

TEST_CASE("a real number is a finite decimal number and nothing else", "[core]") {
  REQUIRE(parse_double("0") == 0);
  REQUIRE(parse_double("-0.5") == -0.5);
  REQUIRE(parse_double("+0.5") == 0.5);
  REQUIRE(parse_double("1e6") == 1e6);
  REQUIRE(parse_double("1E-3") == 1e-3);
  REQUIRE(parse_double(".5") == 0.5);
  REQUIRE(parse_double("5.") == 5);
  REQUIRE(parse_double("010") == 10);
  for (const auto* text : {"",    "+",    "-",    ".",        "e5",    "+-5",    "-+5",   "++5", "--5",
                           "1e",  "1e+",  "0x10", "1 ",       " 1",    "1,5",    "1_000", "nan", "-nan",
                           "inf", "+inf", "-inf", "infinity", "1e400", "-1e400", "80%",   "abc"}) {
    INFO(text);
    REQUIRE_FALSE(parse_double(text));
  }
}

TEST_CASE("an integer has no leading zeros, no plus, no exponent", "[core]") {
  REQUIRE(parse_integer("0") == 0);
  REQUIRE(parse_integer("-7") == -7);
  REQUIRE(parse_integer("10") == 10);
  REQUIRE(parse_integer("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
  REQUIRE(parse_integer("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
  for (const auto* text : {"", "-", "+5", "+-5", "010", "-010", "00", "1e6", "1.0", "0x10", "5 ", " 5",
                           "1,000", "9223372036854775808", "-9223372036854775809", "nan", "five"}) {
    INFO(text);
    REQUIRE_FALSE(parse_integer(text));
  }
}

TEST_CASE("a share is a number or per cent", "[core]") {
  REQUIRE(parse_share("0.8") == 0.8);
  REQUIRE(parse_share("80%") == 0.8);
  REQUIRE(parse_share("30%") == 0.3);
  REQUIRE(parse_share("12.5%") == 0.125);
  REQUIRE(parse_share("80 %") == 0.8);
  REQUIRE(parse_share("0%") == 0);
  REQUIRE(parse_share("100%") == 1);
  REQUIRE(parse_share("-5%") == -0.05);  // the caller says what range it takes
  for (const auto* text : {"", "%", " %", "80 % ", "80%%", "%80", "nan%", "1e400%", "80%x"}) {
    INFO(text);
    REQUIRE_FALSE(parse_share(text));
  }
}

TEST_CASE("thousands are set apart", "[core]") {
  REQUIRE(with_thousands(0) == "0");
  REQUIRE(with_thousands(999) == "999");
  REQUIRE(with_thousands(1000) == "1,000");
  REQUIRE(with_thousands(1234567) == "1,234,567");
  REQUIRE(with_thousands(-999) == "-999");
  REQUIRE(with_thousands(-100000) == "-100,000");
  REQUIRE(with_thousands(std::numeric_limits<std::int64_t>::min()) == "-9,223,372,036,854,775,808");
}

TEST_CASE("join and split are inverse for texts without the separator", "[core]") {
  REQUIRE(join(Words{}) == "");
  REQUIRE(join(Words{"a"}) == "a");
  REQUIRE(join(Words{"a", "b"}) == "a, b");
  REQUIRE(join(Words{"a", "", "b"}, ",") == "a,,b");
  REQUIRE(split("a,,b", ',') == Words{"a", "", "b"});
  REQUIRE(split("", ',') == Words{""});
  REQUIRE(split(",", ',') == Words{"", ""});
}

TEST_CASE("the edit distance equals its recursive definition", "[core]") {
  REQUIRE(edit_distance("hiden", "hidden") == 1);
  REQUIRE(edit_distance("recieve", "receive") == 1);
  REQUIRE(edit_distance("ca", "abc") == 3);  // 2 without "optimal string alignment"
  Rng rng(2);
  const auto word = [&] {
    std::string text;
    for (auto length = rng.below(7); length > 0; --length) text += static_cast<char>('a' + rng.below(3));
    return text;
  };
  for (int i = 0; i < 1000; ++i) {
    const std::string a = word();
    const std::string b = word();
    INFO(a << " " << b);
    REQUIRE(edit_distance(a, b) == reference::edit_distance(a, b));
  }
}

TEST_CASE("a typo is recognised, another word is not", "[core]") {
  const Words keys{"hidden", "pairs", "epochs", "batch"};
  REQUIRE(closest("hiden", keys) == "hidden");
  REQUIRE(closest("bacth", keys) == "batch");
  REQUIRE_FALSE(closest("momentum", keys));
  REQUIRE_FALSE(closest("hidden", Words{}));
  REQUIRE(closest("ab", Words{"ac", "ad"}) == "ac");  // equally near: the first
  REQUIRE_FALSE(closest("x", Words{"y", "z"}));       // a letter is no typo of another one
  REQUIRE_FALSE(closest("sent", Words{"seed"}));
  REQUIRE_FALSE(closest("gateway", Words{"latency"}));
  REQUIRE(did_you_mean("epoch", keys) == "; did you mean 'epochs'?");
  REQUIRE(did_you_mean("learning_rate", keys) == "");
}
