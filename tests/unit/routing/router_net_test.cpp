#include "routing/router_net.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "routing/features.h"
#include "support/error_message.h"
#include "unit/routing/random_compact.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::routing;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using Json = nlohmann::json;

namespace {

/// Two inputs, one hidden unit with a ReLU, two outputs.
RouterNet tiny_net() {
  RouterLayer hidden{.weight = Matrix(1, 2), .bias = {0.5}, .relu = true};
  hidden.weight.values = {1, -2};
  RouterLayer last{.weight = Matrix(2, 1), .bias = {0.25, -1}, .relu = false};
  last.weight.values = {2, -3};
  return {.layout = {.top_k = 1}, .folded = true, .layers = {hidden, last}};
}

std::string refusal(const std::string& text) {
  return test::error_message<DataError>([&] { router_from_json(text, "router.json"); });
}

/// The refusal of a good router's JSON after this change.
std::string refusal_after(const std::function<void(Json&)>& change) {
  Json json = Json::parse(to_json(tiny_net()));
  change(json);
  return refusal(json.dump());
}

}  // namespace

TEST_CASE("the paper's router costs 42,368 multiply-accumulates, folded 19,328", "[routing]") {
  const RouterNet net = make_router(config::RouterConfig{}, {}, SeedTree(1));
  REQUIRE(macs(net) == 101 * 256 + 256 * 64 + 64 * 2);
  REQUIRE(macs(net) == 42368);
  REQUIRE(macs(fold(net)) == 19328);
  REQUIRE(parameter_count(net) == 42368 + 256 + 64 + 2);
}

TEST_CASE("a router costs what its features are", "[routing]") {
  constexpr std::int64_t kBehind = 256 * 64 + 64 * 2;
  const auto router_on = [](FeatureLayout layout) { return make_router({}, layout, SeedTree(1)); };
  REQUIRE(macs(router_on({.features = config::RouterFeatures::entropy})) == 256 + kBehind);
  REQUIRE(macs(router_on({.features = config::RouterFeatures::top10})) == 10 * 256 + kBehind);
  REQUIRE(macs(router_on({.pairs = config::PairFeatures::product})) == 101 * 256 + kBehind);
  const RouterNet with_class =
      router_on({.features = config::RouterFeatures::entropy_pairs_class, .classes = 100});
  REQUIRE(macs(with_class) == 201 * 256 + kBehind);
  REQUIRE(macs(fold(with_class)) == 111 * 256 + kBehind);
}

TEST_CASE("a new router has Xavier weights, biases of 0.01 and depends on its seed alone", "[routing]") {
  const RouterNet net = make_router(config::RouterConfig{}, {}, SeedTree(1));
  REQUIRE(net.layers.size() == 3);
  for (const auto& layer : net.layers) {
    const double bound = std::sqrt(6.0 / static_cast<double>(layer.weight.rows + layer.weight.cols));
    const auto [low, high] = std::ranges::minmax(layer.weight.values);
    REQUIRE((low >= -bound && low < -0.9 * bound && high <= bound && high > 0.9 * bound));
    REQUIRE(layer.bias == std::vector<double>(layer.weight.rows, 0.01));
  }
  REQUIRE(net == make_router(config::RouterConfig{}, {}, SeedTree(1)));
  REQUIRE(net != make_router(config::RouterConfig{}, {}, SeedTree(2)));
}

TEST_CASE("the ReLU before the outputs can be left out", "[routing]") {
  const auto relus = [](const config::RouterConfig& config) {
    std::vector<bool> flags;
    for (const auto& layer : make_router(config, {}, SeedTree(1)).layers) flags.push_back(layer.relu);
    return flags;
  };
  REQUIRE(relus({}) == std::vector<bool>{true, true, false});
  REQUIRE(relus({.final_relu = false}) == std::vector<bool>{true, false, false});
  REQUIRE(relus({.hidden = {}}) == std::vector<bool>{false});
}

TEST_CASE("the forward pass has its numbers", "[routing]") {
  Matrix inputs(2, 2);
  inputs.values = {3, 1, 1, 2};  // hidden: 1.5, and -2.5 cut off by the ReLU
  const Matrix out = forward(tiny_net(), inputs);
  REQUIRE(out.values == std::vector<double>{3.25, -5.5, 0.25, -1});
}

