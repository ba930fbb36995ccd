// What --out may be: places that have to stay, devices, and what is there already.

#include <catch2/catch.hpp>
#include <fstream>

#include "runs/run_folder.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::ranges::sort(names);
  return names;
}

TEST_CASE("--out may be a mount point, as a container's volume, once and again with --force", "[cli]") {
  const Workplace here;
  fs::create_directory(here / "volume");
  const auto in_container = [&](const std::string& script) {
    return here.run("/bin/sh", {"-c", "exec unshare --mount sh -c '" + script + "'"});
  };
  const std::string mount = "mount --bind volume volume && mkdir -p volume/lost+found && ";
  if (in_container(mount + "true").exit_code != 0) {
    WARN("nothing can be mounted here (needs root)");
    return;
  }
  const std::string command = HYBRID_PROGRAMS
      "/hybrid evaluate --base base.npz --cloud cloud.npz --bootstrap 100 "
      "--methods max_prob --out volume ";
  Outcome outcome = in_container(mount + command);
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE(here.evaluate({"--methods", "max_prob"}).exit_code == 0);
  auto expected = names_in(here / "run");
  expected.emplace_back("lost+found");
  std::ranges::sort(expected);
  REQUIRE(names_in(here / "volume") == expected);
  runs::FinishedRun(here / "volume").verify();
  REQUIRE_THAT(in_container(mount + command).err, Contains("up to date"));
  REQUIRE_THAT(in_container(mount + command + "--seed 2").err, Contains("--force"));
  outcome = in_container(mount + command + "--seed 2 --force");
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE(names_in(here / "volume") == expected);
  runs::FinishedRun(here / "volume").verify();
}

TEST_CASE("--out may be the current folder, if it is empty or holds a run", "[cli]") {
  const Workplace here;
  fs::create_directory(here / "empty");
  const auto evaluate = [&](const std::string& folder, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"evaluate",
                                       "--base",
                                       "../base.npz",
                                       "--cloud",
                                       "../cloud.npz",
                                       "--methods",
                                       "on_device,on_cloud,random,max_prob,entropy,oracle",
                                       "--out",
                                       ".",
                                       "--bootstrap",
                                       "100"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return here.run("hybrid", arguments, "cd " + folder + " && ");
  };
  const Outcome made = evaluate("empty");
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  REQUIRE(evaluate("empty", {"--seed", "2", "--force"}).exit_code == 0);
  REQUIRE(here.evaluate().exit_code == 0);
  REQUIRE(names_in(here / "empty") == names_in(here / "run"));
  here.file("full/notes.txt", "mine");
  require_refusal(evaluate("full"), 4, "is a folder that no run of ours made; give another one");
  REQUIRE(names_in(here / "full") == std::vector<std::string>{"notes.txt"});
}

TEST_CASE("--out that is a device is written to, or refused by what needs a file", "[cli]") {
  const Workplace here;
  const std::vector<std::string> bound{"bound", "--base-accuracy", ".5", "--cloud-accuracy", ".8", "--out"};
  for (const std::string device : {"/dev/null", "/dev/stdout"}) {
    std::vector<std::string> arguments = bound;
    arguments.push_back(device);
    const Outcome outcome = here.run("hybrid", arguments);
    REQUIRE(outcome.exit_code == 0);
    REQUIRE((outcome.out.find("coverage,") != std::string::npos) == (device == "/dev/stdout"));
  }
  REQUIRE(fs::is_character_file("/dev/null"));
  REQUIRE(fs::is_symlink("/dev/stdout"));
}

TEST_CASE("simulate replaces no file that is there without --force", "[cli]") {
  for (const std::string name : {"config.yaml", "base.npz", "tune-cloud.npz", "optimal.npz"}) {
    const Workplace here;
    here.file("made/" + name, "mine");
    const std::vector<std::string> simulate{"simulate", "--family", "shift", "--n", "50",
                                            "--tune-n", "50",       "--out", "made"};
    require_refusal(here.run("hybrid", simulate), 4,
                    "made/" + name + ": exists already; give another --out, or --force");
    REQUIRE(names_in(here / "made") == std::vector<std::string>{name});
    REQUIRE(read_file(here / "made" / name) == "mine");
    auto forced = simulate;
    forced.push_back("--force");
    REQUIRE(here.run("hybrid", forced).exit_code == 0);
    REQUIRE(names_in(here / "made").size() == 6);
  }
}

}  // namespace
}  // namespace hybrid::test
