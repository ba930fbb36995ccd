#include "paper/quantity.h"

#include <catch2/catch.hpp>
#include <functional>

#include "core/error.h"
#include "core/seed.h"

namespace hybrid::test {
using namespace hybrid::paper;
namespace {

PrintedNumber printed(const std::string& text, const std::string& unit = "") {
  return {.value = std::stod(text), .tolerance = half_last_place(text), .text = text, .unit = unit};
}

TEST_CASE("arithmetic with printed numbers is shown as it was done", "[paper]") {
  REQUIRE(with_result(in_per_cent(1 - Quantity(1600) / 2000)) == "1 - 1600 / 2000 = 20 %");
  const Quantity a = printed("0.50"), b = printed("2"), c = printed("4");
  REQUIRE((a - (b - c)).text == "0.50 - (2 - 4)");
  REQUIRE((a - b - c).text == "0.50 - 2 - 4");
  REQUIRE((a + (b + c)).text == "0.50 + 2 + 4");
  REQUIRE(((a + b) * (b - c)).text == "(0.50 + 2) * (2 - 4)");
  REQUIRE((a / (b * c)).text == "0.50 / (2 * 4)");
  REQUIRE((a / b / c).text == "0.50 / 2 / 4");
  REQUIRE((c * (a / b)).text == "4 * 0.50 / 2");
  REQUIRE((b * smallest({a + b, c})).text == "2 * min(0.50 + 2, 4)");
  REQUIRE((b * smallest({a + b})).text == "2 * (0.50 + 2)");
  REQUIRE(largest({b, c}).text == "max(2, 4)");
}

TEST_CASE("what needed no arithmetic is shown as printed", "[paper]") {
  REQUIRE(with_result(printed("62.00", "%")) == "62.00 %");
  REQUIRE(with_result(Quantity(0.1 + 0.2, "0.3")) == "0.3");
  REQUIRE(with_result(Quantity(2, "rows")) == "rows = 2");
  REQUIRE(to_text(42368) == "42368");
  REQUIRE(to_text(2.29817) == "2.298");
  REQUIRE(to_text(1e-17) == "0");
}

TEST_CASE("a printed number is all that its tolerance allows, a plain one is exact", "[paper]") {
  const Quantity q = printed("76.93");
  REQUIRE(q.low == Approx(76.925));
  REQUIRE(q.high == Approx(76.935));
  const Quantity exact = 3;
  REQUIRE((exact.low == 3 && exact.high == 3));
  REQUIRE_THROWS_AS(1 / Quantity(printed("0.0")), DataError);
  REQUIRE_THROWS_AS(smallest({}), DataError);
}

/// The arithmetic once on Quantities and once on plain numbers.
struct Formula {
  std::function<Quantity(const Quantity&, const Quantity&, const Quantity&)> with_rounding;
  std::function<double(double, double, double)> plain;
  bool once;  ///< no part occurs twice
};

TEST_CASE("the interval holds all that parts within their rounding give, and no more if none occurs twice",
          "[paper]") {
  const std::vector<Formula> formulas{
      {[](const auto& a, const auto& b, const auto& c) { return a + b - c; },
       [](double a, double b, double c) { return a + b - c; }, true},
      {[](const auto& a, const auto& b, const auto& c) { return (a - b) * c; },
       [](double a, double b, double c) { return (a - b) * c; }, true},
      {[](const auto& a, const auto& b, const auto& c) { return (a - b) / (c + 20); },
       [](double a, double b, double c) { return (a - b) / (c + 20); }, true},
      {[](const auto& a, const auto& b, const auto& c) {
         return largest({smallest({a, b}), c});
       },
       [](double a, double b, double c) { return std::max(std::min(a, b), c); }, true},
      {[](const auto& a, const auto& b, const auto& c) { return (a - b) / (20 - b) * c + b; },
       [](double a, double b, double c) { return (a - b) / (20 - b) * c + b; }, false}};
  Rng rng = SeedTree(1).at("quantity").rng();
  const auto draw = [&](double low, double high) { return low + (high - low) * rng.uniform(); };
  // The ends and the middle are where extremes of monotonous arithmetic lie; random points are between.
  const auto sample = [&](const Quantity& q, int i) {
    return i == 0 ? q.low : i == 1 ? q.high : i == 2 ? q.value : draw(q.low, q.high);
  };
  for (const auto& formula : formulas)
    for (int repeat = 0; repeat < 200; ++repeat) {
      std::vector<Quantity> parts;
      for (int p = 0; p < 3; ++p) {
        PrintedNumber number{.value = draw(-9, 9), .tolerance = draw(0, 2), .text = "x"};
        parts.push_back(number);
      }
      const Quantity result = formula.with_rounding(parts[0], parts[1], parts[2]);
      double lowest = result.value, highest = result.value;
      for (int i = 0; i < 5 * 5 * 5; ++i) {
        const double sampled =
            formula.plain(sample(parts[0], i % 5), sample(parts[1], i / 5 % 5), sample(parts[2], i / 25));
        lowest = std::min(lowest, sampled);
        highest = std::max(highest, sampled);
      }
      const double room = 1e-9;
      INFO(result.text << ": [" << result.low << ", " << result.high << "], sampled [" << lowest << ", "
                       << highest << "]");
      REQUIRE(result.low <= lowest + room);
      REQUIRE(result.high >= highest - room);
      if (!formula.once) continue;
      REQUIRE(result.low == Approx(lowest).margin(1e-9));
      REQUIRE(result.high == Approx(highest).margin(1e-9));
    }
}

}  // namespace
}  // namespace hybrid::test
