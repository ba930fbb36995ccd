// Options that cannot act are refused, and say what to leave out; what is left then works.

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

struct Refused {
  Words arguments;  ///< of hybrid
  std::string message;
};

/// One finished run for all tests.
struct WorkplaceWithRun : Workplace {
  WorkplaceWithRun() { REQUIRE(evaluate().exit_code == 0); }
  void refuses(const std::vector<Refused>& rows) const {
    for (const auto& [arguments, message] : rows) {
      INFO(fmt::format("{}", fmt::join(arguments, " ")));
      require_refusal(run("hybrid", arguments), 2, message);
    }
  }
};

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

const Words kPair{"--base", "base.npz", "--cloud", "cloud.npz"};
const Words kTune{"--tune-base", "base.npz", "--tune-cloud", "cloud.npz"};

TEST_CASE("cost refuses what --ledger, --payloads or data leave without effect", "[cli]") {
  const WorkplaceWithRun here;
  const std::string ledger = "--ledger itemises the profile without any data: leave out ";
  const Words payloads{"cost", "--payloads", "base.npz,cloud.npz,c.npz"};
  here.refuses({
      {{"cost", "--ledger", "--run", "run"}, ledger + "--run"},
      {Words{"cost", "--ledger"} + kPair, ledger + "--base and --cloud"},
      {{"cost", "--ledger", "--methods", "auto"}, ledger + "--methods"},
      {{"cost", "--ledger", "--latency", "600"}, ledger + "--latency"},
      {{"cost", "--ledger", "--coverage", "0.5", "--out", "x"}, ledger + "--coverage"},
      {{"cost", "--ledger", "--seed", "2"}, ledger + "--seed"},
      {{"cost", "--ledger", "--cross-fit"}, ledger + "--cross-fit"},
      {{"cost", "--ledger", "--utility", "accuracy"}, ledger + "--utility"},
      {payloads + Words{"--ledger"}, ledger + "--payloads"},
      {payloads + Words{"--run", "run"}, "--payloads names the sets itself: leave out --run"},
      {payloads + kPair, "--payloads names the sets itself: leave out --base and --cloud"},
      {payloads + Words{"--base-macs", "1"}, "--payloads is priced by what the sets say"},
      {payloads + Words{"--coverage", "0.5"}, "leave out --coverage"},
      {{"cost", "--run", "run", "--router-macs", "5"},
       "each method brings its own router: leave out --router-macs, or give --ledger"},
      {{"cost", "--run", "run", "--coverage", "0.5"}, "leave out --coverage, or give --out"},
      {{"cost", "--ledger", "--profile", "stm32f746-nbiot"},
       "profile stm32f746-nbiot prices models and inputs: give --base-macs and --input-bytes"},
  });
  REQUIRE(here.run("hybrid", {"cost", "--ledger", "--profile", "stm32f746-nbiot", "--base-macs", "1e6",
                              "--input-bytes", "784"})
              .exit_code == 0);
  const Outcome lump = here.run("hybrid", {"cost", "--ledger", "--input-bytes", "784"});
  REQUIRE(lump.exit_code == 0);
  REQUIRE_THAT(lump.err, Contains("--input-bytes changes no cost of profile paper-table3"));
}

TEST_CASE("cost of a run prints the methods that are asked for", "[cli]") {
  const WorkplaceWithRun here;
  const auto rows = [&](const Words& more) {
    const Outcome outcome = here.run("hybrid", Words{"cost"} + more);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    std::vector<std::string> methods;
    for (const std::string method : {"on_device", "on_cloud", "random", "max_prob", "entropy"})
      if (outcome.out.find("\n" + method + " ") != std::string::npos) methods.push_back(method);
    return methods;
  };
  REQUIRE(rows({"--run", "run"}) == Words{"on_device", "on_cloud", "random", "max_prob", "entropy"});
  REQUIRE(rows({"--run", "run", "--methods", "max_prob,random"}) == Words{"random", "max_prob"});
  REQUIRE(rows(kPair + Words{"--methods", "max_prob,random"}) == Words{"random", "max_prob"});
  require_refusal(here.run("hybrid", {"cost", "--run", "run", "--methods", "max_porb"}), 2,
                  "unknown method 'max_porb'; did you mean 'max_prob'?");
}

TEST_CASE("accuracies stand for the data in bound", "[cli]") {
  const WorkplaceWithRun here;
  const Words two{"bound", "--base-accuracy", "0.5", "--cloud-accuracy", "0.8"};
  const std::string stand = "--base-accuracy and --cloud-accuracy stand for the data: leave out ";
  here.refuses({{two + Words{"--run", "run"}, stand + "--run"},
                {two + kPair, stand + "--base and --cloud"},
                {two + Words{"--cloud", "cloud.npz"}, stand + "--cloud"},
                {two + kTune, stand + "--tune-base and --tune-cloud"},
                {two + Words{"--seed", "2"}, stand + "--seed"},
                {two + Words{"--tune-fraction", "0.2"}, stand + "--tune-fraction"},
                {two + Words{"--utility", "accuracy"}, stand + "--utility"}});
}

