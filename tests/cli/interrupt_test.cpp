// Ctrl-C and SIGTERM: exit 130, one line, nothing half-written. And an address space too small to begin.

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <fstream>
#include <string>
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
  for (int i = 0; i < 2000 && !fs::exists(here / "run.partial/.lock"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  REQUIRE(fs::exists(here / "run.partial/.lock"));
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

/// Waits until the process has a handler for SIGTERM.
void wait_for_handler(pid_t process) {
  for (int i = 0; i < 2000; ++i) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(status, line);)
      if (line.starts_with("SigCgt:") &&
          ((std::stoull(line.substr(7), nullptr, 16) >> (SIGTERM - 1)) & 1) != 0)
        return;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  FAIL("no handler");
}

TEST_CASE("a command without anything to keep ends at once", "[cli]") {
  for (const int signal : {SIGINT, SIGTERM}) {
    const Workplace here;
    Process process("hybrid",
                    {"simulate", "--family", "specialist", "--n", "100000000", "--tune-n", "10", "--classes",
                     "4", "--out", "pair"},
                    {.folder = here.path()});
    wait_for_handler(process.id());
    const auto start = std::chrono::steady_clock::now();
    ::kill(process.id(), signal);
    require_refusal(process.wait(), 130, "hybrid: error: interrupted");
    REQUIRE(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
  }
}

TEST_CASE("in an address space that is too small a program says how much it needs", "[cli]") {
  const Workplace here;
  const Outcome outcome = here.run("hybrid", {"--version"}, "ulimit -v 200000;");
  require_refusal(outcome, 4, "hybrid: error: the address space is limited to 204 MB");
  const std::string advice = outcome.err.substr(outcome.err.find("ulimit -v"));
  REQUIRE(here.run("hybrid", {"--version"}, advice.substr(0, advice.find('\n')) + ";").exit_code == 0);
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
