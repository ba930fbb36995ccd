#include "predictions/probability_rows.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

#include "core/seed.h"
#include "test_files.h"

using namespace hybrid;
using namespace hybrid::predictions;
using Catch::Matchers::EndsWith;
using test::data_error;

namespace {

using Row = std::vector<double>;

struct Normalised {
  Row row;
  std::string report;
};

Normalised normalised(Row row, double exact = kExactSum) {
  ProbabilityNormaliser normaliser(exact);
  normaliser.apply(row, "x");
  return {row, normaliser.report()};
}

/// The error of the last of these rows.
std::string error_of(std::vector<Row> rows) {
  ProbabilityNormaliser normaliser(kExactSum);
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) normaliser.apply(rows[i], "x");
  return data_error([&] { normaliser.apply(rows.back(), "x"); });
}

void require_close(const Row& row, const Row& expected) {
  REQUIRE(row.size() == expected.size());
  for (std::size_t i = 0; i < row.size(); ++i) REQUIRE(row[i] == Approx(expected[i]).margin(1e-15));
}

Row softmax_of_normals(Rng& rng, std::size_t classes, double scale) {
  Row p(classes);
  for (double& x : p) x = std::exp(scale * rng.normal());
  const double sum = std::accumulate(p.begin(), p.end(), 0.0);
  for (double& x : p) x /= sum;
  return p;
}

/// Cuts off all but the first 8 digits of the significand, as bfloat16 does.
double bfloat16(double value) {
  int exponent = 0;
  const double significand = std::frexp(value, &exponent);
  return std::ldexp(std::floor(significand * 256), exponent - 8);
}

std::size_t argmax(const Row& row) {
  return static_cast<std::size_t>(std::ranges::max_element(row) - row.begin());
}

}  // namespace

TEST_CASE("a softmax as a network computes it is told from rows that were rounded, and from sigmoids",
          "[predictions]") {
  REQUIRE(is_softmax(Row{0.2, 0.3, 0.505}));
  REQUIRE(is_softmax(Row{20, 30, 50.5}, 100));
  REQUIRE(is_softmax(Row{1, 0, 0}));
  const Row rounded{0.33, 0.33, 0.32};  // to two digits
  REQUIRE((sums_to_one(rounded) && !is_softmax(rounded)));
  const Row sigmoids(1000, 0.0013);  // sum 1.3
  REQUIRE((sums_to_one(sigmoids) && !is_softmax(sigmoids)));
  for (const Row& other : {Row{0.5, 0.6, -0.1}, Row{0.9, 0.8}, Row{2, -1}, Row{0, 0}}) {
    REQUIRE_FALSE(sums_to_one(other));
    REQUIRE_FALSE(is_softmax(other));
  }
}

TEST_CASE("rows that sum to 1 within a thousandth stay as they are, bit for bit", "[predictions]") {
  Rng rng = SeedTree(1).at("rows").rng();
  ProbabilityNormaliser normaliser(kExactSum);
  for (const std::size_t classes : {2U, 3U, 10U, 1000U})
    for (int repeat = 0; repeat < 50; ++repeat) {
      Row row = softmax_of_normals(rng, classes, 2);
      const double factor = 1 + 0.00099 * (2 * rng.uniform() - 1);
      for (double& p : row) p *= factor;
      const Row before = row;
      normaliser.apply(row, "x");
      REQUIRE(row == before);
    }
  REQUIRE(normaliser.report().empty());
}

TEST_CASE("rows that sum to 1 only roughly are normalised", "[predictions]") {
  const std::vector<std::pair<Row, Row>> cases{
      {{0.99609375, 0.00390625, 0.00390625}, {255.0 / 257, 1.0 / 257, 1.0 / 257}},  // TFLite's 8 bits
      {{1.00001, -0.00001}, {1, 0}},                                                // fastText
      {{0.67, 0.34}, {67.0 / 101, 34.0 / 101}},                                     // two digits
      {{0.3, 0.3, 0.38}, {15.0 / 49, 15.0 / 49, 19.0 / 49}},                        // ... cut off
      {{0.50390625, 0.5}, {0.50390625 / 1.00390625, 0.5 / 1.00390625}},             // bfloat16
      {{67, 33}, {0.67, 0.33}},                                                     // per cent
      {{50, 25, 24}, {50.0 / 99, 25.0 / 99, 24.0 / 99}},                            // ... rounded
      {{99.9, 0.1, 0}, {0.999, 0.001, 0}},                                          //
      {{0.5, 0, 0.2, 0, 0}, {0.5, 0.1, 0.2, 0.1, 0.1}},                             // the two largest
      {{0, 0.9, 0}, {0.05, 0.9, 0.05}},                                             // the largest
      {{0.99609375, 0, 0, 0, 0}, {255.0 / 256, 1.0 / 1024, 1.0 / 1024, 1.0 / 1024, 1.0 / 1024}},
  };
  for (const auto& [row, expected] : cases) {
    CAPTURE(row);
    require_close(normalised(row).row, expected);
    REQUIRE_FALSE(normalised(row).report.empty());
  }
}

TEST_CASE("given values stay ahead of what is shared by the zeros", "[predictions]") {
  const Row row = normalised({0, 0.25, 0, 0.25}).row;
  require_close(row, {0.25, 0.25, 0.25, 0.25});
  REQUIRE(argmax(row) == 1);
  REQUIRE(row[3] > row[0]);
}

