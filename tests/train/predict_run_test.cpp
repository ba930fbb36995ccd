#include "workflows/predict_run.h"  // before everything that might define CHECK

#include <catch2/catch.hpp>

#include "arch/catalog.h"
#include "core/error.h"
#include "nets/weights.h"
#include "predictions/prediction_set.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"
#include "weights/safetensors.h"

namespace hybrid::training {
namespace {

using Catch::Matchers::Contains;

/// A small network with random weights on 100 made-up images.
struct Bench {
  test::TemporaryFolder folder;
  Logger log{Verbosity::quiet};
  workflows::PredictRequest request;

  Bench() {
    const nets::Network network =
        nets::build_network(*arch::find_arch("separable-tiny", {1, 12, 12}, 10), SeedTree(3));
    request = {.model = {.network =
                             [](int side, int classes) {
                               return *arch::find_arch("separable-tiny", {1, side, side}, classes);
                             },
                         .weights = folder / "net.safetensors",
                         .calibrate = 50},
               .data = {.dataset = config::DatasetName::synthetic, .train_limit = 100, .test_limit = 100},
               .input = {.size = 12, .mean = {0.5}, .stddev = {0.25}},
               .payload = {},
               .threads = 1,
               .out = folder / "set.npz"};
    weights::write_safetensors(request.model.weights, nets::weights_of(network));
  }
  predictions::PredictionSet set() const { return predictions::read_prediction_set(request.out); }
};

TEST_CASE("a network's outputs are a set that says what made it", "[train]") {
  Bench bench;
  const workflows::PredictResult result = workflows::predict_run(bench.request, bench.log);
  REQUIRE(result.model == "separable-tiny");
  REQUIRE(result.totals.images == 100);
  REQUIRE_FALSE(result.sent.has_value());
  const predictions::PredictionSet set = bench.set();
  double right = 0;
  for (const auto one : predictions::correct(set)) right += one;
  REQUIRE(result.totals.correct == static_cast<std::size_t>(right));
  REQUIRE(set.size() == 100);
  REQUIRE(set.meta.at("weights") == "net.safetensors");
  REQUIRE(set.meta.at("dataset") == "synthetic");
  REQUIRE(set.meta.at("precision") == "fp32");
  REQUIRE(set.meta.at("recipe").at("resize") == "pillow_bilinear");
  REQUIRE(set.meta.at("macs").get<int>() > 0);
  REQUIRE_FALSE(set.meta.contains("payload"));
}

TEST_CASE("raw images that are sent are what the model sees without sending, and are counted", "[train]") {
  Bench bench;
  workflows::predict_run(bench.request, bench.log);
  const predictions::PredictionSet plain = bench.set();
  bench.request.payload = cost::Payload{};
  const workflows::PredictResult result = workflows::predict_run(bench.request, bench.log);
  REQUIRE(result.sent.has_value());
  REQUIRE(result.sent->side == 12);
  REQUIRE(result.sent->bytes.mean == 144);
  REQUIRE_FALSE(result.sent->least_bytes.has_value());
  REQUIRE(bench.set().predicted == plain.predicted);
  REQUIRE(bench.set().payload_bytes == std::vector<double>(100, 144));
}

TEST_CASE("features that are sent leave the rest of the network to the cloud", "[train]") {
  Bench bench;
  workflows::predict_run(bench.request, bench.log);
  const double macs = bench.set().meta.at("macs");
  bench.request.payload = cost::Payload{.format = cost::PayloadFormat::features, .after = "4"};
  const workflows::PredictResult result = workflows::predict_run(bench.request, bench.log);
  REQUIRE(result.sent->features.elements() > 0);
  REQUIRE(result.sent->bytes.mean > 0);
  REQUIRE(result.sent->least_bytes->mean > 0);
  const predictions::PredictionSet set = bench.set();
  REQUIRE(set.meta.at("payload") == "features:4");
  REQUIRE(set.meta.at("device_macs").get<double>() + set.meta.at("macs").get<double>() == macs);
  bench.request.payload->after = "99";
  REQUIRE_THROWS_AS(workflows::predict_run(bench.request, bench.log), InvalidArgument);
}

TEST_CASE("integers of 8 bits are a precision of their own", "[train]") {
  Bench bench;
  bench.request.model.int8 = true;
  workflows::predict_run(bench.request, bench.log);
  REQUIRE(bench.set().meta.at("precision") == "int8");
}

TEST_CASE("images that the network does not take are refused, and no set is written", "[train]") {
  Bench bench;
  bench.request.model.network = [](int, int classes) {
    return *arch::find_arch("separable-tiny", {1, 20, 20}, classes);
  };
  REQUIRE_THAT(test::error_message<DataError>([&] { workflows::predict_run(bench.request, bench.log); }),
               Contains("takes images of 1x20x20, synthetic has 1x12x12"));
  bench.request.model.network = {};
  REQUIRE_THROWS_AS(workflows::predict_run(bench.request, bench.log), DataError);  // no TorchScript
  REQUIRE_FALSE(std::filesystem::exists(bench.request.out));
}

}  // namespace
}  // namespace hybrid::training
