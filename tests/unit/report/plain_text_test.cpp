#include "report/plain_text.h"

#include <catch2/catch.hpp>
#include <limits>

#include "core/text.h"

using namespace hybrid;
using namespace hybrid::report;

TEST_CASE("amounts have three significant digits", "[report]") {
  for (const auto& [value, text] : std::vector<std::pair<double, std::string>>{{0, "0"},
                                                                               {-0.0, "0"},
                                                                               {0.0912345, "0.0912"},
                                                                               {10.368, "10.4"},
                                                                               {813.6, "814"},
                                                                               {999.4, "999"},
                                                                               {999.6, "1,000"},
                                                                               {1002.8, "1,003"},
                                                                               {-1414.8, "-1,415"},
                                                                               {999'400, "999,400"},
                                                                               {999'600, "1M"},
                                                                               {1.2942e6, "1.29M"},
                                                                               {5.918e9, "5.92G"},
                                                                               {1e-7, "1e-07"}})
    CHECK(amount(value) == text);
  CHECK(amount(std::numeric_limits<double>::infinity()) == "inf");
}

TEST_CASE("lines are broken at blanks, and only where they are too long", "[report]") {
  CHECK(wrapped("one two three", 7) == "one two\nthree");
  CHECK(wrapped("one two three", 13) == "one two three");
  CHECK(wrapped("one two three", 12) == "one two\nthree");
  CHECK(wrapped("muchtoolong a b", 5) == "muchtoolong\na b");
  CHECK(wrapped("≤ ≤ ≤ ≤", 3) == "≤ ≤\n≤ ≤");  // characters, not bytes
  CHECK(wrapped("one\ntwo", 20) == "one two");
  CHECK(wrapped("a b c", 3, 2) == "a b\n  c");
  CHECK(wrapped("one two three", 12, 2, 5) == "one two\n  three");
  CHECK(wrapped("one two three", 12, 2, 6) == "one\n  two three");
  CHECK(wrapped("").empty());
}
