#include "audit/duplicates.h"

#include <catch2/catch.hpp>

#include "core/seed.h"
#include "predictions/output_rows.h"

using namespace hybrid;
using namespace hybrid::audit;

namespace {

/// Rows of logits of three classes for both models.
struct Rows {
  std::vector<std::int32_t> labels;
  std::vector<float> base, cloud;
  std::vector<std::string> ids;

  Rows& add(std::int32_t label, std::vector<float> base_row, std::vector<float> cloud_row,
            std::string id = "") {
    labels.push_back(label);
    base.insert(base.end(), base_row.begin(), base_row.end());
    cloud.insert(cloud.end(), cloud_row.begin(), cloud_row.end());
    if (!id.empty()) ids.push_back(std::move(id));
    return *this;
  }
  predictions::PredictionPair pair() const {
    predictions::PredictionPair made{predictions::prediction_set_from_logits("b", labels, base),
                                     predictions::prediction_set_from_logits("c", labels, cloud)};
    made.base.ids = ids;
    return made;
  }
};

}  // namespace

TEST_CASE("equal numbers of both models for the same label are the same example", "[audit]") {
  const auto tune = Rows().add(0, {1, 2, 3}, {3, 1, 0}).add(1, {0, 1, 0.5F}, {1, 2, 9}).pair();
  const auto test = Rows()
                        .add(1, {4, 2, 1}, {0, 1, 5})      // another one
                        .add(1, {0, 1, 0.5F}, {1, 2, 9})   // row 1
                        .add(0, {1, 2, 3}, {3, 1, 0.25F})  // the cloud answers differently
                        .pair();
  const Duplicates found = find_duplicates(tune, test);
  REQUIRE(found.outputs_known);
  REQUIRE_FALSE(found.ids_known);
  REQUIRE(found.count() == 1);
  REQUIRE(found.same_outputs[0].tune_row == 1);
  REQUIRE(found.same_outputs[0].test_row == 1);
}

TEST_CASE("an example that is there many times is found each time", "[audit]") {
  Rows tune, test;
  for (int i = 0; i < 3; ++i) tune.add(0, {1, 2, 3}, {3, 1, 0});
  for (int i = 0; i < 4; ++i) test.add(0, {1, 2, 3}, {3, 1, 0});
  REQUIRE(find_duplicates(tune.pair(), test.pair()).same_outputs.size() == 4);
}

TEST_CASE("saturated and coarse outputs, which agree by chance, are no duplicates", "[audit]") {
  // Saturated: exp(-1000) is 0, so every sure answer looks the same.
  const auto sure = Rows().add(0, {1000, 0, 0}, {1000, 0, 0}).pair();
  REQUIRE(find_duplicates(sure, sure).count() == 0);
  // Of 16 values each: thousands of pairs of rows agree, but each value of the base comes with many of the
  // cloud.
  Rng rng = SeedTree(1).at("coarse").rng();
  const auto coarse = [&] {
    Rows rows;
    for (int i = 0; i < 500; ++i) {
      const auto b = static_cast<float>(rng.below(16)) / 16, c = static_cast<float>(rng.below(16)) / 16;
      rows.add(static_cast<std::int32_t>(rng.below(2)), {b, 0, 0}, {c, 0, 0});
    }
    return rows.pair();
  };
  REQUIRE(find_duplicates(coarse(), coarse()).count() == 0);
}

TEST_CASE("equal ids are duplicates where the label agrees, and reused names where it does not", "[audit]") {
  const auto tune = Rows().add(0, {1, 2, 3}, {3, 1, 0}, "a").add(1, {0, 1, 0}, {1, 2, 9}, "b").pair();
  const auto test = Rows()
                        .add(0, {1, 2, 3}, {3, 1, 0}, "a")  // by id and by outputs: counted once
                        .add(0, {4, 2, 1}, {0, 1, 5}, "b")
                        .add(1, {2, 0, 1}, {0, 1, 5}, "c")
                        .pair();
  const Duplicates found = find_duplicates(tune, test);
  REQUIRE(found.ids_known);
  REQUIRE(found.same_id.size() == 1);
  REQUIRE(found.same_id[0].test_row == 0);
  REQUIRE(found.same_outputs.empty());
  REQUIRE(found.reused_id.size() == 1);
  REQUIRE(found.reused_id[0].test_row == 1);
}

TEST_CASE("sets without outputs are compared by ids alone", "[audit]") {
  predictions::PredictionPair pair;
  for (auto* set : {&pair.base, &pair.cloud}) {
    set->labels = {0, 1};
    set->predicted = {0, 1};
    set->confidence = {0.5, 0.5};
  }
  REQUIRE_FALSE(find_duplicates(pair, pair).outputs_known);
  REQUIRE(find_duplicates(pair, pair).count() == 0);
  pair.cloud.ids = {"x", "y"};
  REQUIRE(find_duplicates(pair, pair).same_id.size() == 2);
}
