// Streams that are closed, full or read by nobody: messages are lost and the work is done; results that
// cannot be printed are exit 4, with the files kept.

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "support/results_folder.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

/// Shell commands after which the stream of that number cannot be written: full, closed, or a pipe whose
/// reader has gone.
std::string full(int stream) {
  return "exec " + std::to_string(stream) + ">/dev/full;";
}
std::string closed(int stream) {
  return "exec " + std::to_string(stream) + ">&-;";
}
std::string unread(int stream) {
  return "mkfifo pipe; : < pipe & exec " + std::to_string(stream) + "> pipe; wait; rm pipe;";
}

/// Commands of all kinds that print results, and the file or folder that each leaves.
const std::vector<std::pair<Words, std::string>> kCommands{
    {{"--help"}, ""},
    {{"--version"}, ""},
    {{"tune", "--help"}, ""},
    {{}, ""},
    {{"evaluate", "--base", "base.npz", "--cloud", "cloud.npz", "--methods", "max_prob", "--bootstrap", "100",
      "--out", "made"},
     "made/manifest.json"},
    {{"evaluate", "--base", "base.npz", "--cloud", "cloud.npz", "--methods", "max_prob", "--bootstrap", "100",
      "--out", "made", "--json"},
     "made/manifest.json"},
    {{"tune", "--run", "run", "--coverage", "0.8", "--out", "made"}, "made"},
    {{"audit", "--run", "run", "--coverage", "0.8", "--out", "made"}, "made/audit.json"},
    {{"bound", "--run", "run", "--out", "made"}, "made"},
    {{"entropy", "--run", "run", "--out", "made"}, "made"},
    {{"abstain", "--run", "run", "--coverage", "0.8", "--out", "made"}, "made"},
    {{"compare", "run", "run2", "--out", "made"}, "made"},
    {{"cost", "--run", "run", "--latency", "1000"}, ""},
    {{"export-router", "--run", "run", "--threshold", "0.1", "--out", "made.c"}, "made.c"},
    {{"simulate", "--family", "specialist", "--n", "50", "--tune-n", "50", "--classes", "3", "--out", "made"},
     "made/base.npz"},
    {{"model", "list"}, ""},
    {{"model", "show", "mass-600", "--json"}, ""},
    {{"config", "show", "configs/smoke.yaml"}, ""},
    {{"config", "check", "configs/smoke.yaml"}, ""},
    {{"config", "manual"}, ""},
    {{"partition", "--out", "made"}, "made"},
    {{"reproduce", "paper-check", "--out", "made"}, "made/paper-check.md"},
    {{"report", "--tables", ".", "--html", "made.html"}, "made.html"}};

/// A folder with two runs for the commands.
void make_runs(const Workplace& here) {
  REQUIRE(here.evaluate({"--methods", "max_prob,auto"}).exit_code == 0);
  REQUIRE(here.evaluate({"--methods", "max_prob", "--out", "run2"}).exit_code == 0);
}

void remove_made(const Workplace& here) {
  for (const auto* name : {"made", "made.c", "made.h", "made.html"}) fs::remove_all(here / name);
}

TEST_CASE("every command tells by its exit code that its results could not be printed, and keeps its files",
          "[cli]") {
  const Workplace here;
  make_runs(here);
  write_results(here);
  for (const auto& [arguments, file] : kCommands) {
    INFO(fmt::format("{}", fmt::join(arguments, " ")));
    const Outcome plain = here.run("hybrid", arguments);
    INFO(plain.err);
    REQUIRE(plain.exit_code == 0);
    REQUIRE_FALSE(plain.out.empty());
    for (const auto& before : {full(1), closed(1), unread(1)}) {
      INFO(before);
      remove_made(here);
      const Outcome outcome = here.run("hybrid", arguments, before);
      INFO(outcome.err);
      if (before == unread(1)) {
        REQUIRE(outcome.exit_code == 128 + 13);  // SIGPIPE, as other programs
        REQUIRE_THAT(outcome.err, !Contains("error:"));
      } else {
        REQUIRE(outcome.exit_code == 4);
        REQUIRE_THAT(outcome.err, Contains("standard output: cannot be written"));
      }
      if (!file.empty()) REQUIRE(fs::exists(here / file));
    }
    remove_made(here);
  }
}

TEST_CASE("messages that nobody can read stop nothing, and reach no file", "[cli]") {
  const Workplace here;
  here.file("p.csv", "label,z0,z1\n0,0.75,0.25\n1,0.5,0.5\n0,0.25,0.75\n1,0,1\n");  // warned of
  const Words evaluate{"evaluate",  "--base",   "p.csv",       "--cloud", "p.csv",
                       "--methods", "max_prob", "--bootstrap", "100",     "--out"};
  const auto run = [&](const std::string& out, const std::string& before) {
    Words arguments = evaluate;
    arguments.push_back(out);
    return here.run("hybrid", arguments, before);
  };
  const Outcome plain = run("plain", "");
  REQUIRE(plain.exit_code == 0);
  REQUIRE_THAT(plain.err, Contains("warning: "));
  int number = 0;
  for (const auto& before :
       {full(2), closed(2), unread(2), "exec <&-; " + closed(2), "trap '' PIPE; " + unread(2)}) {
    INFO(before);
    const std::string out = "run" + std::to_string(++number);
    const Outcome outcome = run(out, before);
    REQUIRE(outcome.exit_code == 0);
    REQUIRE_FALSE(outcome.out.empty());
    for (const auto* file :
         {"metrics.json", "curves.csv", "predictions/methods.json", "predictions/outcomes-test.npz"})
      REQUIRE(read_file(here / out / file) == read_file(here / "plain" / file));
    // An error keeps its own code, too.
    REQUIRE(here.run("hybrid", {"evaluate", "--base", "none.npz", "--cloud", "p.csv"}, before).exit_code ==
            4);
    REQUIRE(here.run("hybrid", {"evaluate", "--bsae", "p.csv"}, before).exit_code == 2);
    REQUIRE(here.evaluate({"--set", "router.hiden=[4]"}, before).exit_code == 3);
  }
  const Outcome neither = run("last", closed(1) + closed(2));
  REQUIRE(neither.exit_code == 4);
  REQUIRE(read_file(here / "last/metrics.json") == read_file(here / "plain/metrics.json"));
}

}  // namespace
}  // namespace hybrid::test
