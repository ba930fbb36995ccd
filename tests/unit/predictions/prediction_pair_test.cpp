#include "predictions/prediction_pair.h"

#include "test_files.h"

using namespace hybrid;
using namespace hybrid::predictions;
using Catch::Matchers::EndsWith;
using test::data_error;

namespace {

PredictionSet set_of(const std::string& source, std::vector<std::int32_t> labels,
                     std::vector<std::string> ids = {}) {
  PredictionSet set;
  set.source = source;
  set.labels = std::move(labels);
  set.predicted.assign(set.labels.size(), 0);
  set.ids = std::move(ids);
  return set;
}

std::string error_of(const PredictionSet& base, const PredictionSet& cloud) {
  return data_error([&] { pair_predictions(base, cloud); });
}

}  // namespace

TEST_CASE("sets of the same examples make a pair, whatever their classes", "[predictions]") {
  auto base = set_of("b", {0, 1}, {"x", "y"});
  auto cloud = set_of("c", {0, 1}, {"x", "y"});
  cloud.classes = 1000;
  cloud.predicted = {7, 1};
  const auto pair = pair_predictions(base, cloud);
  REQUIRE(pair.size() == 2);
  REQUIRE(pair.base == base);
  REQUIRE(pair.cloud == cloud);
  cloud.ids.clear();
  REQUIRE_NOTHROW(pair_predictions(base, cloud));
}

TEST_CASE("weights may be given on either side, and must agree where on both", "[predictions]") {
  auto base = set_of("b", {0, 1}), cloud = set_of("c", {0, 1});
  REQUIRE(pair_predictions(base, cloud).weight().empty());
  cloud.weight = {1, 2};
  REQUIRE(pair_predictions(base, cloud).weight() == cloud.weight);
  base.weight = {1, 2};
  REQUIRE(pair_predictions(base, cloud).weight() == base.weight);
  base.weight = {1, 3};
  REQUIRE_THAT(error_of(base, cloud),
               EndsWith("c: row 1 has weight '2', b has '3'; leave it out of one of them"));
}

TEST_CASE("rows are selected from both sides", "[predictions]") {
  auto pair = pair_predictions(set_of("b", {0, 1, 2}), set_of("c", {0, 1, 2}));
  pair.cloud.predicted = {5, 6, 7};
  const auto chosen = select(pair, std::vector<std::size_t>{2, 0});
  REQUIRE(chosen.base.labels == std::vector<std::int32_t>{2, 0});
  REQUIRE(chosen.cloud.predicted == std::vector<std::int32_t>{7, 5});
}

TEST_CASE("sets of different examples are refused by the first row that differs", "[predictions]") {
  REQUIRE(error_of(set_of("b", {0, 1}), set_of("c", {0, 1, 2})) ==
          "c: 3 rows, b has 2; both models must predict the same examples");
  REQUIRE(error_of(set_of("b", {0, 1, 2}), set_of("c", {0, 2, 1})) ==
          "c: row 1 has label '2', b has '1'; are the rows in the same order?");
  REQUIRE(error_of(set_of("b", {0, 1}, {"x", "y"}), set_of("c", {1, 1}, {"x", "z"})) ==
          "c: row 1 has id 'z', b has 'y'");
  REQUIRE(error_of(set_of("b", {0, 1}, {"x", "y"}), set_of("c", {1, 0}, {"y", "x"})) ==
          "c: row 0 has id 'y', b has 'x'; the ids are the same in another order: sort both by id");
}
