// Bad data and bad places: exit 4 (a wrong YAML file 3), one line that says what is wrong where, and nothing
// half-written.

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <limits>

#include "predictions/npz.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

/// `hybrid evaluate` of base.npz with `cloud` must be refused with `message` and leave nothing.
void require_data_error(const Workplace& here, const std::string& cloud, const std::string& message) {
  require_refusal(here.run("hybrid", {"evaluate", "--base", "base.npz", "--cloud", cloud, "--out", "run"}), 4,
                  message);
  REQUIRE_FALSE(fs::exists(here / "run"));
  REQUIRE_FALSE(fs::exists(here / "run.partial"));
}

/// Overwrites base.npz and other.npz: four examples each, these labels, ids and outputs in other.npz.
void write_small_pair(const Workplace& here, const std::vector<std::int32_t>& labels,
                      const std::vector<std::string>& ids, const std::vector<float>& logits) {
  predictions::write_prediction_set(here / "base.npz", std::vector<std::int32_t>{0, 1, 0, 1},
                                    std::vector<float>(8, 0.5F),
                                    std::vector<std::string>{"a", "b", "c", "d"});
  const std::vector<std::int64_t> wide(labels.begin(), labels.end());
  predictions::write_npz(here / "other.npz",
                         std::vector{predictions::npy_view("labels", wide), predictions::npy_text("ids", ids),
                                     predictions::npy_view("logits", std::span(logits),
                                                           {labels.size(), logits.size() / labels.size()})});
}

const std::vector<std::string> kIds{"a", "b", "c", "d"};
const std::vector<float> kLogits(8, 0.5F);

TEST_CASE("prediction sets that disagree are refused at the first row that differs", "[cli]") {
  const Workplace here;
  write_small_pair(here, {0, 1, 0}, {"a", "b", "c"}, std::vector<float>(6, 0.5F));
  require_data_error(here, "other.npz", "other.npz: 3 rows, base.npz has 4");
  write_small_pair(here, {0, 1, 1, 1}, kIds, kLogits);
  require_data_error(here, "other.npz", "row 2 has label '1', base.npz has '0'");
  write_small_pair(here, {0, 1, 0, 1}, {"a", "b", "x", "d"}, kLogits);
  require_data_error(here, "other.npz", "row 2 has id 'x', base.npz has 'c'");
}

TEST_CASE("labels outside the class range and outputs that are no numbers are refused", "[cli]") {
  const Workplace here;
  write_small_pair(here, {0, 1, 0, 2}, kIds, kLogits);
  require_data_error(here, "other.npz", "other.npz");
  write_small_pair(here, {0, 1, 0, -1}, kIds, kLogits);
  require_data_error(here, "other.npz", "other.npz");
  std::vector<float> logits = kLogits;
  logits[5] = std::numeric_limits<float>::quiet_NaN();
  write_small_pair(here, {0, 1, 0, 1}, kIds, logits);
  require_data_error(here, "other.npz", "nan");
}

TEST_CASE(
    "ids that repeat or are in another order, infinite logits and a row of no number are refused by row",
    "[cli]") {
  const Workplace here;
  write_small_pair(here, {0, 1, 0, 1}, {"a", "b", "b", "d"}, kLogits);
  require_data_error(here, "other.npz", "id 'b' is used twice (rows 1 and 2)");
  write_small_pair(here, {0, 1, 0, 1}, {"c", "b", "a", "d"}, kLogits);
  require_data_error(here, "other.npz", "the ids are the same in another order: sort both by id");
  std::vector<float> logits = kLogits;
  logits[5] = std::numeric_limits<float>::infinity();
  write_small_pair(here, {0, 1, 0, 1}, kIds, logits);
  require_data_error(here, "other.npz", "logits: row 2, column 1 is inf, expected a finite number");
  logits[5] = std::numeric_limits<float>::quiet_NaN();
  write_small_pair(here, {0, 1, 0, 1}, kIds, logits);
  require_data_error(here, "other.npz", "logits: row 2, column 1 is nan, expected a finite number");
}

