#include "predictions/logit_rows.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "core/error.h"
#include "predictions/npz.h"
#include "predictions/output_rows.h"
#include "predictions/prediction_set.h"
#include "test_files.h"

using namespace hybrid;
using namespace hybrid::predictions;

namespace {

using Row = std::vector<float>;

Row row_of(const LogitRows& rows, std::size_t i) {
  return {rows[i].begin(), rows[i].end()};
}

LogitRows three_rows() {
  LogitRows rows(3, 2, 1000);
  for (const double z : {1.0, 3.0, 5.0}) rows.append(std::vector<double>{z, z + 1});
  return rows;
}

}  // namespace

TEST_CASE("chosen rows of logits lie where they lay", "[predictions]") {
  const LogitRows all = three_rows();
  const LogitRows some = all.select(std::vector<std::size_t>{2, 0});
  REQUIRE(some.size() == 2);
  REQUIRE(row_of(some, 0) == Row{5, 6});
  REQUIRE(row_of(some, 1) == Row{1, 2});
  REQUIRE(some[0].data() == all[2].data());
  REQUIRE(row_of(some.select(std::vector<std::size_t>{1}), 0) == Row{1, 2});
  REQUIRE(LogitRows().select(std::vector<std::size_t>{4}).empty());
}

TEST_CASE("rows of logits are equal by their values", "[predictions]") {
  REQUIRE(three_rows() == three_rows());
  REQUIRE_FALSE(three_rows() == three_rows().select(std::vector<std::size_t>{0, 2, 1}));
  REQUIRE_FALSE(three_rows() == LogitRows());
}

TEST_CASE("logits beyond float32 become its largest, but -inf stays", "[predictions]") {
  LogitRows rows(1, 3, 1000);
  rows.append(std::vector<double>{1e300, -1e300, 0.1});
  constexpr float kMax = std::numeric_limits<float>::max();
  REQUIRE(row_of(rows, 0) == Row{kMax, -kMax, 0.1F});
  LogitRows impossible(1, 2, 1000);
  impossible.append(std::vector<double>{-INFINITY, 1});
  REQUIRE(row_of(impossible, 0) == Row{-INFINITY, 1});
}

TEST_CASE("all rows within the limit are kept, or none", "[predictions]") {
  REQUIRE(LogitRows(3, 2, 24).keeps());
  REQUIRE_FALSE(LogitRows(3, 2, 23).keeps());
  LogitRows unknown(0, 2, 16);  // as while reading a CSV
  const std::vector<double> row{1, 2};
  unknown.append(row);
  unknown.append(row);
  REQUIRE(unknown.size() == 2);
  unknown.append(row);
  REQUIRE_FALSE(unknown.keeps());
  REQUIRE(unknown.empty());
}

TEST_CASE("rows that others share are not appended to", "[predictions]") {
  LogitRows rows = three_rows();
  const LogitRows some = rows.select(std::vector<std::size_t>{1});
  REQUIRE_THROWS_AS(rows.append(std::vector<double>{1, 2}), InternalError);
}

TEST_CASE("a set keeps its logits when asked to, from every kind of file", "[predictions]") {
  for (const std::string name : {"set.npz", "set"}) {
    const auto path = test::kFixtures / name;
    const PredictionSet set = read_prediction_set(path, {.keep_logits = true});
    const auto logits = NpzFile(test::kFixtures / "set.npz").read<float>("logits");
    REQUIRE(set.logits.size() == 7);
    for (std::size_t i = 0; i < 7; ++i)
      REQUIRE(row_of(set.logits, i) ==
              Row(logits.begin() + std::ptrdiff_t(i) * 12, logits.begin() + std::ptrdiff_t(i + 1) * 12));
    PredictionSet reduced = set;
    reduced.logits = {};
    REQUIRE(reduced == read_prediction_set(path));
  }
  const test::TemporaryFolder folder;
  const auto csv = folder.file("x.csv", "label,z0,z1\n0,1.5,2\n1,-3,4\n");
  const PredictionSet set = read_prediction_set(csv, {.keep_logits = true});
  REQUIRE(row_of(set.logits, 1) == Row{-3, 4});
  REQUIRE(read_prediction_set(csv).logits.empty());
  REQUIRE(read_prediction_set(csv, {.keep_logits = true, .most_logit_bytes = 15}).logits.empty());
}

TEST_CASE("integer logits are kept dequantised", "[predictions]") {
  const auto path = test::kFixtures / "quantized.npz";
  const auto raw = NpzFile(path).read<double>("logits");
  const PredictionSet set = read_prediction_set(path, {.keep_logits = true});
  for (std::size_t c = 0; c < 12; ++c) REQUIRE(set.logits[0][c] == static_cast<float>((raw[c] + 20) * 0.125));
}

TEST_CASE("of probabilities the logarithms are kept, and none is infinite", "[predictions]") {
  const test::TemporaryFolder folder;
  const PredictionSet set =
      read_prediction_set(folder.file("x.csv", "label,p0,p1\n0,0.25,0.75\n1,0,1\n"), {.keep_logits = true});
  REQUIRE(set.logits[0][0] == static_cast<float>(std::log(0.25)));
  REQUIRE(std::isfinite(set.logits[1][0]));
  REQUIRE(set.logits[1][0] < -700);
  REQUIRE(set.logits[1][1] == 0);
}

TEST_CASE("choosing rows of a set chooses those of its logits", "[predictions]") {
  const std::vector<float> logits{1, 2, 3, 4, 5, 6};
  const PredictionSet set = prediction_set_from_logits("set", {0, 1, 1}, logits, {.keep_logits = true});
  const PredictionSet some = select(set, std::vector<std::size_t>{2});
  REQUIRE(row_of(some.logits, 0) == Row{5, 6});
  REQUIRE(some.log_sum_exp == std::vector<double>{set.log_sum_exp[2]});
}