TEST_CASE("a tuning part of its own leaves nothing to split", "[cli]") {
  const WorkplaceWithRun here;
  for (const Words& command : {Words{"evaluate"}, Words{"tune", "--coverage", "0.9"}, Words{"audit"},
                               Words{"abstain"}, Words{"bound"}, Words{"entropy"}, Words{"cost"},
                               Words{"export-router", "--coverage", "0.9", "--out", "r.c"}})
    here.refuses({{command + kPair + kTune + Words{"--tune-fraction", "0.3"}, "leave out --tune-fraction"}});
}

TEST_CASE("a profile is refused where no price is printed", "[cli]") {
  const WorkplaceWithRun here;
  here.refuses(
      {{{"entropy", "--run", "run", "--profile", "paper-text"},
        "leave out --profile, or give --out or --json"},
       {Words{"export-router", "--coverage", "0.9", "--profile", "paper-text", "--out", "r.c"} + kPair,
        "only a budget is priced by a profile: leave out --profile, or give --latency, --energy, --macs or --life"},
       {Words{"export-router", "--threshold", "0.1", "--profile", "paper-text", "--out", "r.c"} + kPair,
        "leave out --profile"}});
  REQUIRE(here.run("hybrid", {"entropy", "--run", "run", "--profile", "paper-text", "--json"}).exit_code ==
          0);
}

TEST_CASE("a deadline without a known latency is refused", "[cli]") {
  const Workplace here;
  here.file("bare.csv", "label,z0,z1\n0,2,0\n1,0,2\n0,0,2\n1,0,2\n0,2,0\n1,0,2\n0,2,0\n1,2,0\n");
  const Words bare{"--base", "bare.csv", "--cloud", "bare.csv", "--profile", "stm32f746-nbiot"};
  const std::string reason = " cannot be used: latency, energy: the base's `meta` gives no `macs`";
  const auto refuses = [&](const Words& arguments, const std::string& message) {
    INFO(fmt::format("{}", fmt::join(arguments, " ")));
    require_refusal(here.run("hybrid", arguments + bare), 2, message);
  };
  refuses({"tune", "--coverage", "0.5", "--method", "max_prob", "--deadline", "500"}, "--deadline" + reason);
  refuses({"tune", "--latency", "500", "--method", "max_prob"}, "--latency" + reason);
  refuses({"cost", "--methods", "max_prob", "--latency", "500"}, "--latency" + reason);
  refuses({"bound", "--latency", "500"}, "--latency" + reason);
  for (const char* option : {"--deadline", "--latency"})
    refuses({"evaluate", "--methods", "max_prob", option, "500"}, "latency budgets and deadlines" + reason);
}

TEST_CASE("options of one half of a command are refused in the other", "[cli]") {
  const WorkplaceWithRun here;
  here.refuses(
      {{{"config", "manual", "run/config.yaml"}, "leave out the file and --set"},
       {{"config", "manual", "--set", "seed=2"}, "leave out the file and --set"},
       {{"reproduce", "--strict", "paper-check"}, "--strict is of the tables"},
       {{"reproduce", "--runs", "run", "paper-check"}, "--runs is of the tables"},
       {{"data", "prepare", "image_folder", "--root", ".", "--quality", "80"},
        "without a copy (--image-size and --out) the images are only listed: leave out --quality, or give --out"},
       {{"data", "prepare", "image_folder", "--root", ".", "--threads", "1"}, "leave out --threads"},
       {{"data", "verify", "base.npz", "--all"}, "of which the checksum is compared: leave out --all"},
       {{"data", "verify", "base.npz", "--threads", "1"}, "leave out --threads"}});
}

#ifdef HYBRID_HAS_TORCH
TEST_CASE("training and prediction refuse options that cannot act", "[cli]") {
  const WorkplaceWithRun here;
  const Words predict{"predict", "--model", "linear", "--weights", "w.pth", "--mean",
                      "0.5",     "--std",   "0.5",    "--out",     "x.npz"};
  here.refuses(
      {{predict + Words{"--data", "synthetic", "--calibrate", "9"}, "leave out --calibrate, or give --int8"},
       {predict + Words{"--data", "synthetic", "--root", "x"}, "leave out --root"},
       {predict + Words{"--data", "cifar100", "--on-bad-image", "skip"}, "cifar100 has no image files"},
       {{"train-exits", "--run", "run", "--after", "0", "--out", "x", "--features", "fp32", "--calibrate",
         "9"},
        "fp32 features have no range to calibrate: leave out --calibrate"},
       {{"train", "--config", "smoke", "--dry-run", "--json"}, "leave out --json or --dry-run"}});
}
#endif

}  // namespace
}  // namespace hybrid::test
