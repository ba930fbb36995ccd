// scripts/reproduce: whether a GPU is used, and what is said meanwhile.

#include <catch2/catch.hpp>

#include "core/files.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

/// A checkout in which nothing is built and every program is a script of the test.
struct Checkout {
  TemporaryFolder folder;

  Checkout() {
    for (const char* name : {"reproduce", "reproduce.mk", "reproduce_step"}) {
      fs::create_directories(folder / "scripts");
      fs::copy_file(fs::path(HYBRID_SOURCE) / "scripts" / name, folder / "scripts" / name);
    }
    program("scripts/setup", "exit 0");
    program("build/release/bin/hybrid", "exit 0");
    // On this machine, as a driver says, there is a GPU.
    program("driver/nvidia-smi", "echo GPU 0");
  }
  void program(const std::string& name, const std::string& body) const {
    folder.file(name, "#!/bin/sh\n" + body + "\n");
    fs::permissions(folder / name, fs::perms::owner_all);
  }
  /// Trains by writing what it was asked; `--dry-run` succeeds or not.
  void trainer(bool can_use_gpu) const {
    program("build/release/bin/train-hybrid",
            std::string("case \"$*\" in *--dry-run*) exit ") + (can_use_gpu ? "0" : "5") +
                ";; esac\nfor out; do :; done\nmkdir -p \"$out\"\necho \"$*\" > \"$out/manifest.json\"");
  }
  Outcome reproduce(std::vector<std::string> words) const {
    return run((folder / "scripts/reproduce").string(), words,
               {.folder = folder.path(), .before = "PATH=" + (folder / "driver").string() + ":$PATH;"});
  }
};

TEST_CASE("scripts/reproduce uses a GPU only where the program can", "[cli]") {
  const Checkout here;
  for (const bool can : {false, true}) {
    here.trainer(can);
    const Outcome plan = here.reproduce({"-n", "quickstart"});
    INFO(plan.err);
    REQUIRE(plan.exit_code == 0);
    REQUIRE_THAT(plan.out, Contains("quickstart-seed1 build/release/bin/train-hybrid "));
    REQUIRE((plan.out.find("compute=cuda") != std::string::npos) == can);
  }
  REQUIRE(here.reproduce({"-n", "--cpu", "quickstart"}).out.find("cuda") == std::string::npos);
}

TEST_CASE("scripts/reproduce says what it is doing, and make says nothing", "[cli]") {
  const Checkout here;
  here.trainer(false);
  const Outcome outcome = here.reproduce({"--jobs", "1", "quickstart"});
  INFO(outcome.out << outcome.err);
  REQUIRE_THAT(outcome.err, Contains("reproduce: 4 steps to do on the CPU, up to 1 at a time"));
  REQUIRE_THAT(outcome.out, Contains("quickstart-seed1 ") &&
                                Contains("begins; log: results/runs/quickstart-seed1.log") &&
                                Contains("done in "));
  REQUIRE_THAT(read_file(here.folder / "results/runs/quickstart-seed1/manifest.json"), !Contains("cuda"));
  REQUIRE((outcome.out + outcome.err).find("make:") == std::string::npos);

  fs::remove_all(here.folder / "results");
  here.program("build/release/bin/train-hybrid", "echo out of memory; exit 4");
  const Outcome failed = here.reproduce({"--jobs", "1", "quickstart"});
  REQUIRE(failed.exit_code != 0);
  REQUIRE_THAT(failed.err, Contains("failed after ") && Contains("exit code 4") &&
                               Contains("out of memory") && Contains("results/runs/quickstart-seed1.log"));
}

}  // namespace
}  // namespace hybrid::test