TEST_CASE("folding changes the work, not the function", "[routing]") {
  Rng rng(3);
  for (const std::size_t k : {2U, 5U, 10U}) {
    const CompactFeatures compact = test::random_compact(50, k, rng);
    const RouterNet net = make_router(config::RouterConfig{}, compact.layout, SeedTree(k));
    const RouterNet folded = fold(net);
    REQUIRE(folded.layers[0].weight.cols == 1 + k);
    const Matrix expected = forward(net, inputs_for(net, compact));
    const Matrix actual = forward(folded, inputs_for(folded, compact));
    for (std::size_t i = 0; i < expected.values.size(); ++i)
      REQUIRE(actual.values[i] == Approx(expected.values[i]).margin(1e-12));
  }
}

TEST_CASE("only an unfolded router on differences folds", "[routing]") {
  for (const FeatureLayout layout : {FeatureLayout{.pairs = config::PairFeatures::product},
                                     FeatureLayout{.features = config::RouterFeatures::entropy},
                                     FeatureLayout{.features = config::RouterFeatures::top10}})
    REQUIRE_THROWS_AS(fold(make_router({}, layout, SeedTree(1))), InternalError);
  REQUIRE_THROWS_AS(fold(fold(make_router({}, {}, SeedTree(1)))), InternalError);
}

TEST_CASE("scores are r1 - r0, also of more examples than fit into one block", "[routing]") {
  Rng rng(5);
  std::vector<std::vector<double>> rows;
  for (int i = 0; i < 5000; ++i) {
    const double p = rng.uniform();
    rows.push_back({p, (1 - p) / 4, 3 * (1 - p) / 4});
  }
  const predictions::PredictionSet set =
      test::set_with_probabilities(std::vector<std::int32_t>(5000, 0), rows);
  const auto features =
      GENERATE(config::RouterFeatures::entropy, config::RouterFeatures::top10,
               config::RouterFeatures::entropy_pairs, config::RouterFeatures::entropy_pairs_class);
  const auto pairs = GENERATE(config::PairFeatures::difference, config::PairFeatures::product);
  const RouterNet net = make_router({}, layout_of(features, pairs, set), SeedTree(1));
  const RoutingScores scores = router_scores(net, set);
  const Matrix r = forward(net, inputs_for(net, compact_features(set, features, pairs)));
  REQUIRE(scores.size() == 5000);
  for (std::size_t i = 0; i < scores.size(); ++i)
    REQUIRE(scores[i] == Approx(r(i, 1) - r(i, 0)).margin(1e-13));
}

TEST_CASE("a router survives JSON with every bit", "[routing]") {
  const auto pairs = GENERATE(config::PairFeatures::difference, config::PairFeatures::product);
  const FeatureLayout layout = GENERATE(
      FeatureLayout{.top_k = 4}, FeatureLayout{.features = config::RouterFeatures::entropy, .top_k = 4},
      FeatureLayout{.features = config::RouterFeatures::entropy_pairs_class, .top_k = 4, .classes = 4});
  RouterNet net = make_router({.hidden = {7, 3}}, layout, SeedTree(9));
  net.layout.pairs = pairs;
  REQUIRE(router_from_json(to_json(net), "router.json") == net);
  REQUIRE(router_from_json(to_json(tiny_net()), "router.json") == tiny_net());
  const RouterNet folded = fold(make_router({}, {}, SeedTree(9)));
  REQUIRE(router_from_json(to_json(folded), "router.json") == folded);
  REQUIRE(to_json(router_from_json(to_json(net), "router.json")) == to_json(net));
}

TEST_CASE("JSON that is no router is refused with the file's name", "[routing]") {
  for (const auto* text : {"", "{", "[]", "3", "null", "{}", "\"router\""})
    REQUIRE_THAT(refusal(text), StartsWith("router.json: is not a router ("));
  for (const auto* key : {"features", "pairs", "top_k", "classes", "folded", "layers"})
    REQUIRE_THAT(refusal_after([&](Json& j) { j.erase(key); }), Contains(key));
  for (const auto* key : {"inputs", "outputs", "relu", "weight", "bias"})
    REQUIRE_THAT(refusal_after([&](Json& j) { j["layers"][1].erase(key); }), Contains(key));
}

