#include "eval/run_groups.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/error_message.h"
#include "support/matrix_runs.h"

namespace hybrid::eval {
namespace {

using Catch::Matchers::Contains;
using test::error_message;
using test::matrix_run;

TEST_CASE("runs on the same examples are seeds of one data set, others are data sets of their own",
          "[matrix]") {
  const std::vector<MatrixRun> runs{matrix_run("mnist-seed1", "mnist"), matrix_run("imdb", "imdb"),
                                    matrix_run("mnist-seed2", "mnist", 2)};
  const auto groups = group_by_data_set(runs);
  REQUIRE(groups.size() == 2);
  REQUIRE((groups[0].name == "mnist" && groups[0].runs == std::vector<std::size_t>{0, 2}));
  REQUIRE(groups[0].differ == RunsDiffer::by_seed);
  REQUIRE((groups[1].name == "imdb" && groups[1].differ == RunsDiffer::single));
}

TEST_CASE("other test parts of the same prediction sets are splits of one data set", "[matrix]") {
  std::vector<MatrixRun> runs{matrix_run("a1", "first split"), matrix_run("a2", "second split"),
                              matrix_run("b", "third")};
  runs[0].inputs = runs[1].inputs = "the hashes of base and cloud";
  runs[2].inputs = "others";
  const auto groups = group_by_data_set(runs);
  REQUIRE(groups.size() == 2);
  REQUIRE((groups[0].name == "a" && groups[0].differ == RunsDiffer::by_split));
  runs[0].inputs = runs[1].inputs = "";  // trainings read no prediction sets
  REQUIRE(group_by_data_set(runs).size() == 3);
}

TEST_CASE("names decide what is one data set, and separate models on the same examples", "[matrix]") {
  std::vector<MatrixRun> runs{matrix_run("a", "mnist"), matrix_run("b", "mnist", 2),
                              matrix_run("c", "mnist", 3)};
  runs[0].data_set = "small";
  runs[1].data_set = runs[2].data_set = "large";
  const auto groups = group_by_data_set(runs);
  REQUIRE(groups.size() == 2);
  REQUIRE((groups[0].name == "small" && groups[1].name == "large" && groups[1].runs.size() == 2));
}

TEST_CASE("the name of a data set is what its runs' names have in common", "[matrix]") {
  const auto name = [](const std::string& a, const std::string& b) {
    const std::vector<MatrixRun> runs{matrix_run(a, "x"), matrix_run(b, "x", 2)};
    return group_by_data_set(runs).front().name;
  };
  REQUIRE(name("cifar-seed1", "cifar-seed2") == "cifar");
  REQUIRE(name("cifar_split_1", "cifar_split_2") == "cifar");
  REQUIRE(name("one", "two") == "one");
  REQUIRE(name("seed1", "seed2") == "seed1");
}

TEST_CASE("what is neither another seed nor other data is refused with what to do", "[matrix]") {
  std::vector<MatrixRun> runs{matrix_run("a", "mnist"), matrix_run("b", "mnist", 2)};
  const auto refused = [&] { return error_message<DataError>([&] { group_by_data_set(runs); }); };
  runs[1].setup = "coverages: [0.8]\n";
  REQUIRE_THAT(refused(),
               Contains("results/b") && Contains("another config") && Contains("A=results/a B=results/b"));
  // A split of the same prediction sets has other test examples.
  runs[1].problem.examples = "another split";
  runs[0].inputs = runs[1].inputs = "the hashes of base and cloud";
  REQUIRE_THAT(refused(), Contains("has the examples or prediction sets of results/a but another config"));
  runs = {matrix_run("a", "mnist"), matrix_run("b", "mnist", 2)};
  runs[1].workload.base_macs = 5;
  REQUIRE_THAT(refused(), Contains("models of other costs"));
  runs[1].workload = {};
  runs[1].problem.accuracy.utility = "balanced_accuracy";
  REQUIRE_THAT(refused(), Contains("means something else by accuracy"));
  runs[1] = matrix_run("b", "");
  REQUIRE_THAT(refused(), Contains("does not say which test examples it measured"));

  runs = {matrix_run("x/a", "mnist"), matrix_run("y/a", "imdb")};
  REQUIRE_THAT(error_message<InvalidArgument>([&] { group_by_data_set(runs); }),
               Contains("results/x/a and results/y/a") && Contains("would be named a"));
  runs[0].data_set = runs[1].data_set = "both";
  REQUIRE_THAT(error_message<InvalidArgument>([&] { group_by_data_set(runs); }),
               Contains("both named both") && Contains("other test examples"));
}

}  // namespace
}  // namespace hybrid::eval
