#include "small_run.h"  // before everything that might define CHECK

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "runs/outcomes_file.h"
#include "support/error_message.h"

namespace hybrid::training {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("a training run has its config, networks, predictions and figures", "[train]") {
  const runs::FinishedRun& run = test::small_run();
  for (const auto* file :
       {"config.yaml", "train_log.csv", "split.csv", "metrics.json", "curves.csv", "table.md",
        "weights/base.safetensors", "weights/cloud.safetensors", "predictions/base-tune.npz",
        "predictions/cloud-test.npz", "systems/1-paper-table3.yaml"})
    REQUIRE(run.has(file));
  const runs::Manifest& manifest = run.manifest();
  REQUIRE(manifest.seed == 1);
  REQUIRE_FALSE(manifest.seconds.empty());
  REQUIRE(runs::read_routing_problem(run).problem.n_test() == 300);
  REQUIRE_THAT(read_file(run.verified("table.md")), Contains("Update `none`"));
}

TEST_CASE("a finished training run is up to date, and nothing is loaded for it", "[train]") {
  Logger log(Verbosity::quiet);
  std::optional<workflows::TrainingMaterial> material;
  const runs::FinishedRun& run = test::small_run();
  REQUIRE(workflows::train_run(test::small_plan(), material, run.path(), false, log).up_to_date);
  REQUIRE_FALSE(material.has_value());
  REQUIRE_THROWS_AS(
      workflows::train_run(test::small_plan({"router.epochs=2"}), material, run.path(), false, log),
      DataError);
}

TEST_CASE("one thread and two train the same run", "[train]") {
  const runs::FinishedRun& one = test::small_run();
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet);
  std::optional<workflows::TrainingMaterial> material;
  const auto plan = test::small_plan({"threads=2"});
  REQUIRE(workflows::train_run(plan, material, one.path(), false, log).up_to_date);
  const auto two = workflows::train_run(plan, material, folder / "run", false, log).run;
  for (const auto* file :
       {"metrics.json", "curves.csv", "train_log.csv", "predictions/base-tune.npz",
        "predictions/cloud-test.npz", "weights/base.safetensors", "weights/cloud.safetensors"})
    REQUIRE(read_file(one.verified(file)) == read_file(two.verified(file)));
}

TEST_CASE("a config that its data do not fit is refused, and no folder is left", "[train]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet);
  std::optional<workflows::TrainingMaterial> material;
  const auto error = test::error_message<ConfigError>([&] {
    workflows::train_run(test::small_plan({"base.network=lineal"}), material, folder / "run", false, log);
  });
  REQUIRE_THAT(error, Contains("unknown base.network 'lineal'") && Contains("'linear'"));
  REQUIRE_THROWS_AS(
      workflows::train_run(test::small_plan({"data.train_limit=3"}), material, folder / "run", false, log),
      DataError);
  REQUIRE(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("the notes say what is trained on what", "[train]") {
  Logger log(Verbosity::quiet);
  const workflows::ExperimentPlan plan =
      test::small_plan({"training.update=router+base", "training.base_emphasis=2"});
  const workflows::TrainingMaterial material = workflows::load_material(plan, log);
  const DataParts parts = workflows::parts_of(plan, material);
  REQUIRE(parts.train.size() + parts.oracle.size() + parts.tune.size() == 1000);
  const auto notes = workflows::plan_notes(plan.config, material, parts);
  REQUIRE(notes.size() == 5);
  REQUIRE_THAT(notes[0], Contains("Base `linear`"));
  REQUIRE_THAT(notes[2], Contains("600 images train, 200 are held out") && Contains("300 test"));
  REQUIRE_THAT(notes[3], Contains("Hybrid training: update `router+base`, 2 rounds"));
  REQUIRE_THAT(notes[4], Contains("W_b = 1 + 2 (1 - r)"));
}

TEST_CASE("several seeds are a run each and a summary beside them", "[train]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet);
  const workflows::TrainedSeeds trained =
      workflows::train_seeds(test::small_plan({"cloud.pretrain.epochs=1"}), 2, folder / "small", false, log);
  REQUIRE(trained.runs == std::vector<std::filesystem::path>{folder / "small-seed1", folder / "small-seed2"});
  REQUIRE(runs::FinishedRun(trained.runs[1]).manifest().seed == 2);
  REQUIRE(trained.result.n_test == 300);
  REQUIRE(trained.folder == folder / "small-seeds1-2");
  REQUIRE(std::filesystem::exists(trained.folder / "seeds.md"));
  REQUIRE_THROWS_AS(
      workflows::train_seeds(test::small_plan({"seed=9223372036854775807"}), 2, folder / "last", false, log),
      InvalidArgument);
}

}  // namespace
}  // namespace hybrid::training