TEST_CASE("a router whose first layer does not fit its features is refused", "[routing]") {
  REQUIRE(refusal_after([](Json& j) { j["top_k"] = 2; }) ==
          "router.json: takes 2 inputs, its features are 3");
  REQUIRE(refusal_after([](Json& j) { j["folded"] = false, j["top_k"] = 3; }) ==
          "router.json: takes 2 inputs, its features are 10");
  REQUIRE(refusal_after([](Json& j) { j["pairs"] = "product"; }) ==
          "router.json: is folded, but has no table of differences");
  REQUIRE(refusal_after([](Json& j) { j["classes"] = 5; }) ==
          "router.json: features of top_k 1 and 5 classes are none");
  for (const std::uint64_t k : {std::uint64_t{0}, std::uint64_t{1} << 33})
    REQUIRE_THAT(refusal_after([&](Json& j) { j["top_k"] = k; }), Contains("are none"));
}

TEST_CASE("a router with a value of the wrong kind is refused", "[routing]") {
  REQUIRE(refusal_after([](Json& j) { j["pairs"] = "sum"; }) == "router.json: pairs is 'sum'");
  REQUIRE(refusal_after([](Json& j) { j["features"] = "all"; }) == "router.json: features is 'all'");
  for (const auto* key : {"inputs", "outputs", "relu", "weight", "bias"})
    REQUIRE_THAT(refusal_after([&](Json& j) { j["layers"][0][key] = "x"; }),
                 StartsWith("router.json: is not a router ("));
  REQUIRE_THAT(refusal_after([](Json& j) { j["folded"] = 1; }), StartsWith("router.json: is not a router ("));
  // What a NaN becomes in JSON, and a number beyond double.
  REQUIRE_THAT(refusal_after([](Json& j) { j["layers"][0]["weight"][0] = nullptr; }),
               StartsWith("router.json: is not a router ("));
  std::string text = to_json(tiny_net());
  text.replace(text.find("0.25"), 4, "1e999");
  REQUIRE_THAT(refusal(text), StartsWith("router.json: is not a router ("));
}

TEST_CASE("a router whose layers do not fit is refused, whatever sizes it claims", "[routing]") {
  REQUIRE(refusal_after([](Json& j) { j["layers"][0]["weight"].push_back(1.0); }) ==
          "router.json: layer 0 has the wrong shape");
  REQUIRE(refusal_after([](Json& j) { j["layers"][1]["bias"].push_back(1.0); }) ==
          "router.json: layer 1 has the wrong shape");
  REQUIRE(refusal_after([](Json& j) { j["layers"][0] = j["layers"][1]; }) ==
          "router.json: layer 1 has the wrong shape");
  REQUIRE_THAT(refusal_after([](Json& j) { j["layers"][0]["inputs"] = -1; }),
               StartsWith("router.json: is not a router (") && Contains("-1 found, expected a whole number"));
  for (const std::int64_t size : {std::int64_t{0}, std::int64_t{1} << 40, std::int64_t{1} << 62}) {
    REQUIRE(refusal_after([&](Json& j) { j["layers"][0]["inputs"] = size; }) ==
            "router.json: layer 0 has the wrong shape");
    REQUIRE(refusal_after([&](Json& j) { j["layers"][0]["outputs"] = size; }) ==
            "router.json: layer 0 has the wrong shape");
    REQUIRE(refusal_after([&](Json& j) {
              j["layers"][0]["inputs"] = size;
              j["layers"][0]["weight"] = Json::array();
            }) == "router.json: layer 0 has the wrong shape");
  }
}

TEST_CASE("a router needs two outputs", "[routing]") {
  REQUIRE(refusal_after([](Json& j) { j["layers"] = Json::array(); }) == "router.json: has no two outputs");
  REQUIRE(refusal_after([](Json& j) { j["layers"].erase(1); }) == "router.json: has no two outputs");
}
