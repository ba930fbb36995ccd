#include "runs/split_file.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"
#include "unit/runs/split_summary.h"

namespace hybrid::runs {
namespace {

using Catch::Matchers::Contains;

constexpr const char* kMetrics = R"({"methods": {"max_prob": {"points": [
  {"target_coverage": 0.9, "accuracy": 0.88, "latency_ms": 100, "energy_mj": 5},
  {"target_coverage": 0.5, "accuracy": 0.915, "latency_ms": null, "energy_mj": null}]}}})";

FinishedRun run_of(const test::TemporaryFolder& folder, const std::string& split) {
  Logger log(Verbosity::quiet);
  auto writer = RunWriter::begin({.path = folder / "run", .hash = std::string(64, 'a')}, log);
  if (!split.empty()) writer->write(kSplitFile, split);
  writer->write("metrics.json", kMetrics);
  writer->finish({});
  return FinishedRun(folder / "run");
}

}  // namespace

TEST_CASE("a split's run is read as it was written", "[runs]") {
  const test::TemporaryFolder folder;
  const SplitResult result = read_split_result(run_of(folder, to_json(test::split_summary())));
  REQUIRE(to_json(result.split) == to_json(test::split_summary()));
  REQUIRE(result.split.quantization == test::split_summary().quantization);
  REQUIRE(result.points.size() == 2);
  REQUIRE(result.points[1].accuracy == 0.915);
  REQUIRE_FALSE(result.points[1].latency_ms);
}

TEST_CASE("fp32 features have no quantisation, and unknown costs stay unknown", "[runs]") {
  const test::TemporaryFolder folder;
  SplitSummary split = test::split_summary();
  split.format = arch::FeatureFormat::fp32;
  split.quantization.reset();
  split.latency_ms.reset();
  const SplitSummary read = read_split(run_of(folder, to_json(split)));
  REQUIRE(read.format == arch::FeatureFormat::fp32);
  REQUIRE_FALSE(read.quantization);
  REQUIRE_FALSE(read.latency_ms);
}

TEST_CASE("a run that is no split, or a damaged one, is refused", "[runs]") {
  const test::TemporaryFolder first, second;
  REQUIRE_THAT(test::error_message<DataError>([&] { read_split(run_of(first, "")); }),
               Contains("has no split.json"));
  REQUIRE_THAT(test::error_message<DataError>([&] { read_split(run_of(second, "{}")); }),
               Contains("split.json"));
}

}  // namespace hybrid::runs
