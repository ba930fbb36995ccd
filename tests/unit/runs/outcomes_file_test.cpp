#include "runs/outcomes_file.h"

#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "predictions/npz.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"
#include "support/tiny_problem.h"

namespace hybrid::runs {
namespace {

using Catch::Matchers::Contains;

eval::RoutingProblem two_variants() {
  eval::RoutingProblem problem = test::tiny_problem();
  problem.variants.push_back({"before", problem.variants[0].tune, problem.variants[0].test});
  problem.variants[1].test.base_value = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
  problem.variants[1].test.cloud_value = {1, 1, 1, 1, 1, 1, 1, 1, 1, 0};
  problem.methods.push_back({.measure = "entropy",
                             .variant = "before",
                             .tune = {5, 4, 3, 2, 1},
                             .test = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}});
  return problem;
}

std::string reading_fails(const test::TemporaryFolder& run) {
  return test::error_message<DataError>([&] { read_routing_problem(run.path()); });
}

/// The run's methods.json, changed.
template <class Change>
void change_methods(const test::TemporaryFolder& run, Change&& change) {
  auto json = nlohmann::ordered_json::parse(read_file(run / kMethodsFile));
  change(json);
  run.file(kMethodsFile, json.dump());
}

TEST_CASE("a stored routing problem knows what its accuracy means", "[report]") {
  const test::TemporaryFolder run;
  eval::RoutingProblem problem = test::tiny_problem();
  problem.accuracy = {.utility = "costs.csv", .weighted = true};
  write_routing_problem(run.path(), problem, {});
  REQUIRE(read_routing_problem(run.path()).problem.accuracy == problem.accuracy);
}

TEST_CASE("a stored routing problem knows its certification part", "[report]") {
  const test::TemporaryFolder run;
  eval::RoutingProblem problem = test::tiny_problem();
  problem.certify = {0, 1, 1, 0, 1};
  write_routing_problem(run.path(), problem, {});
  REQUIRE(read_routing_problem(run.path()).problem.certify == problem.certify);
  REQUIRE_FALSE(read_routing_problem(run.path()).problem.trained_router);
  for (const std::vector<std::uint8_t>& damaged :
       std::vector<std::vector<std::uint8_t>>{{0, 1, 1, 0}, {0, 0, 0, 0, 0}, {0, 1, 2, 0, 1}}) {
    problem.certify = damaged;
    write_routing_problem(run.path(), problem, {});
    REQUIRE_THAT(reading_fails(run), Contains("certify holds"));
  }
  problem.certify.clear();
  write_routing_problem(run.path(), problem, {});
  REQUIRE(read_routing_problem(run.path()).problem.certify.empty());
}

TEST_CASE("a stored routing problem reads back as it was", "[report]") {
  const test::TemporaryFolder run;
  const eval::RoutingProblem written = two_variants();
  write_routing_problem(run.path(), written, {.base_macs = 1e6, .input_bytes = 784});
  const auto [read, workload] = read_routing_problem(run.path());

  REQUIRE(workload.base_macs == 1e6);
  REQUIRE_FALSE(workload.cloud_macs.has_value());
  REQUIRE(workload.input_bytes == 784.0);
  REQUIRE(read.classes == written.classes);
  REQUIRE(read.skipped == written.skipped);
  REQUIRE(read.accuracy == eval::AccuracyMeaning{});
  REQUIRE(read.variants.size() == 2);
  for (std::size_t v = 0; v < 2; ++v) {
    REQUIRE(read.variants[v].suffix == written.variants[v].suffix);
    REQUIRE(read.variants[v].tune.base_value == written.variants[v].tune.base_value);
    REQUIRE(read.variants[v].tune.cloud_value == written.variants[v].tune.cloud_value);
    REQUIRE(read.variants[v].test.base_value == written.variants[v].test.base_value);
    REQUIRE(read.variants[v].test.cloud_value == written.variants[v].test.cloud_value);
  }
  REQUIRE(read.methods.size() == written.methods.size());
  for (std::size_t m = 0; m < read.methods.size(); ++m) {
    REQUIRE(read.methods[m].name() == written.methods[m].name());
    REQUIRE(read.methods[m].kind == written.methods[m].kind);
    REQUIRE(read.methods[m].variant == written.methods[m].variant);
    REQUIRE(read.methods[m].tune == written.methods[m].tune);
    REQUIRE(read.methods[m].test == written.methods[m].test);
    REQUIRE(read.methods[m].router_macs == written.methods[m].router_macs);
    REQUIRE(read.methods[m].meaning == written.methods[m].meaning);
  }
}

TEST_CASE("a stored routing problem knows what is encoded before it is sent", "[report]") {
  for (const cost::PayloadFormat format :
       {cost::PayloadFormat::png, cost::PayloadFormat::jpeg, cost::PayloadFormat::features}) {
    const test::TemporaryFolder run;
    cost::Workload workload{.encoding = cost::Encoding{format, 9216}};
    if (format == cost::PayloadFormat::features) workload.head_macs = 3e6;
    write_routing_problem(run.path(), test::tiny_problem(), workload);
    const cost::Workload read = read_routing_problem(run.path()).workload;
    REQUIRE(read.encoding == workload.encoding);
    REQUIRE(read.head_macs == workload.head_macs);
  }
}

TEST_CASE("the same problem is stored as the same bytes", "[report]") {
  const test::TemporaryFolder first, second;
  write_routing_problem(first.path(), two_variants(), {});
  write_routing_problem(second.path(), two_variants(), {});
  for (const auto* file : {kMethodsFile, kTuneOutcomes, kTestOutcomes})
    REQUIRE(read_file(first / file) == read_file(second / file));
}

TEST_CASE("a missing file of a stored problem is named", "[report]") {
  for (const auto* file : {kMethodsFile, kTuneOutcomes, kTestOutcomes}) {
    const test::TemporaryFolder run;
    write_routing_problem(run.path(), two_variants(), {});
    std::filesystem::remove(run / file);
    REQUIRE_THAT(reading_fails(run), Contains(file));
  }
}

TEST_CASE("a truncated file of a stored problem is named", "[report]") {
  for (const auto* file : {kMethodsFile, kTuneOutcomes, kTestOutcomes})
    for (const double share : {0.0, 0.5, 0.95}) {
      const test::TemporaryFolder run;
      write_routing_problem(run.path(), two_variants(), {});
      std::filesystem::resize_file(
          run / file,
          static_cast<std::uintmax_t>(share * static_cast<double>(std::filesystem::file_size(run / file))));
      REQUIRE_THAT(reading_fails(run), Contains(file));
    }
}

TEST_CASE("methods.json that does not fit is refused", "[report]") {
  const test::TemporaryFolder run;
  const auto refused = [&](auto change) {
    write_routing_problem(run.path(), two_variants(), {});
    change_methods(run, change);
    return reading_fails(run);
  };
  using Json = nlohmann::ordered_json;
  REQUIRE_THAT(refused([](Json& json) { json.erase("classes"); }), Contains("is not what a run writes"));
  REQUIRE_THAT(refused([](Json& json) { json["methods"][0]["router_macs"] = "many"; }),
               Contains("is not what a run writes"));
  REQUIRE_THAT(refused([](Json& json) { json["methods"][0]["kind"] = "guess"; }),
               Contains("'guess' is unknown"));
  REQUIRE_THAT(refused([](Json& json) { json["methods"][0]["variant"] = "after"; }),
               Contains("variant 'after'"));
  REQUIRE_THAT(refused([](Json& json) { json["variants"] = Json::array(); }), Contains("methods.json"));
  REQUIRE_THAT(refused([](Json& json) { json["methods"][3]["name"] = "unheard"; }),
               Contains("outcomes-tune.npz") && Contains("score_unheard"));
}

TEST_CASE("arrays that do not fit each other are refused", "[report]") {
  const test::TemporaryFolder run;
  const eval::RoutingProblem problem = test::tiny_problem();
  const std::vector<double> flags{1, 1, 1, 0, 0};
  const std::vector<double> entropy{1, 2, 3, 4, 5}, router{5, 4, 3, 2, 1};
  const auto refused = [&](const std::vector<double>& base, const std::vector<double>& cloud,
                           const std::vector<double>& scores) {
    write_routing_problem(run.path(), problem, {});
    predictions::write_npz(run / kTuneOutcomes, std::vector{predictions::npy_view("base_value", base),
                                                            predictions::npy_view("cloud_value", cloud),
                                                            predictions::npy_view("score_entropy", scores),
                                                            predictions::npy_view("score_router", router)});
    return reading_fails(run);
  };
  REQUIRE_THAT(refused(flags, {1, 1, 1}, entropy), Contains("cloud_value has 3 rows, others 5"));
  REQUIRE_THAT(refused(flags, flags, {1, 2}), Contains("score_entropy has 2 rows, others 5"));
  REQUIRE_THAT(refused({1, 1, std::numeric_limits<double>::infinity(), 0, 0}, flags, entropy),
               Contains("base_value holds values that are no numbers"));
  REQUIRE_THAT(refused(flags, flags, {1, 2, std::numeric_limits<double>::quiet_NaN(), 4, 5}),
               Contains("score_entropy is not a number"));
}

TEST_CASE("of a finished run only unchanged files are read", "[report]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet);
  auto writer = RunWriter::begin({.path = folder / "run", .hash = std::string(64, 'a')}, log);
  write_routing_problem(writer->folder(), two_variants(), {});
  writer->finish({});
  const FinishedRun run(folder / "run");
  REQUIRE(read_routing_problem(run).problem.methods.size() == two_variants().methods.size());
  std::string text = read_file(run.path() / kMethodsFile);
  folder.file("run/" + std::string(kMethodsFile), text.append(" "));
  REQUIRE_THAT(test::error_message<DataError>([&] { read_routing_problem(run); }),
               Contains("was changed after"));
}

/// Ten examples whose halves tune each other.
eval::RoutingProblem in_halves() {
  eval::RoutingProblem problem = two_variants();
  for (auto& variant : problem.variants) variant.tune = variant.test;
  for (auto& method : problem.methods) method.tune = method.test;
  problem.half = {0, 1, 1, 0, 0, 1, 1, 0, 0, 1};
  problem.examples = std::string(64, 'e');
  return problem;
}

TEST_CASE("halves and the examples' fingerprint read back, and an ordinary problem has no halves",
          "[report]") {
  const test::TemporaryFolder run;
  write_routing_problem(run.path(), in_halves(), {});
  const eval::RoutingProblem read = read_routing_problem(run.path()).problem;
  REQUIRE(read.half == in_halves().half);
  REQUIRE(read.examples == in_halves().examples);
  REQUIRE(predictions::NpzFile(run / kTestOutcomes).read<std::uint8_t>("half") == in_halves().half);

  write_routing_problem(run.path(), two_variants(), {});
  REQUIRE_FALSE(read_routing_problem(run.path()).problem.cross_fitted());
  REQUIRE(read_routing_problem(run.path()).problem.examples.empty());
  REQUIRE_THAT(read_file(run / kMethodsFile), !Contains("exchanged"));
}

TEST_CASE("halves that cannot be are refused", "[report]") {
  const test::TemporaryFolder run;
  const auto refused = [&](std::vector<std::uint8_t> half) {
    eval::RoutingProblem problem = in_halves();
    problem.half = std::move(half);
    write_routing_problem(run.path(), problem, {});
    return reading_fails(run);
  };
  REQUIRE_THAT(refused({0, 1, 1}), Contains(kTestOutcomes) && Contains("half has 3 rows, the test part 10"));
  REQUIRE_THAT(refused(std::vector<std::uint8_t>(10, 1)),
               Contains("half holds 0 zeros and 10 ones in 10 rows"));
  REQUIRE_THAT(refused({0, 1, 2, 0, 0, 1, 1, 0, 0, 1}), Contains("half holds"));
  eval::RoutingProblem two_parts = two_variants();
  two_parts.half = in_halves().half;
  write_routing_problem(run.path(), two_parts, {});
  REQUIRE_THAT(reading_fails(run), Contains("the test part 10, the tuning part 5"));
}

TEST_CASE("a method may be called as its variant is", "[report]") {
  const test::TemporaryFolder run;
  eval::RoutingProblem problem = two_variants();
  problem.methods.back().measure = "before";
  write_routing_problem(run.path(), problem, {});
  const eval::RoutingProblem read = read_routing_problem(run.path()).problem;
  REQUIRE(read.method("before").test == problem.methods.back().test);
  REQUIRE(read.variant_of(read.method("before")).suffix == "before");
}

TEST_CASE("a method that is not named after its variant is refused", "[report]") {
  const test::TemporaryFolder run;
  write_routing_problem(run.path(), two_variants(), {});
  change_methods(run, [](auto& json) { json["methods"][6]["name"] = "entropy"; });
  REQUIRE_THAT(reading_fails(run), Contains("method 'entropy' is not named after its variant 'before'"));
}

TEST_CASE("what was measured on single inputs is stored beside the outcomes, and its means priced",
          "[report]") {
  const test::TemporaryFolder run;
  eval::RoutingProblem written = two_variants();
  written.tune_inputs = {.payload_bytes = {1, 2, 3, 4, 5}, .cloud_latency_ms = {5, 4, 3, 2, 1}};
  written.test_inputs = {.payload_bytes = std::vector<double>(10, 7),
                         .cloud_latency_ms = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}};
  write_routing_problem(run.path(), written, {.base_macs = 1e6});
  const auto [read, workload] = read_routing_problem(run.path());
  REQUIRE(read.tune_inputs == written.tune_inputs);
  REQUIRE(read.test_inputs == written.test_inputs);
  REQUIRE(workload.payload_bytes == 7.0);
  REQUIRE(workload.cloud_latency_ms == 5.5);
  REQUIRE_FALSE(workload.device_latency_ms);
}

TEST_CASE("measured values that are no amounts are refused", "[report]") {
  const test::TemporaryFolder run;
  eval::RoutingProblem problem = two_variants();
  problem.test_inputs.payload_bytes = std::vector<double>(10, -1);
  write_routing_problem(run.path(), problem, {});
  REQUIRE_THAT(reading_fails(run), Contains("payload_bytes is negative"));
  problem.test_inputs.payload_bytes = std::vector<double>(9, 1);
  write_routing_problem(run.path(), problem, {});
  REQUIRE_THAT(reading_fails(run), Contains("payload_bytes has 9 rows, others 10"));
}

}  // namespace
}  // namespace hybrid::runs
