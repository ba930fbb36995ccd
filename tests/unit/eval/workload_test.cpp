#include "eval/workload.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "support/error_message.h"

namespace hybrid::eval {
namespace {

using Catch::Matchers::Contains;

predictions::PredictionPair pair_with(const nlohmann::json& base, const nlohmann::json& cloud = {}) {
  predictions::PredictionPair pair;
  pair.base.source = "base.npz";
  pair.base.meta = base;
  pair.cloud.source = "cloud.npz";
  pair.cloud.meta = cloud;
  return pair;
}

TEST_CASE("what both sets measured on single inputs is taken, the payload as the base has it", "[eval]") {
  predictions::PredictionPair pair;
  pair.base.latency_ms = {100, 200};
  pair.cloud.latency_ms = {3, 5};
  pair.cloud.payload_bytes = {10, 30};
  REQUIRE(measured_inputs(pair).payload_bytes == std::vector<double>{10, 30});
  pair.base.payload_bytes = {20, 60};
  REQUIRE(measured_inputs(pair) == cost::MeasuredInputs{.payload_bytes = {20, 60},
                                                        .device_latency_ms = {100, 200},
                                                        .cloud_latency_ms = {3, 5}});
  const cost::Workload workload = workload_of(pair);
  REQUIRE((workload.payload_bytes == 40.0 && workload.device_latency_ms == 150.0));
  REQUIRE(workload.cloud_latency_ms == 4.0);
}

TEST_CASE("numbers of meta may carry a unit", "[eval]") {
  const cost::Workload workload =
      workload_of(pair_with({{"macs", "12.8M"}, {"input_bytes", "27KiB"}}, {{"macs", "0.59 GMACs"}}));
  REQUIRE(workload.base_macs == 12.8e6);
  REQUIRE(workload.input_bytes == 27648.0);
  REQUIRE(workload.cloud_macs == 590e6);
}

TEST_CASE("MACs in millions and bytes in kilobytes are refused, and what the message says is accepted",
          "[eval]") {
  const auto refusal = [](const char* key, double value) {
    return test::error_message<DataError>([&] { (void)workload_of(pair_with({{key, value}})); });
  };
  REQUIRE_THAT(refusal("macs", 12.8), Contains("base.npz: meta.macs is 12.8, must be a whole number") &&
                                          Contains("12.8e6") && Contains("\"12.8G\""));
  REQUIRE_THAT(refusal("macs", 0.0128), Contains("0.0128e9"));
  REQUIRE_THAT(refusal("macs", -1), Contains("must be a number >= 0 in MACs"));
  REQUIRE_THAT(refusal("input_bytes", 27.648), Contains("\"27.648kB\""));
  REQUIRE(workload_of(pair_with({{"macs", "12.8M"}})).base_macs == 12.8e6);
  REQUIRE(workload_of(pair_with({{"macs", 0.0128e9}})).base_macs == 12.8e6);
  REQUIRE(workload_of(pair_with({{"input_bytes", "27.648kB"}})).input_bytes == 27648.0);
  // A linear classifier of a few values, and a mean over early exits.
  REQUIRE(workload_of(pair_with({{"macs", 30}})).base_macs == 30.0);
  REQUIRE(workload_of(pair_with({{"macs", 1234567.5}})).base_macs == 1234567.5);
  REQUIRE(macs_of(pair_with({{"macs", "12.8M"}}).base) == 12.8e6);
  REQUIRE_FALSE(macs_of(pair_with({}).base));
  REQUIRE_THAT(test::error_message<DataError>([] {
                 (void)macs_of(pair_with({{"macs", "12.8 MFLOPs"}}).base);
               }),
               Contains("(12.8M); 1 MAC is 2 FLOPs"));
}

}  // namespace
}  // namespace hybrid::eval
