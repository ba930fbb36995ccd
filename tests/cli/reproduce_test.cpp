#include <catch2/catch.hpp>

#include "core/files.h"
#include "support/finished_run.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;

/// A folder with the project's configs and the paper's numbers, and runs of its own.
class Reproduction {
 public:
  Reproduction() {
    const std::filesystem::path source = HYBRID_SOURCE;
    std::filesystem::create_directory_symlink(source / "configs", folder_ / "configs");
    std::filesystem::create_directory(folder_ / "results");
    std::filesystem::create_directory_symlink(source / "results/paper", folder_ / "results/paper");
  }
  Outcome reproduce(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "reproduce");
    return run("hybrid", arguments, {.folder = folder_.path()});
  }
  std::filesystem::path path(const std::string& name) const { return folder_ / name; }

 private:
  TemporaryFolder folder_;
};

TEST_CASE("without any run the tables say what is missing, and that is no error unless it is asked for",
          "[cli]") {
  const Reproduction place;
  const Outcome outcome = place.reproduce({});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("need data") && Contains("needs data") && Contains("contradicted"));
  REQUIRE_THAT(outcome.err, Contains("runs that are not there: cifar100-mcu-seed1"));
  REQUIRE_THAT(read_file(place.path("results/tables/table3.md")),
               Contains("needs ImageNet's validation images") && Contains("needs CIFAR-100"));
  for (const char* file :
       {"results/README.md", "results/report.html", "results/paper-check.md", "results/provenance.json"})
    REQUIRE(std::filesystem::exists(place.path(file)));

  const Outcome strict = place.reproduce({"--strict"});
  REQUIRE(strict.exit_code == 4);
  REQUIRE_THAT(strict.err, Contains("need data or weights that are not at hand"));
  REQUIRE(place.reproduce({"table6", "--strict"}).exit_code == 4);  // the accuracies of its models
}

TEST_CASE("tables are chosen by name, with help where it is mistyped", "[cli]") {
  const Reproduction place;
  REQUIRE(place.reproduce({"table1", "table6"}).exit_code == 0);
  REQUIRE(std::filesystem::exists(place.path("results/tables/table6.csv")));
  REQUIRE_FALSE(std::filesystem::exists(place.path("results/tables/table3.csv")));
  const Outcome typo = place.reproduce({"tabel3"});
  REQUIRE(typo.exit_code == 2);
  REQUIRE_THAT(typo.err, Contains("unknown table 'tabel3'; did you mean 'table3'?"));
  REQUIRE(place.reproduce({"table1", "--runs", "results/runz"}).exit_code == 2);
  REQUIRE(place.reproduce({"table1", "--out", ""}).exit_code == 2);
  REQUIRE(place.reproduce({"table1", "paper-check"}).exit_code == 2);
}

TEST_CASE("a run that was changed is refused before anything is written", "[cli]") {
  const Reproduction place;
  write_finished_run(place.path("results/runs/cifar100-mcu-seed1"), {{"curves.csv", kCurvesHeader}});
  write_file_atomically(place.path("results/runs/cifar100-mcu-seed1/curves.csv"), "method\n");
  const Outcome outcome = place.reproduce({});
  REQUIRE(outcome.exit_code == 4);
  REQUIRE_THAT(outcome.err, Contains("was changed after the run was finished"));
  REQUIRE_FALSE(std::filesystem::exists(place.path("results/tables")));
}

TEST_CASE("without gnuplot everything but the pictures is written, and one line says what to install",
          "[cli]") {
  const Reproduction place;
  const Outcome outcome = run("hybrid", {"reproduce", "figure2", "figure4"},
                              {.folder = place.path(""), .before = "PATH=/nowhere;"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.err, Contains("install gnuplot-nox"));
  REQUIRE(std::filesystem::exists(place.path("results/figures/figure2.csv")));
  REQUIRE(std::filesystem::exists(place.path("results/figures/figure2.gp")));
  REQUIRE_FALSE(std::filesystem::exists(place.path("results/figures/figure2.svg")));
}

}  // namespace
}  // namespace hybrid::test
