// Names and files that hold anything: nothing of them is obeyed by a terminal, a spreadsheet, a browser or a
// compiler, and what cannot be used is the user's error with its own exit code, never a fault of the program.

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "core/unicode.h"
#include "support/json_output.h"
#include "support/results_folder.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

/// Clears the screen and sets the title; a C1 control; another direction of writing; not UTF-8.
const std::string kEvil =
    "\x1b[2J\x1b]0;x\x07\xc2\x9b"
    "31m\u202e\r\xff";

/// Evaluates `base` against cloud.npz.
Outcome evaluate(const Workplace& here, const std::string& base, const Words& more) {
  Words words{"evaluate",  "--base",        base,          "--cloud", "cloud.npz",
              "--methods", "max_prob,auto", "--bootstrap", "100"};
  words.insert(words.end(), more.begin(), more.end());
  return here.run("hybrid", words);
}

void require_plain(const Outcome& outcome) {
  for (const std::string& text : {outcome.out, outcome.err}) {
    const auto points = decode_utf8(text);
    REQUIRE(points.has_value());
    for (const char32_t c : *points)
      if ((c < 0x20 && c != U'\n' && c != U'\t') || (c >= 0x7f && c < 0xa0) || c == 0x202e) FAIL(text);
  }
  REQUIRE(outcome.exit_code != 70);
}