TEST_CASE("what was normalised is told in one sentence", "[predictions]") {
  ProbabilityNormaliser normaliser(kExactSum);
  for (Row row : std::vector<Row>{{0.5, 0.5}, {0.67, 0.34}, {0.5, 0.505}, {1.00001, -0.00001}})
    normaliser.apply(row, "x");
  REQUIRE(normaliser.report() ==
          "3 of 4 rows of probabilities were normalised; the sum of row 1 differs most from 1, with 1.01; "
          "negative values, down to -1e-05, became 0");
  ProbabilityNormaliser per_cent(kExactSum);
  for (Row row : std::vector<Row>{{50, 50}, {34, 67}}) per_cent.apply(row, "x");
  REQUIRE(per_cent.report() ==
          "probabilities are per cent and were divided by 100; 1 of 2 rows of probabilities were normalised; "
          "the sum of row 1 differs most from 1, with 1.01");
}

TEST_CASE("what cannot be probabilities is refused with what it looks like", "[predictions]") {
  const std::string logits = "these look like logits; save them as 'logits' (in a CSV: columns z0, z1, ...)";
  REQUIRE(error_of({{2.5, -1.25, 0.5}}) ==
          "x: probabilities: row 0, column 1 is -1.25, expected 0 to 1; " + logits);
  REQUIRE_THAT(error_of({{-0.1, -2.5, -7}}), EndsWith(logits));  // of log_softmax, too
  REQUIRE_THAT(error_of({{12.5, 1.25, 0.75}}),
               EndsWith("row 0 sums to 14.5, expected a sum of 1; " + logits));
  REQUIRE_THAT(
      error_of({{0.5, 0.5}, {50.5, 49.5}}),
      EndsWith(
          "row 1 sums to 100, expected a sum of 1; these look like per cent; divide all of them by 100"));
  REQUIRE_THAT(error_of({{40.5, 20.5, 0, 0, 0}}),
               EndsWith("these look like per cent; divide all of them by 100"));
  REQUIRE_THAT(error_of({{0.98, 0.25, 0.75}}),
               EndsWith("these look like sigmoid outputs, one for each class; divide each row by its sum"));
  REQUIRE_THAT(error_of({{0.3, 0.2, 0.05}}), EndsWith("divide each row by its sum"));
  REQUIRE_THAT(
      error_of({{310, 180, 10}}),
      EndsWith("row 0 sums to 500, expected a sum of 1; these look like counts; divide each row by its sum"));
  REQUIRE_THAT(error_of({{30, 20, 0, 0}}), EndsWith("these look like counts; divide each row by its sum"));
  REQUIRE_THAT(error_of({{127, -128, -100}}),
               EndsWith("these look like 8-bit integers; save (array - zero_point) * scale"));
  REQUIRE_THAT(error_of({{0, 0, 0}}),
               EndsWith("a row of zeros has no prediction; leave the example out of every set"));
  REQUIRE_THAT(error_of({{50, 50}, {0.5, 0.5}}),
               EndsWith("row 1 sums to 1, expected 100 as in row 0; give all rows in per cent, or none"));
}

TEST_CASE("what the refusals advise is accepted", "[predictions]") {
  const auto by_sum = [](Row row) {
    const double sum = std::accumulate(row.begin(), row.end(), 0.0);
    for (double& p : row) p /= sum;
    return row;
  };
  for (const Row& row : {Row{0.98, 0.25, 0.75}, Row{0.3, 0.2, 0.05}, Row{310, 180, 10}, Row{30, 20, 0, 0}})
    require_close(normalised(by_sum(row)).row, by_sum(row));
  require_close(normalised({0.405, 0.205, 0, 0, 0}).row, {0.405, 0.205, 0.13, 0.13, 0.13});
  require_close(normalised({(127 + 128) / 256.0, 0, (-127 + 128) / 256.0}).row, {255.0 / 256, 0, 1.0 / 256});
}

TEST_CASE("every softmax that was rounded is accepted, with its prediction", "[predictions]") {
  const std::vector<std::function<double(double)>> roundings{
      [](double p) { return std::round(p * 100) / 100; },
      [](double p) { return std::floor(p * 100) / 100; },
      [](double p) { return std::round(p * 1000) / 1000; },
      [](double p) { return std::min(std::round(p * 256), 255.0) / 256; },
      [](double p) { return std::round(p * 255) / 255; },
      bfloat16,
      [](double p) { return std::round(p * 100); },  // per cent
  };
  Rng rng = SeedTree(2).at("rounded").rng();
  for (const std::size_t classes : {2U, 3U, 10U, 100U, 1000U})
    for (const auto& round : roundings)
      for (int repeat = 0; repeat < 40; ++repeat) {
        const Row truth = softmax_of_normals(rng, classes, 3);
        Row rounded;
        for (const double p : truth) rounded.push_back(round(p));
        CAPTURE(classes, repeat, rounded);
        const Row row = normalised(rounded).row;
        REQUIRE(std::accumulate(row.begin(), row.end(), 0.0) == Approx(1).margin(kExactSum));
        REQUIRE(argmax(row) == argmax(rounded));
      }
}

TEST_CASE("lists of the largest probabilities keep them exactly", "[predictions]") {
  Rng rng = SeedTree(3).at("lists").rng();
  for (const std::size_t classes : {6U, 10U, 1000U})
    for (int repeat = 0; repeat < 40; ++repeat) {
      Row list = softmax_of_normals(rng, classes, 1);
      Row sorted = list;
      std::ranges::sort(sorted, std::greater<>());
      for (double& p : list) p = p >= sorted[4] ? p : 0;
      const Row row = normalised(list).row;
      for (std::size_t i = 0; i < classes; ++i)
        if (list[i] > 0) REQUIRE(row[i] == list[i]);
      REQUIRE(std::accumulate(row.begin(), row.end(), 0.0) == Approx(1).margin(kExactSum));
    }
}
