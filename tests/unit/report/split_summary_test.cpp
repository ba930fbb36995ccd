#include "report/split_summary.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/csv_records.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

namespace hybrid::report {
namespace {

using Catch::Matchers::Contains;

SplitSummary summary() {
  return {.network = "resnet-small",
          .after = "3",
          .features = {64, 4, 4},
          .device_macs = 5879552,
          .cloud_macs = 640,
          .weight_bytes = 180000,
          .sram_bytes = 9408,
          .image_bytes = 784,
          .bytes_int8 = 1024,
          .bytes_fp32 = 4096,
          .format = arch::FeatureFormat::int8,
          .quantization = quant::Quantization{0.03125F, -128},
          .exit_accuracy = 0.875,
          .cloud_accuracy = 0.925,
          .whole_accuracy = 0.93,
          .profile = "stm32f746-nbiot",
          .latency_ms = 190.5,
          .energy_mj = 12.75,
          .whole_latency_ms = 82.25,
          .whole_energy_mj = 6.125};
}

constexpr const char* kMetrics = R"({"methods": {"max_prob": {"points": [
  {"target_coverage": 0.9, "accuracy": 0.88, "latency_ms": 100, "energy_mj": 5},
  {"target_coverage": 0.5, "accuracy": 0.915, "latency_ms": null, "energy_mj": null}]}}})";

runs::FinishedRun run_of(const test::TemporaryFolder& folder, const std::string& split) {
  Logger log(Verbosity::quiet);
  auto writer = runs::RunWriter::begin({.path = folder / "run", .hash = std::string(64, 'a')}, log);
  if (!split.empty()) writer->write(kSplitFile, split);
  writer->write("metrics.json", kMetrics);
  writer->finish({});
  return runs::FinishedRun(folder / "run");
}

}  // namespace

TEST_CASE("a split's run is read as it was written", "[report]") {
  const test::TemporaryFolder folder;
  const SplitResult result = read_split_result(run_of(folder, to_json(summary())));
  REQUIRE(to_json(result.split) == to_json(summary()));
  REQUIRE(result.split.quantization == summary().quantization);
  REQUIRE(result.points.size() == 2);
  REQUIRE(result.points[1].accuracy == 0.915);
  REQUIRE_FALSE(result.points[1].latency_ms);
}

TEST_CASE("fp32 features have no quantisation, and unknown costs stay unknown", "[report]") {
  const test::TemporaryFolder folder;
  SplitSummary split = summary();
  split.format = arch::FeatureFormat::fp32;
  split.quantization.reset();
  split.latency_ms.reset();
  const SplitSummary read = read_split(run_of(folder, to_json(split)));
  REQUIRE(read.format == arch::FeatureFormat::fp32);
  REQUIRE_FALSE(read.quantization);
  REQUIRE_FALSE(read.latency_ms);
}

TEST_CASE("a run that is no split, or a damaged one, is refused", "[report]") {
  const test::TemporaryFolder first, second;
  REQUIRE_THAT(test::error_message<DataError>([&] { read_split(run_of(first, "")); }),
               Contains("has no split.json"));
  REQUIRE_THAT(test::error_message<DataError>([&] { read_split(run_of(second, "{}")); }),
               Contains("split.json"));
}

TEST_CASE("the table says what is sent, what each side reaches, and the accuracy over coverage", "[report]") {
  const test::TemporaryFolder folder;
  const std::vector<SplitResult> results{read_split_result(run_of(folder, to_json(summary())))};
  const std::string table = splits_markdown(results);
  REQUIRE_THAT(table, Contains("resnet-small") && Contains("64x4x4") && Contains("1,024") &&
                          Contains("4,096") && Contains("87.5") && Contains("92.5") && Contains("190.5") &&
                          Contains("12.75") && Contains("the image") && Contains("784") && Contains("93.0") &&
                          Contains("82.2"));
  REQUIRE_THAT(table, Contains("50 kept") && Contains("91.5"));
  const std::string csv = splits_csv(results);
  REQUIRE_THAT(
      csv,
      Contains(
          "\n"
          "resnet-small,3,64,4,4,5879552,640,180000,9408,784,1024,4096,int8,0.875,0.925,0.93,stm32f746-nbiot,190.5,12.75,82.25,6.125\n"));
}

TEST_CASE("networks and profiles of any name are one field of splits.csv", "[report]") {
  const test::TemporaryFolder folder;
  for (const auto& name : test::kAwkwardNames) {
    SplitResult result{.split = summary()};
    result.split.network = result.split.profile = name;
    const auto records = test::csv_records(folder.file("splits.csv", splits_csv({result})));
    REQUIRE(records.size() == 2);
    REQUIRE(records[1].size() == records[0].size());
    REQUIRE(records[1][0] == name);
    REQUIRE(records[1][16] == name);
  }
}

}  // namespace hybrid::report
