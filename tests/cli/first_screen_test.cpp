// What a person sees first: `evaluate` and `tune` answer on one screen, and what they advise works.

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <regex>

#include "core/text.h"
#include "support/json_output.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using Json = nlohmann::ordered_json;

/// Characters, not bytes.
std::size_t width_of(const std::string& line) {
  return static_cast<std::size_t>(std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; }));
}

void require_screen(const std::string& text, std::size_t most_lines) {
  const auto lines = split(text, '\n');
  INFO(text);
  REQUIRE(lines.size() <= most_lines + 1);
  for (const auto& line : lines) REQUIRE(width_of(line) <= 100);
  REQUIRE_FALSE(std::regex_search(text, std::regex("[0-9]\\.[0-9]{5}")));  // no seventeen digits
}

/// Runs a command as it was printed, in the working folder, with the built programs on the PATH.
Outcome pasted(const Workplace& here, const std::string& command) {
  write_file_atomically(here / "pasted.sh", "PATH='" HYBRID_PROGRAMS "':$PATH\n" + command + "\n");
  return test::run("/bin/sh", {"pasted.sh"}, {.folder = here.path()});
}

/// Returns the printed lines that begin with "hybrid " after one of the words, without it.
std::vector<std::string> commands_in(const std::string& text) {
  std::vector<std::string> commands;
  for (const auto& line : split(text, '\n')) {
    const auto at = line.find("hybrid ");
    if (at != std::string::npos &&
        (line.starts_with("next: ") || line.starts_with("     ") || line.starts_with("as C")))
      commands.push_back(line.substr(at));
  }
  return commands;
}

