// What the programs print, held word by word. After a change that is meant, scripts/approve_golden writes the
// files anew; the diff is then part of the review.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>

#include "runs/run_folder.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

/// @param golden the expected text's file
void require_text(const std::filesystem::path& golden, const std::string& program,
                  const std::vector<std::string>& arguments) {
  // Help texts begin with the program's name, so that they do not depend on where it lies.
  const TemporaryFolder folder;
  std::filesystem::create_directory_symlink(std::filesystem::path(HYBRID_SOURCE) / "configs",
                                            folder / "configs");
  const Outcome outcome = run(program, arguments, {.folder = folder.path()});
  INFO(golden << ": " << outcome.err << "\nif the change is meant: scripts/approve_golden");
  REQUIRE(outcome.exit_code == 0);
  if (std::getenv("HYBRID_APPROVE") != nullptr) write_file_atomically(golden, outcome.out);
  REQUIRE(outcome.out == read_file(golden));
}

void require_golden(const std::string& name, const std::string& program,
                    const std::vector<std::string>& arguments) {
  require_text(std::filesystem::path(HYBRID_TEST_DATA) / "golden" / (name + ".txt"), program, arguments);
}

TEST_CASE("help of every command", "[golden]") {
  require_golden("help", "hybrid", {"--help"});
  for (const std::string command :
       {"evaluate", "tune", "export-router", "audit",  "compare",   "abstain",   "simulate",    "entropy",
        "bound",    "cost", "config",        "model",  "partition", "reproduce", "check-table", "report",
        "payload",  "data", "runs",          "verify", "rerun",     "profile"})
    require_golden("help-" + command, "hybrid", {command, "--help"});
  for (const std::string command : {"list", "show", "new"})
    require_golden("help-profile-" + command, "hybrid", {"profile", command, "--help"});
  require_golden("help-reproduce-paper-check", "hybrid", {"reproduce", "paper-check", "--help"});
}

TEST_CASE("help of what can be done with a model, and a model shown beside its published figures",
          "[golden]") {
  for (const std::string command : {"list", "show", "fit", "import", "export"})
    require_golden("help-model-" + command, "hybrid", {"model", command, "--help"});
  require_golden("model-list", "hybrid", {"model", "list"});
  require_golden("model-show-mcunet-5fps", "hybrid", {"model", "show", "mcunet-5fps"});
}

TEST_CASE("help of every program", "[golden]") {
  for (const std::string program : {"tune-router", "eval-entropy", "upper-bound", "latency-energy"})
    require_golden("help-" + program, program, {"--help"});
}

#ifdef HYBRID_HAS_TORCH
TEST_CASE("help of training and of prediction, by both their names", "[golden]") {
  require_golden("help-predict", "hybrid", {"predict", "--help"});
  require_golden("help-train", "hybrid", {"train", "--help"});
  require_golden("help-train-exits", "train-exits", {"--help"});
  require_golden("help-train-hybrid", "train-hybrid", {"--help"});
}
#endif

TEST_CASE("the ledger of every profile for MCUNet's model A and a cloud model of 600 M MACs", "[golden]") {
  for (const std::string profile : {"paper-table3", "paper-text", "paper-table7-measured", "stm32f746-nbiot"})
    require_golden("ledger-" + profile, "hybrid",
                   {"cost", "--ledger", "--profile", profile, "--base-macs", "12.79e6", "--cloud-macs",
                    "600e6", "--router-macs", "42368", "--input-bytes", "28000"});
}

TEST_CASE("the paper's upper bound of Table 3 from its two accuracies", "[golden]") {
  require_golden(
      "upper-bound", "upper-bound",
      {"--base-accuracy", "0.512", "--cloud-accuracy", "0.799", "--latency", "600,1000,1400,1600"});
}

TEST_CASE("configs/MANUAL.md is what `hybrid config manual` prints", "[golden]") {
  require_text(std::filesystem::path(HYBRID_SOURCE) / "configs/MANUAL.md", "hybrid", {"config", "manual"});
}

/// Files below a folder by their relative paths, without those that are pictures or hold one.
std::map<std::string, std::string> texts_below(const std::filesystem::path& folder) {
  std::map<std::string, std::string> texts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const auto kind = entry.path().extension();
    if (entry.is_regular_file() && kind != ".svg" && kind != ".png" && kind != ".html")
      texts[std::filesystem::relative(entry.path(), folder).string()] = read_file(entry.path());
  }
  return texts;
}

TEST_CASE("what is committed of the run that README shows is what its manifest says", "[golden]") {
  const runs::FinishedRun run(std::filesystem::path(HYBRID_SOURCE) / "results/published/quickstart-seed1");
  for (const char* file : {"table.md", "predictions/base-test.npz", "predictions/cloud-test.npz"})
    REQUIRE(std::filesystem::exists(run.verified(file)));
}

TEST_CASE("the committed results are what the committed runs give", "[golden]") {
  const TemporaryFolder folder;
  const std::filesystem::path source = HYBRID_SOURCE;
  for (const char* name : {"configs", "results"})
    std::filesystem::create_directory_symlink(source / name, folder / name);
  const Outcome outcome =
      run("hybrid", {"reproduce", "--runs", "results/published", "--out", "made"}, {.folder = folder.path()});
  INFO(outcome.err << "\nif the change is meant: scripts/publish_results --from-published");
  REQUIRE(outcome.exit_code == 0);
  const auto made = texts_below(folder / "made");
  REQUIRE(made.size() > 40);
  for (const auto& [name, text] : made) {
    INFO(name);
    REQUIRE(text == read_file(source / "results" / name));
  }
}

}  // namespace
}  // namespace hybrid::test