TEST_CASE("logits and probabilities under each other's name are told", "[cli]") {
  const Workplace here;
  here.file("p.csv", "label,z0,z1\n0,0.75,0.25\n1,0.5,0.5\n0,0.25,0.75\n1,0,1\n");
  const Outcome outcome = here.run("hybrid", {"evaluate", "--base", "p.csv", "--cloud", "p.csv", "--out",
                                              "run", "--methods", "max_prob", "--bootstrap", "100"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.err, Contains("p.csv: logits look like probabilities"));
  here.file("l.csv", "label,p0,p1\n0,2,-1.5\n");
  require_refusal(here.run("hybrid", {"evaluate", "--base", "l.csv", "--cloud", "l.csv"}), 4,
                  "l.csv: probabilities: row 0, column 1 is -1.5, expected 0 to 1; these look like logits");
  here.file("l.csv", "label,p0,p1\n0,2,1.5\n");
  require_refusal(here.run("hybrid", {"evaluate", "--base", "l.csv", "--cloud", "l.csv"}), 4,
                  "l.csv: probabilities: row 0 sums to 3.5, expected a sum of 1; these look like logits");
}

TEST_CASE("probabilities that sum to 1 only roughly are used, and each set is told once", "[cli]") {
  const Workplace here;
  here.file("p.csv", "label,p0,p1\n0,0.75,0.26\n1,0.5,0.5\n0,0.24,0.74\n1,0,1\n");
  const Outcome outcome = here.run("hybrid", {"evaluate", "--base", "p.csv", "--cloud", "p.csv", "--out",
                                              "run", "--methods", "max_prob", "--bootstrap", "100"});
  REQUIRE(outcome.exit_code == 0);
  const std::string warning =
      "p.csv: 2 of 4 rows of probabilities were normalised; the sum of row 2 differs most from 1, with 0.98";
  const auto first = outcome.err.find(warning);
  REQUIRE(first != std::string::npos);
  REQUIRE(outcome.err.find(warning, outcome.err.find(warning, first + 1) + 1) == std::string::npos);
}

TEST_CASE("prediction sets come through a pipe where they are read once", "[cli]") {
  const Workplace here;
  std::string csv = "label,predicted,confidence\n";
  for (int i = 0; i < 400; ++i)
    csv += fmt::format("{},{},0.{}\n", i % 2, i % 3 == 0 ? 0 : i % 2, 50 + i % 50);
  here.file("set.csv", csv);
  const std::string pipe = "mkfifo pipe; cat set.csv > pipe & ";
  const auto tune = [&](const std::string& base, const std::string& before) {
    return here.run(
        "hybrid", {"tune", "--base", base, "--cloud", "set.csv", "--method", "max_prob", "--coverage", "0.8"},
        before);
  };
  const Outcome piped = tune("pipe", pipe), plain = tune("set.csv", "");
  INFO(piped.err);
  REQUIRE(piped.exit_code == 0);
  REQUIRE(piped.out == plain.out);
  require_data_error(here, "/dev/null",
                     "/dev/null: is a pipe or a device, and a run records its inputs; save it as a file");
}

TEST_CASE("missing, truncated and foreign files are refused by name", "[cli]") {
  const Workplace here;
  require_data_error(here, "missing.npz", "missing.npz");
  fs::copy_file(here / "cloud.npz", here / "cut.npz");
  fs::resize_file(here / "cut.npz", fs::file_size(here / "cut.npz") / 2);
  require_data_error(here, "cut.npz", "cut.npz");
  here.file("empty.npz", "");
  require_data_error(here, "empty.npz", "empty.npz");
  here.file("picture.npz", "\x89PNG\r\n\x1a\n and so on");
  require_data_error(here, "picture.npz", "picture.npz");
  here.file("folder/readme.txt", "nothing of use");
  require_data_error(here, "folder", "folder");
}

TEST_CASE("a split that leaves a part empty is refused", "[cli]") {
  const Workplace here;
  for (const auto* fraction : {"0.001", "1e-9"})
    require_refusal(here.evaluate({"--tune-fraction", fraction}), 4, "leaves one part empty");
  REQUIRE(here.new_names().empty());
}

TEST_CASE("a run that was edited by hand is not tuned", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  std::ofstream(here / "run/predictions/methods.json", std::ios::app) << "\n";
  require_refusal(here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.9"}), 4,
                  "methods.json: was changed after");
  fs::remove(here / "run/predictions/methods.json");
  require_refusal(here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.9"}), 4,
                  "methods.json: is missing");
  here.file("run/manifest.json", "{");
  require_refusal(here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.9"}), 4, "is not a manifest");
}

TEST_CASE("an edited table is not shown as up to date", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  std::ofstream(here / "run/table.md", std::ios::app) << "and we are the best\n";
  const Outcome outcome = here.evaluate();
  REQUIRE(outcome.exit_code == 4);
  REQUIRE(outcome.out.empty());
  REQUIRE_THAT(outcome.err, Contains("table.md: was changed after"));
}

TEST_CASE("a run that is not there or not finished says so", "[cli]") {
  const Workplace here;
  const auto tune = [&](const char* run) {
    return here.run("hybrid", {"tune", "--run", run, "--coverage", "0.9"});
  };
  require_refusal(tune("none"), 4, "there is no such run");
  fs::create_directories(here / "begun.partial");
  require_refusal(tune("begun"), 4, "begun.partial: is not finished");
  require_refusal(tune("."), 4, "is not a finished run");
  require_refusal(here.run("hybrid", {"tune", "--coverage", "0.9"}), 4, "no finished run; make one with");
}

TEST_CASE("--out never overwrites what is not the same run", "[cli]") {
  const Workplace here;
  here.file("run/thesis.tex", "text");
  require_refusal(here.evaluate({"--force"}), 4, "is a folder that no run of ours made");
  require_refusal(here.evaluate({"--out", "run/thesis.tex"}), 4, "is a file");
  REQUIRE(read_file(here / "run/thesis.tex") == "text");
  REQUIRE(here.evaluate({"--out", "mine"}).exit_code == 0);
  const std::string before = read_file(here / "mine/metrics.json");
  require_refusal(here.evaluate({"--out", "mine", "--seed", "2"}), 4,
                  "holds a run of other inputs, options or code");
  REQUIRE(read_file(here / "mine/metrics.json") == before);
}

TEST_CASE("a place that cannot be written to is refused before any work", "[cli]") {
  const Workplace here;
  here.file("file", "text");
  require_refusal(here.evaluate({"--out", "file/run"}), 4, "Not a directory");
  require_refusal(here.evaluate({"--out", "/proc/run"}), 4, "/proc/run.partial");
  require_refusal(here.evaluate({"--out", std::string(300, 'x')}), 4, "File name too long");
  REQUIRE(here.evaluate().exit_code == 0);
  require_refusal(here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.9", "--out", "file/t.json"}),
                  4, "Not a directory");
}

TEST_CASE("a disk that fills up while writing leaves nothing", "[cli]") {
  const Workplace here;
  // Files of more than 4 KB cannot be written; the signal that would end the process is ignored, as on a full
  // disk.
  const Outcome outcome = here.evaluate({}, "trap '' XFSZ; ulimit -f 8;");
  require_refusal(outcome, 4, "cannot be written");
  REQUIRE(here.new_names().empty());
}

TEST_CASE("a full disk behind standard output is an error", "[cli]") {
  if (!fs::exists("/dev/full")) return;
  const Workplace here;
  const Outcome outcome =
      here.run("hybrid", {"bound", "--base-accuracy", "0.5", "--cloud-accuracy", "0.8", "--quiet"},
               "exec > /dev/full;");
  require_refusal(outcome, 4, "standard output");
}

TEST_CASE("a wrong config file is exit 3 with every fault at its place, and nothing is run", "[cli]") {
  const Workplace here;
  here.file("eval.yaml",
            "seed: one\nseed: 2\nrouter:\n  hiden: [4]\nevaluation:\n  coverages: [0.9, .nan]\n");
  const Outcome outcome = here.evaluate({"--config", "eval.yaml"});
  REQUIRE(outcome.exit_code == 3);
  REQUIRE(outcome.out.empty());
  REQUIRE_THAT(outcome.err, Contains("eval.yaml:2:1: error: duplicate key 'seed'"));
  REQUIRE_THAT(outcome.err,
               Contains("eval.yaml:4:3: error: unknown key 'hiden' in router; did you mean 'hidden'?"));
  REQUIRE_THAT(outcome.err, Contains("eval.yaml:6:"));
  REQUIRE_THAT(outcome.err, Contains("errors in eval.yaml; nothing was run\n"));
  REQUIRE_FALSE(fs::exists(here / "run"));
}

TEST_CASE("a wrong --set and a wrong profile are exit 3 too", "[cli]") {
  const Workplace here;
  const Outcome set = here.evaluate({"--set", "router.hiden=[4]"});
  REQUIRE(set.exit_code == 3);
  REQUIRE_THAT(set.err, Contains("--set") && Contains("did you mean 'hidden'?"));
  here.file("mine.yaml", "name: mine\nkind: lumps\nlumps:\n  latency_ms: {always: -1}\n");
  const Outcome profile = here.evaluate({"--profile", "mine.yaml"});
  REQUIRE(profile.exit_code == 3);
  REQUIRE_THAT(profile.err, Contains("mine.yaml:4:"));
}

}  // namespace
}  // namespace hybrid::test