TEST_CASE("evaluate answers on one screen", "[cli][screen]") {
  const Workplace here;
  const Outcome outcome =
      here.evaluate({"--methods", "on_device,on_cloud,random,max_prob,entropy,auto,oracle"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  require_screen(outcome.out, 25);
  require_screen(outcome.err, 10);
  for (const auto* text : {"device alone", "cloud alone", "the cloud fixes ", " and spoils ", "≤ 5 %",
                           "≤ 50 %", "Sending ", "Priced by profile `paper-table3`: 200 ms for every input"})
    REQUIRE_THAT(outcome.out, Contains(text));
  REQUIRE_THAT(outcome.err, Contains("That profile is the default"));
  REQUIRE_THAT(here.evaluate({"--profile", "paper-text", "--out", "other"}).err, !Contains("is the default"));
}

TEST_CASE("the table of the first screen has tune's numbers", "[cli][screen]") {
  const Workplace here;
  const Outcome outcome = here.evaluate();
  REQUIRE(outcome.exit_code == 0);
  int compared = 0;
  for (const auto& line : split(outcome.out, '\n')) {
    const auto words = split(std::regex_replace(line, std::regex(" +"), " "), ' ');
    if (words.front() != "≤") continue;
    const Json point = json_of(
        here.run("hybrid", {"tune", "--run", "run", "--sent", words[1] + "%", "--json"}))["points"][0];
    CAPTURE(line, point.dump());
    const double accuracy = 100 * point["accuracy"].get<double>();
    REQUIRE(std::abs(*parse_double(words[5]) - accuracy) <= 0.0501);
    REQUIRE(std::abs(*parse_double(words[3]) - 100 * (1 - point["coverage"].get<double>())) <= 0.0501);
    const std::string rule = point["rule"];  // "... below 0.617", "p1 < 0.617"
    REQUIRE(rule.substr(rule.rfind(' ')) == " " + words.back());
    ++compared;
  }
  REQUIRE(compared == 5);
}

TEST_CASE("coverages and budgets that are asked for are the rows", "[cli][screen]") {
  const Workplace here;
  const Outcome outcome = here.evaluate({"--coverage", "0.6", "--latency", "600,150", "--deadline", "2500"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  require_screen(outcome.out, 25);
  REQUIRE_THAT(outcome.out, Contains("\n≤ 40 %") && !Contains("≤ 5 %") && Contains("\n≤ 600 ms") &&
                                Contains("late, %") && Contains("cannot be met"));
}

TEST_CASE("a price that is unknown has no column and a line that says why", "[cli][screen]") {
  const Workplace here;
  here.file("b.csv", [] {
    std::string text = "label,p0,p1\n";
    for (int i = 0; i < 80; ++i) text += fmt::format("{},{},{}\n", i % 2, 0.3 + 0.005 * i, 0.7 - 0.005 * i);
    return text;
  }());
  const Outcome outcome = here.run("hybrid", {"evaluate", "--base", "b.csv", "--cloud", "b.csv", "--methods",
                                              "max_prob", "--profile", "stm32f746-nbiot", "--out", "run"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  require_screen(outcome.out, 25);
  REQUIRE_THAT(outcome.out, Contains("Left out: latency, energy: the base's `meta` gives no `macs`.\n") &&
                                !Contains(" mJ") && !Contains("  ms"));
}

TEST_CASE("everything else is in --full, and an evaluation that is up to date says so in a line",
          "[cli][screen]") {
  const Workplace here;
  const Outcome first = here.evaluate();
  const Outcome full = here.evaluate({"--full"});
  REQUIRE(full.exit_code == 0);
  REQUIRE(full.out == read_file(here / "run/table.md"));
  REQUIRE(here.evaluate().out == first.out);
  require_refusal(here.evaluate({"--full", "--json"}), 2, "leave one out");
}

TEST_CASE("how fits went is told with --verbose only", "[cli][screen]") {
  const Workplace here;
  const std::vector<std::string> methods{"--methods", "max_prob,knn,auto"};
  const Outcome plain = here.evaluate(methods);
  REQUIRE_THAT(plain.err, !Contains("knn") && !Contains("auto is"));
  const Outcome verbose = here.evaluate({"--methods", "max_prob,knn,auto", "--force", "--verbose"});
  REQUIRE_THAT(verbose.err, Contains("knn: the mean of ") && Contains("auto is "));
  REQUIRE(verbose.out == plain.out);
}

TEST_CASE("the commands that evaluate and tune advise work as pasted", "[cli][screen]") {
  const Workplace here;
  fs::create_directory(here / "it's here");
  fs::rename(here / "base.npz", here / "it's here/my base.npz");
  const std::vector<std::string> pair{"--base", "it's here/my base.npz", "--cloud", "cloud.npz"};
  const auto with = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), pair.begin(), pair.end());
    return arguments;
  };
  std::vector<std::string> commands;
  const auto collect = [&](const Outcome& outcome) {
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    for (auto& command : commands_in(outcome.err)) commands.push_back(command);
  };
  collect(here.run("hybrid", with({"evaluate", "--methods", "max_prob,auto", "--out", "my runs/$1"})));
  REQUIRE(commands.size() == 2);
  for (const auto& more : std::vector<std::vector<std::string>>{
           {"--sent", "20%"},
           {"--coverage", "0.8", "--seed", "3", "--tune-fraction", "0.4"},
           {"--latency", "0.6s", "--profile", "stm32f746-nbiot", "--method", "max_prob"},
           {"--sent", "20%", "--method", "margin", "--recalibrate", "unlabeled"},
           {"--price", "0.05"},
           {"--accuracy", "70%", "--method", "entropy", "--cross-fit"},
           {"--method", "max_prob", "--threshold", "0.8"}}) {
    std::vector<std::string> arguments{"tune"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    collect(here.run("hybrid", with(arguments)));
  }
  REQUIRE(commands.size() == 9);
  for (const auto& command : commands) {
    const Outcome outcome = pasted(here, command);
    INFO(command << "\n" << outcome.err);
    REQUIRE(outcome.exit_code == 0);
  }
}

TEST_CASE("the C that tune advises has tune's threshold", "[cli][screen]") {
  const Workplace here;
  for (const std::string method : {"auto", "max_prob", "margin", "entropy"})
    for (const std::string recalibrate : {"none", "unlabeled"}) {
      const std::vector<std::string> arguments{"tune",      "--base", "base.npz",  "--cloud", "cloud.npz",
                                               "--sent",    "30%",    "--method",  method,    "--recalibrate",
                                               recalibrate, "--out",  "point.json"};
      const Outcome tuned = here.run("hybrid", arguments);
      INFO(tuned.err);
      REQUIRE(tuned.exit_code == 0);
      REQUIRE(pasted(here, commands_in(tuned.err).at(0)).exit_code == 0);
      const std::string text = read_file(here / "router.c");
      const double threshold = Json::parse(read_file(here / "point.json"))["points"][0]["threshold"];
      REQUIRE_THAT(text, Contains(fmt::format("#define THRESHOLD R({})\n", shortest(threshold))));
    }
}

TEST_CASE("tune ends in a sentence that can be acted on", "[cli][screen]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  for (const auto& more :
       std::vector<std::vector<std::string>>{{"--sent", "30%"},
                                             {"--latency", "600,1000,1400", "--energy", "150"},
                                             {"--price", "0.1"},
                                             {"--threshold", "0.8,0.7"},
                                             {"--accuracy", "75%", "--deadline", "2000"}}) {
    std::vector<std::string> arguments{"tune", "--run", "run"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome outcome = here.run("hybrid", arguments);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    require_screen(outcome.out, 25);
    REQUIRE_THAT(outcome.out, Contains("\nsend an input iff its largest probability is below 0."));
    const std::string text = std::regex_replace(outcome.out, std::regex("\n"), " ");
    REQUIRE_THAT(text,
                 Contains(" % sent, ") && Contains(" % right (") && Contains(" ms, ") && Contains(" mJ"));
  }
}

TEST_CASE("a share sent is one minus the share kept", "[cli][screen]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  const auto tune = [&](const std::string& option, const std::string& value) {
    return json_of(here.run("hybrid", {"tune", "--run", "run", option, value, "--json"})).dump();
  };
  for (int sent = 0; sent <= 100; sent += 10)
    REQUIRE(tune("--sent", fmt::format("{}%", sent)) == tune("--coverage", fmt::format("{}%", 100 - sent)));
  for (const auto* command : {"tune", "export-router"})
    require_refusal(here.run("hybrid", {command, "--run", "run", "--sent", "0.2", "--coverage", "0.8",
                                        "--out", "out.c", "--method", "max_prob"}),
                    2, "give either --coverage, the share kept, or --sent, the share sent");
  require_refusal(here.run("hybrid", {"tune", "--run", "run", "--sent", "1.2"}), 2, "--sent");
}

TEST_CASE("a threshold of today is told in the words of the sentence", "[cli][screen]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--methods", "max_prob,margin,entropy,random"}).exit_code == 0);
  for (const std::string method : {"max_prob", "margin", "entropy"}) {
    const Json tuned = json_of(here.run(
        "hybrid", {"tune", "--run", "run", "--sent", "30%", "--method", method, "--json"}))["points"][0];
    const double score = tuned["threshold"];
    const std::string told = shortest(method == "entropy" ? score : 1 - score);
    const Json given = json_of(here.run(
        "hybrid", {"tune", "--run", "run", "--threshold", told, "--method", method, "--json"}))["points"][0];
    for (const auto* key : {"threshold", "coverage", "tuned_coverage", "accuracy", "latency_ms", "rule"})
      REQUIRE(given[key] == tuned[key]);
    REQUIRE(given["asked"]["threshold"] == *parse_double(told));
  }
  const auto refused = [&](std::vector<std::string> more, const std::string& message) {
    more.insert(more.begin(), {"tune", "--run", "run"});
    require_refusal(here.run("hybrid", more), 2, message);
  };
  refused({"--threshold", "0.8", "--sent", "30%"}, "--threshold says what is sent");
  refused({"--threshold", "0.8", "--price", "1"}, "--threshold says what is sent");
  refused({"--threshold", "80"}, "a probability, which lies between 0 and 1");
  refused({"--threshold", "-0.1", "--method", "margin"}, "a probability, which lies between 0 and 1");
  refused({"--threshold", "high"}, "takes a number, not 'high'");
  refused({"--threshold", "0.8", "--method", "random"}, "random has no threshold");
  refused({"--threshold", "0.8", "--recalibrate", "unlabeled"}, "leave out --recalibrate");
  REQUIRE_THAT(here.run("hybrid", {"tune", "--run", "run", "--threshold", "0"}).out,
               Contains("send no input: 0.0 % sent"));
}

