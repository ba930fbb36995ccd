// Ctrl-C and SIGTERM: exit 130, one line, nothing half-written.

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <thread>

#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;

/// Interrupts `hybrid evaluate` while it works, which its partial folder shows.
Outcome interrupted_evaluation(const Workplace& here, int signal) {
  Process process("hybrid",
                  {"evaluate", "--base", "base.npz", "--cloud", "cloud.npz", "--out", "run", "--bootstrap",
                   "20000", "--quiet"},
                  {.folder = here.path()});
  for (int i = 0; i < 2000 && !fs::exists(here / "run.partial/.hash"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  REQUIRE(fs::exists(here / "run.partial/.hash"));
  ::kill(process.id(), signal);
  return process.wait();
}

TEST_CASE("an interrupted evaluation exits with 130 and leaves nothing", "[cli]") {
  for (const int signal : {SIGINT, SIGTERM}) {
    const Workplace here;
    write_pair(here.path(), 4000, 10);
    const Outcome outcome = interrupted_evaluation(here, signal);
    require_refusal(outcome, 130, "interrupted");
    REQUIRE(here.new_names().empty());
  }
}

TEST_CASE("what a killed process leaves is no hindrance to the next", "[cli]") {
  const Workplace here;
  write_pair(here.path(), 4000, 10);
  REQUIRE(interrupted_evaluation(here, SIGKILL).exit_code == 128 + SIGKILL);
  REQUIRE(fs::exists(here / "run.partial"));
  REQUIRE(here.evaluate().exit_code == 0);
  REQUIRE(here.new_names() == std::vector<std::string>{"run"});
}

}  // namespace
}  // namespace hybrid::test