TEST_CASE("nothing in files, names and arguments is obeyed by the terminal", "[cli]") {
  const Workplace here;
  // What a file name may be: no slash, and no byte that is not UTF-8 where a manifest names it.
  const std::string name = kEvil.substr(0, kEvil.size() - 1);
  fs::copy_file(here / "base.npz", here / (name + ".npz"));
  here.file("net.json",
            R"({"name": "MCUNet", "first_conv": {"name": "\u001b[2J", "act_func": "\u001b[2J"}})");
  here.file("escaped.yaml", "\"\\e[2J\\u009b\\u202e\": 1\nname: \"\\e[2J\"\n");
  here.file("raw.yaml", "name: \"" + kEvil + "\"\n");
  here.file("profile.yaml",
            "name: \"p\\e[2J\\u009b\"\ndescription: \"d\\e[2J\\u202e\"\nkind: lumps\n"
            "lumps:\n  latency_ms: {always: 1, sent: 2}\n");
  here.file("columns.csv", "label,z0,z1," + kEvil + "\n0,1,2,3\n");
  here.file("ids.csv", "id,label,z0,z1\n\x1b[2J,0,1,2\n\x1b[2J,1,1,2\n");
  here.file("labels.csv", "label,z0,z1\n" + kEvil + ",1,2\n");
  here.file("table.yaml",
            "name: \"\\e[2J\"\nbase_accuracy: 91.0\ncloud_accuracy: 96.0\nrows:\n"
            "  - {name: \"\\u009b\\u202e\", coverage: 97, accuracy: 93.78}\n");
  const auto pair = [&](Words words, const std::string& base) {
    words.insert(words.end(), {"--base", base, "--cloud", base});
    return words;
  };
  const Outcome made = evaluate(here, name + ".npz", {"--out", "run" + name});
  for (const auto& words : std::vector<Words>{
           {kEvil},
           {"tune", "--" + kEvil},
           {"tune", "--coverage", kEvil},
           {"tune", "--run", kEvil, "--coverage", "0.8"},
           {"config", "check", "escaped.yaml"},
           {"config", "check", "raw.yaml"},
           {"config", "check", kEvil},
           {"simulate", "--config", "escaped.yaml", "--out", "s"},
           {"simulate", "--config", "raw.yaml", "--out", "s"},
           {"model", "show", "net.json"},
           {"model", "show", kEvil},
           {"check-table", "table.yaml"},
           {"cost", "--profile", "profile.yaml", "--base-macs", "1", "--cloud-macs", "2"},
           {"bound", "--base-accuracy", "0.5", "--cloud-accuracy", "0.8", "--profile", "profile.yaml"},
           {"bound", "--base-accuracy", "0.5", "--cloud-accuracy", "0.8", "--profile", "profile.yaml",
            "--json"},
           {"evaluate", "--base", "base.npz", "--cloud", "cloud.npz", "--set", kEvil + "=1"},
           {"evaluate", "--base", "base.npz", "--cloud", "cloud.npz", "--methods", kEvil},
           {"evaluate", "--base", "base.npz", "--cloud", "cloud.npz", "--utility", kEvil + ".csv"},
           {"report", "--tables", kEvil, "--html", "a.html"},
           pair({"tune", "--coverage", "0.8"}, "columns.csv"),
           pair({"tune", "--coverage", "0.8"}, "ids.csv"),
           pair({"tune", "--coverage", "0.8"}, "labels.csv"),
           pair({"tune", "--coverage", "0.8"}, name + ".npz"),
           pair({"audit", "--coverage", "0.8"}, kEvil + ".npz"),
           {"tune", "--run", "run" + name, "--coverage", "0.8"},
           {"audit", "--run", "run" + name, "--coverage", "0.8"},
           {"entropy", "--run", "run" + name, "--json"},
           {"export-router", "--run", "run" + name, "--threshold", "0", "--out", name + ".c"}}) {
    INFO(fmt::format("{}", fmt::join(words, " ")));
    require_plain(here.run("hybrid", words));
  }
  require_plain(made);
  REQUIRE(made.exit_code == 0);
  REQUIRE_THAT(made.out, Contains("run\\u001b[2J\\u001b]0;x\\u0007\\u009b31m\\u202e\\u000d: "));
  REQUIRE_THAT(read_file(here / ("run" + name) / "summary.txt"), !Contains("\n: "));  // stays on its line
  REQUIRE_THAT(read_file(here / ("run" + name) / "table.md"), !Contains("\x1b"));
}

TEST_CASE("what is not UTF-8 is refused where it is read back, and replaced where it is only shown",
          "[cli]") {
  const Workplace here;
  const std::string latin = "caf\xe9";
  // Names that a run's manifest would have to hold, before any work.
  here.file(latin + ".csv", "1,0,0\n0,1,0\n0,0,1\n");
  require_refusal(evaluate(here, "base.npz", {"--utility", latin + ".csv", "--out", "run"}), 4,
                  "caf\\xe9.csv: its name is not UTF-8");
  fs::copy_file(here / "base.npz", here / (latin + ".npz"));
  require_refusal(evaluate(here, latin + ".npz", {"--out", "run"}), 4, "caf\\xe9.npz: its name is not UTF-8");
  REQUIRE_FALSE(fs::exists(here / "run"));
  // YAML, with the place.
  here.file("latin.yaml", "# a comment\nname: " + latin + "\n");
  const Outcome yaml = here.run("hybrid", {"simulate", "--config", "latin.yaml", "--out", "s"});
  REQUIRE(yaml.exit_code == 3);
  REQUIRE_THAT(yaml.err, Contains("latin.yaml:2:10: error: byte 0xe9 is not UTF-8 text"));
  REQUIRE(here.run("hybrid", {"simulate", "--family", "specialist", "--set", "name=" + latin, "--out", "s"})
              .exit_code == 3);
  // JSON that people and programs read once.
  REQUIRE(evaluate(here, "base.npz", {"--out", latin}).exit_code == 0);
  for (const Words& words : std::vector<Words>{{"tune", "--coverage", "0.8"},
                                               {"entropy"},
                                               {"bound"},
                                               {"abstain"},
                                               {"audit", "--coverage", "0.8"}}) {
    Words of_run = words;
    of_run.insert(of_run.end(), {"--run", latin, "--json"});
    REQUIRE_FALSE(json_of(here.run("hybrid", of_run)).empty());
  }
  Words tune{"tune", "--coverage", "0.8", "--base", latin + ".npz", "--cloud", "cloud.npz", "--json"};
  tune.insert(tune.end(), {"--method", "max_prob"});
  REQUIRE(json_of(here.run("hybrid", tune)).at("data") == "caf\uFFFD");
}

TEST_CASE("no input of the user's is called a fault of the program", "[cli]") {
  const Workplace here;
  // Two numbers at one place of a table.
  write_results(here);
  std::string table = read_file(here / "tables/table3.json");
  const auto at = table.find("\"column\": \"200\"");
  REQUIRE(at != std::string::npos);
  here.file("tables/table3.json", table.replace(at, 15, "\"column\": \"600\""));
  require_refusal(
      here.run("hybrid", {"report", "--tables", ".", "--html", "a.html"}), 4,
      "table3.json: is not a table of `hybrid reproduce`, which makes it anew (two numbers at row "
      "'Bound', column '600')");
  // Printed numbers that no arithmetic can use.
  fs::create_directories(here / "results");
  fs::copy(fs::path(HYBRID_SOURCE) / "results/paper", here / "results/paper", fs::copy_options::recursive);
  const std::string sources = read_file(here / "results/paper/sources.yaml");
  const std::string line = "{name: ImageNet training images, unit: M, tolerance: 0,";
  REQUIRE_THAT(sources, Contains(line));
  for (const auto& [to, code, message] :
       {std::tuple(std::string("{name: ImageNet training images, unit: M, tolerance: 1e20,"), 4,
                   "results/paper: a claim divides by 1.281167, which is 0 within"),
        std::tuple(std::string("{name: caf\xe9,"), 3, "byte 0xe9 is not UTF-8 text"),
        std::tuple(std::string("{name: other,"), 4, "ImageNet training images")}) {
    std::string changed = sources;
    here.file("results/paper/sources.yaml", changed.replace(changed.find(line), line.size(), to));
    const Outcome outcome = here.run("hybrid", {"reproduce", "paper-check"});
    REQUIRE(outcome.exit_code == code);
    REQUIRE_THAT(outcome.err, Contains(message));
  }
  // A name that C has no escape for.
  require_refusal(
      here.run("hybrid", {"export-router", "--run", "run", "--threshold", "0", "--out", "a\"b.c"}), 2,
      "C cannot include 'a\"b.h'");
}

}  // namespace
}  // namespace hybrid::test