TEST_CASE("a budget that the test part exceeds is marked, and only that", "[cli][screen]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  int missed = 0, kept = 0;
  for (int ms = 250; ms <= 2000; ms += 125) {
    const std::vector<std::string> arguments{"tune", "--run", "run", "--latency", std::to_string(ms)};
    auto as_json = arguments;
    as_json.emplace_back("--json");
    const double found = json_of(here.run("hybrid", as_json))["points"][0]["latency_ms"];
    const std::string out = std::regex_replace(here.run("hybrid", arguments).out, std::regex("\n"), " ");
    CAPTURE(ms, found, out);
    REQUIRE((out.find("missed on test: ") != std::string::npos) == (found > ms + 1e-6));
    if (found > ms + 1e-6)
      REQUIRE_THAT(out, Contains(" of " + with_thousands(ms) + " ms ") && Contains("  missed "));
    ++(found > ms + 1e-6 ? missed : kept);
  }
  REQUIRE((missed > 0 && kept > 0));
}

TEST_CASE("runs without a difference are told so in a line", "[cli][screen]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--out", "a"}).exit_code == 0);
  REQUIRE(here.evaluate({"--out", "b"}).exit_code == 0);
  const Outcome outcome = here.run("hybrid", {"compare", "a", "b"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE(outcome.out ==
          "a and b do not differ: 4 methods give the same predictions on all 100 test examples\n");
  REQUIRE(outcome.err.empty());
}

TEST_CASE("the first screens of other commands fit 100 columns", "[cli][screen]") {
  const Workplace here;
  REQUIRE(
      here.evaluate({"--methods", "on_device,on_cloud,random,entropy,margin,max_prob,two_head,auto,oracle"})
          .exit_code == 0);
  for (const auto& arguments : std::vector<std::vector<std::string>>{{"bound", "--run", "run"},
                                                                     {"entropy", "--run", "run"},
                                                                     {"abstain", "--run", "run"},
                                                                     {"audit", "--run", "run"},
                                                                     {"partition"}}) {
    const Outcome outcome = here.run("hybrid", arguments);
    INFO(arguments.front() << outcome.err);
    REQUIRE(outcome.exit_code == 0);
    require_screen(outcome.out, 80);
    require_screen(outcome.err, 20);
  }
}

}  // namespace
}  // namespace hybrid::test
