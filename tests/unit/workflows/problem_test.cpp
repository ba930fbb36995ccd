#include "workflows/problem.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "config/writer.h"
#include "core/error.h"
#include "runs/outcomes_file.h"
#include "runs/run_folder.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"
#include "support/tiny_predictions.h"
#include "support/tiny_problem.h"

namespace hybrid::workflows {
namespace {

using Catch::Matchers::Contains;

const std::vector<std::string> kMethods{"max_prob"};

/// base.npz and cloud.npz of 200 examples, with ids x0, x1, ...
struct Pair {
  test::TemporaryFolder folder;
  Logger log{Verbosity::quiet};
  ProblemSource source;

  Pair() {
    test::write_pair(folder.path());
    source.files = {.base = (folder / "base.npz").string(), .cloud = (folder / "cloud.npz").string()};
  }
  void add_tuning_sets() {
    source.files.tune_base = source.files.base;
    source.files.tune_cloud = source.files.cloud;
  }
};

cost::SystemProfile profile_called(const std::string& name) {
  return {.name = name};
}

std::string refused(const ProblemSource& source) {
  Logger log(Verbosity::quiet);
  return test::error_message<InvalidArgument>([&] { load_pairs(source, kMethods, log); });
}

TEST_CASE("features of the cloud model, which no method uses, are warned of once", "[workflows]") {
  Pair pair;
  load_pairs(pair.source, kMethods, pair.log);
  REQUIRE(pair.log.warnings().empty());
  const std::vector<std::int32_t> labels{0, 1, 0, 1, 1, 0, 0, 1};
  const std::vector<float> logits{1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1}, features(24, 0.5F);
  for (const auto& path : {pair.source.files.base, pair.source.files.cloud})
    predictions::write_prediction_set(path, labels, logits, {}, nlohmann::json::object(), features);
  load_pairs(pair.source, kMethods, pair.log);
  const std::string warning = ": features of the cloud model are not used, those of the base are (by knn)";
  REQUIRE(std::ranges::count(pair.log.warnings(), pair.source.files.cloud + warning) == 1);
  pair.add_tuning_sets();
  load_pairs(pair.source, kMethods, pair.log);
  REQUIRE(std::ranges::count_if(pair.log.warnings(), [&](const std::string& text) {
            return text.find(warning) != std::string::npos;
          }) == 2);
}

TEST_CASE("one pair is split by the seed, and every example is in one part", "[workflows]") {
  Pair pair;
  pair.source.tune_fraction = 0.3;
  const LoadedPairs loaded = load_pairs(pair.source, kMethods, pair.log);
  REQUIRE(loaded.tune.size() == 60);
  REQUIRE(loaded.test.size() == 140);
  REQUIRE(loaded.tune_rows.size() == 60);
  REQUIRE(loaded.tune.base.ids.front() == "x" + std::to_string(loaded.tune_rows.front()));
  std::set<std::string> ids(loaded.tune.base.ids.begin(), loaded.tune.base.ids.end());
  ids.insert(loaded.test.base.ids.begin(), loaded.test.base.ids.end());
  REQUIRE(ids.size() == 200);
  REQUIRE(loaded.whole.size() == 0);
  REQUIRE(load_pairs(pair.source, kMethods, pair.log, true).whole.size() == 200);

  REQUIRE(load_pairs(pair.source, kMethods, pair.log).tune_rows == loaded.tune_rows);
  pair.source.seed = 2;
  REQUIRE(load_pairs(pair.source, kMethods, pair.log).tune_rows != loaded.tune_rows);
}

TEST_CASE("halves that tune each other are all of the one pair", "[workflows]") {
  Pair pair;
  pair.source.cross_fit = true;
  const LoadedPairs loaded = load_pairs(pair.source, kMethods, pair.log);
  REQUIRE(loaded.test.size() == 200);
  REQUIRE(loaded.tune.size() == 0);
  REQUIRE(loaded.half.size() == 200);
  const LoadedProblem problem = problem_of(pair.source, loaded, kMethods, pair.log);
  REQUIRE(problem.problem.cross_fitted());
}

TEST_CASE("tuning sets of their own are used whole, and told when they are the test sets", "[workflows]") {
  Pair pair;
  pair.add_tuning_sets();
  const LoadedPairs loaded = load_pairs(pair.source, kMethods, pair.log);
  REQUIRE(loaded.tune.size() == 200);
  REQUIRE(loaded.tune_rows.empty());
  REQUIRE(pair.log.warnings().size() == 1);
  REQUIRE_THAT(pair.log.warnings().front(), Contains("the same examples as the test set"));
}

TEST_CASE("a source that contradicts itself is refused without a word of flags", "[workflows]") {
  Pair pair;
  ProblemSource source = pair.source;
  source.files.cloud.clear();
  REQUIRE_THAT(refused(source), Contains("sets of base and cloud go together"));
  source = pair.source;
  source.files.tune_base = source.files.base;
  REQUIRE_THAT(refused(source), Contains("tuning sets of base and cloud go together"));
  pair.add_tuning_sets();
  pair.source.cross_fit = true;
  REQUIRE_THAT(refused(pair.source), Contains("there can be no sets for tuning"));
  source = {.files = pair.source.files, .tune_fraction = 1};
  REQUIRE_THAT(refused(source), Contains("the share for tuning is 1, must lie between 0 and 1"));
}

TEST_CASE("a limit of tuning examples is drawn from the tuning part, unless every draw were the same",
          "[workflows]") {
  Pair pair;
  LoadedPairs loaded = load_pairs(pair.source, kMethods, pair.log);
  const SeedTree seed = evaluation_seed(pair.source);
  REQUIRE(used_rows(loaded, {}, seed).empty());
  const auto rows = used_rows(loaded, {.tune_limit = 30}, seed);
  REQUIRE(rows.size() == 30);
  REQUIRE(std::ranges::is_sorted(rows));
  REQUIRE(rows.back() < loaded.tune.size());
  REQUIRE(used_rows(loaded, {.tune_limit = 1000, .repeats = 3}, seed).empty());
  pair.add_tuning_sets();
  loaded = load_pairs(pair.source, kMethods, pair.log);
  REQUIRE_THROWS_AS(used_rows(loaded, {.tune_limit = 200, .repeats = 3}, seed), InvalidArgument);
}

TEST_CASE("the problem of prediction sets has their name, workload and the profile that is asked for",
          "[workflows]") {
  Pair pair;
  const LoadedProblem loaded = load_problem(pair.source, kMethods, "", profile_called, pair.log);
  REQUIRE(loaded.name == "base");
  REQUIRE(loaded.profile.name == kDefaultProfile);
  REQUIRE(loaded.workload.base_macs == 1e6);
  REQUIRE(loaded.workload.cloud_macs == 5e7);
  REQUIRE(loaded.problem.n_test() == 100);
  REQUIRE(load_problem(pair.source, kMethods, "mine", profile_called, pair.log).profile.name == "mine");

  pair.source.utility = "balanced_accuracy";
  const LoadedProblem balanced = load_problem(pair.source, kMethods, "", profile_called, pair.log);
  REQUIRE(balanced.problem.accuracy.utility == "balanced_accuracy");
}

TEST_CASE("a run's problem comes with its own profiles, which come before files of the same name",
          "[workflows]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet);
  auto writer = runs::RunWriter::begin({.path = folder / "run", .hash = std::string(64, 'a')}, log);
  runs::write_routing_problem(writer->folder(), test::tiny_problem(), {.base_macs = 5});
  for (const auto* name : {"first", "second"}) {
    cost::SystemProfile profile{.name = name, .description = "the run's own"};
    profile.lumps.latency_ms = {.per_input = 200, .per_offload = 2000};
    profile.lumps.energy_mj = {.per_input = 10, .per_offload = 100};
    writer->write(fmt::format("systems/{}.yaml", name), config::to_yaml(profile));
  }
  writer->finish({});

  const ProblemSource source{.run = folder / "run"};
  const LoadedProblem loaded = load_problem(source, {}, "", profile_called, log);
  REQUIRE(loaded.name == "run");
  REQUIRE(loaded.problem.n_test() == 10);
  REQUIRE(loaded.workload.base_macs == 5);
  REQUIRE(loaded.profile.name == "first");
  REQUIRE(load_problem(source, {}, "second", profile_called, log).profile.description == "the run's own");
  const cost::SystemProfile other = load_problem(source, {}, "third", profile_called, log).profile;
  REQUIRE(other.name == "third");
  REQUIRE(other.description.empty());
  REQUIRE_THROWS_AS(load_problem({.run = folder / "none"}, {}, "", profile_called, log), DataError);
}

TEST_CASE("of a problem only the confidence measures and on_device can be left, on every base",
          "[workflows]") {
  eval::RoutingProblem problem = test::tiny_problem();
  problem.variants.push_back(problem.variants.front());
  problem.variants.back().suffix = "before";
  for (const auto* name : {"on_device", "entropy", "router"}) {
    problem.methods.push_back(problem.method(name));
    problem.methods.back().variant = "before";
  }
  std::vector<std::string> names;
  for (const auto& method : confidence_only(problem).methods) names.push_back(method.name());
  REQUIRE(names == std::vector<std::string>{"on_device", "entropy", "on_device_before", "entropy_before"});
}

TEST_CASE("a run that lacks its profile is not priced with another one, unless that is named",
          "[workflows]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet);
  auto writer = runs::RunWriter::begin({.path = folder / "run", .hash = std::string(64, 'a')}, log);
  runs::write_routing_problem(writer->folder(), test::tiny_problem(), {.base_macs = 5});
  writer->finish({});
  const ProblemSource source{.run = folder / "run"};
  REQUIRE_THROWS_WITH(
      load_problem(source, {}, "", profile_called, log),
      Contains("run: holds no cost profile (systems/*.yaml); name one, or make the run again"));
  REQUIRE(load_problem(source, {}, "mine", profile_called, log).profile.name == "mine");
  REQUIRE(load_problem(source, {}, "", {}, log).profile.name.empty());
}

}  // namespace
}  // namespace hybrid::workflows
