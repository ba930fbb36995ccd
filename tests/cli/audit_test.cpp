// hybrid audit: what it prints and leaves, from files and from runs; what it refuses.

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>

#include "core/text.h"
#include "eval/methods.h"
#include "runs/outcomes_file.h"
#include "support/csv_records.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

Outcome audit(const Workplace& here, std::vector<std::string> more) {
  more.insert(more.begin(), "audit");
  return here.run("hybrid", more);
}

const std::vector<std::string> kPair{"--base", "base.npz", "--cloud", "cloud.npz", "--method", "max_prob"};

std::vector<std::string> with(std::vector<std::string> options, const std::vector<std::string>& more) {
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

TEST_CASE("an audit prints its report and leaves every decision", "[cli]") {
  const Workplace here;
  const Outcome outcome = audit(here, with(kPair, {"--out", "audit"}));
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out,
               StartsWith("base: method max_prob, coverage 0.8; an input is sent iff its score > "));
  REQUIRE_THAT(outcome.out,
               Contains("missed_help") && Contains("where sending hurts") && Contains("what was checked"));
  REQUIRE(read_file(here / "audit/audit.txt") == outcome.out);
  const auto lines = split(read_file(here / "audit/decisions.csv"), '\n');
  REQUIRE(lines.size() == 102);  // 100 of 200 are test examples
  REQUIRE(lines[0] ==
          "id,label,base_answer,cloud_answer,base_right,cloud_right,score,threshold,decision,verdict");

  // The report's counts are those of the rows.
  const auto json = nlohmann::json::parse(read_file(here / "audit/audit.json"));
  REQUIRE(json["n_test"] == 100);
  for (const auto& [verdict, n] : json["verdicts"].items()) {
    const std::string ending = "," + verdict;
    REQUIRE(std::ranges::count_if(lines, [&](const auto& line) { return line.ends_with(ending); }) ==
            n.get<int>());
  }
}

TEST_CASE("decisions alone go to a .csv, JSON to standard output", "[cli]") {
  const Workplace here;
  const Outcome outcome = audit(here, with(kPair, {"--out", "d.csv", "--json", "--claim", "0.2"}));
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE(here.new_names() == std::vector<std::string>{"d.csv"});
  const auto json = nlohmann::json::parse(outcome.out);
  REQUIRE(json["checks"]["sample_size"]["claim"] == Approx(0.002));
  REQUIRE_THAT(json["warnings"].back()["check"].get<std::string>(), Contains("sample size"));
}

TEST_CASE("a run is audited by the inputs that it read, cut as they were then", "[cli]") {
  const Workplace here;
  for (const std::vector<std::string>& how :
       {std::vector<std::string>{"--seed", "5", "--tune-fraction", "0.3"},
        std::vector<std::string>{"--exchange"},
        std::vector<std::string>{"--tune-base", "base.npz", "--tune-cloud", "cloud.npz"}}) {
    REQUIRE(here.evaluate(with(how, {"--force"})).exit_code == 0);
    const Outcome by_run = audit(here, {"--run", "run", "--method", "max_prob", "--json", "--out", "r.csv"});
    const Outcome by_pair = audit(here, with(with(kPair, how), {"--json", "--out", "p.csv"}));
    INFO(by_run.err << by_pair.err);
    REQUIRE(by_run.exit_code == 0);
    auto run = nlohmann::json::parse(by_run.out), pair = nlohmann::json::parse(by_pair.out);
    REQUIRE(run["data"] == "run");
    run.erase("data"), pair.erase("data");
    REQUIRE(run == pair);
    REQUIRE(read_file(here / "r.csv") == read_file(here / "p.csv"));
  }
}

/// A finished run as training leaves it: base.npz is the base after hybrid training, cloud.npz the base
/// before it.
void write_trained_run(const Workplace& here) {
  Logger log(Verbosity::quiet);
  auto writer = runs::RunWriter::begin({.path = here / "trained", .hash = "0"}, log);
  const fs::path folder = writer->folder();
  create_folders(folder / "predictions");
  for (const auto* part : {"tune", "test"})
    for (const auto& [name, source] :
         {std::pair("base", "base"), std::pair("base_before", "cloud"), std::pair("cloud", "cloud")})
      fs::copy_file(here / fmt::format("{}-{}.npz", source, part),
                    folder / fmt::format("predictions/{}-{}.npz", name, part));
  const auto pair = [&](const char* base, const char* part) {
    return predictions::pair_predictions(
        predictions::read_prediction_set(folder / fmt::format("predictions/{}-{}.npz", base, part)),
        predictions::read_prediction_set(folder / fmt::format("predictions/cloud-{}.npz", part)));
  };
  eval::RoutingProblem problem{.classes = 3};
  for (const auto& [suffix, base] :
       {std::pair("", "base"), std::pair(eval::kBefore, "base_before"), std::pair(eval::kFused, "base")})
    eval::add_base_variant(problem, suffix, pair(base, "tune"), pair(base, "test"));
  runs::write_routing_problem(folder, problem, {});
  writer->finish({});
}

TEST_CASE("a training run is audited by the answers that it kept, those of the method's base", "[cli]") {
  const Workplace here;
  for (const auto& [part, n] : {std::pair("tune", 80), std::pair("test", 120)}) {
    write_pair(here.path(), static_cast<std::size_t>(n));
    for (const auto* model : {"base", "cloud"})
      fs::rename(here / fmt::format("{}.npz", model), here / fmt::format("{}-{}.npz", model, part));
  }
  write_trained_run(here);
  const auto of_run = [&](const char* method) {
    const Outcome outcome = audit(here, {"--run", "trained", "--method", method, "--json"});
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    return nlohmann::json::parse(outcome.out);
  };
  const auto of_files = [&](const std::string& base) {
    const Outcome outcome =
        audit(here, {"--base", base + "-test.npz", "--cloud", "cloud-test.npz", "--tune-base",
                     base + "-tune.npz", "--tune-cloud", "cloud-tune.npz", "--method", "max_prob", "--json"});
    REQUIRE(outcome.exit_code == 0);
    return nlohmann::json::parse(outcome.out);
  };
  for (const auto& [method, base] : {std::pair("max_prob", "base"), std::pair("max_prob_before", "cloud")}) {
    const auto run = of_run(method), files = of_files(base);
    for (const auto* key : {"n_tune", "n_test", "thresholds", "verdicts", "slices", "base"})
      REQUIRE(run[key] == files[key]);
    REQUIRE(run["checks"]["seen_data"] == files["checks"]["seen_data"]);
  }
  require_refusal(audit(here, {"--run", "trained", "--method", "max_prob_fused"}), 2,
                  "max_prob_fused fuses both networks' predictions, which no run stores; audit max_prob");
}

TEST_CASE("test examples that are tuning examples too are told", "[cli]") {
  const Workplace here;
  const Outcome outcome = audit(here, with(kPair, {"--tune-base", "base.npz", "--tune-cloud", "cloud.npz"}));
  REQUIRE(outcome.exit_code == 0);
  const std::string text = std::regex_replace(outcome.out, std::regex("[ \n]+"), " ");
  REQUIRE_THAT(
      text, Contains("! duplicates: 200 of the test examples are in the tuning and in the test part, by ") &&
                Contains("ids: x0, x1, x2, x3, x4, ..."));
}

TEST_CASE("a run that used a part of its tuning examples is audited by those", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--tune-limit", "40"}).exit_code == 0);
  const Outcome outcome = audit(here, {"--run", "run", "--method", "max_prob", "--json"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  const auto json = nlohmann::json::parse(outcome.out);
  REQUIRE(json["n_tune"] == 40);
  REQUIRE(json["n_test"] == 100);
  REQUIRE(json["thresholds"].size() == 1);
}

TEST_CASE("a run whose inputs changed or went away is refused by name", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  const std::vector<std::string> run{"--run", "run", "--method", "max_prob"};
  require_refusal(audit(here, with(run, {"--out", "run"})), 4, "is a finished run, which is never changed");
  write_pair(here.path(), 100);
  require_refusal(audit(here, run), 4, "base.npz: has changed since run read it as its base");
  fs::remove(here / "base.npz");
  require_refusal(audit(here, run), 4, "base.npz: is gone");
}

TEST_CASE("slices of one's own are read from a CSV", "[cli]") {
  const Workplace here;
  std::string text = "id,weather,site\n";
  for (int i = 0; i < 200; ++i) text += fmt::format("x{},{},\"{}, b\"\n", i, i % 2 == 0 ? "rain" : "", i % 3);
  here.file("slices.csv", text);
  const Outcome outcome = audit(here, with(kPair, {"--slices", "slices.csv", "--json"}));
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("\"slice\": \"rain\"") && Contains("\"slice\": \"2, b\""));

  const auto refused = [&](const std::string& content, const std::string& message) {
    here.file("bad.csv", content);
    require_refusal(audit(here, with(kPair, {"--slices", "bad.csv"})), 4, message);
  };
  refused("", "expected the header id,<kind of slice>,...");
  refused("row,weather\nx1,a\n", "expected the header id,<kind of slice>,...");
  refused("id,weather\nx1\n", "line 2: 1 columns, the header has 2");
  refused("id,weather\nx1,a\nx1,b\n", "line 3: id 'x1' is already on line 2");
  refused("id,weather\ny1,a\n", "bad.csv: lists no test example; their ids look like 'x");
  require_refusal(audit(here, with(kPair, {"--slices", "none.csv"})), 4, "none.csv: cannot be read");
}

TEST_CASE("slices and ids of any name are read, and written to the decisions as they are", "[cli]") {
  const Workplace here;
  CsvWriter set, slices;
  set.row("id", "label", "predicted", "confidence");
  slices.row("id", "where, \"exactly\"");
  for (const auto& name : kAwkwardNames)
    for (int i = 0; i < 10; ++i) {
      set.row(name + std::to_string(i), i % 2, i % 3 % 2, 0.5 + 0.04 * i);
      slices.row(name + std::to_string(i), name);
    }
  here.file("b.csv", set.text());
  here.file("slices.csv", slices.text());
  const Outcome outcome = audit(here, {"--base", "b.csv", "--cloud", "b.csv", "--method", "max_prob",
                                       "--exchange", "--slices", "slices.csv", "--out", "audit"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  const auto records = csv_records(here / "audit/decisions.csv");
  REQUIRE(records.size() == kAwkwardNames.size() * 10 + 1);
  for (std::size_t i = 1; i < records.size(); ++i)
    REQUIRE(records[i][0] == kAwkwardNames[(i - 1) / 10] + std::to_string((i - 1) % 10));
  const auto json = nlohmann::json::parse(read_file(here / "audit/audit.json"));
  for (const auto& slice : json["slices"]["results"])
    if (slice["kind"] == "where, \"exactly\"")
      REQUIRE(std::ranges::find(kAwkwardNames, slice["slice"].get<std::string>()) != kAwkwardNames.end());
}

TEST_CASE("sets without ids, outputs or confidences are audited as far as they go", "[cli]") {
  const Workplace here;
  here.file("b.csv", "label,predicted,confidence\n0,0,0.9\n1,0,0.2\n0,0,0.8\n1,0,0.3\n0,1,0.4\n1,1,0.7\n");
  here.file("c.csv", "label,predicted\n0,0\n1,1\n0,0\n1,1\n0,0\n1,0\n");
  const Outcome outcome =
      audit(here, {"--base", "b.csv", "--cloud", "c.csv", "--coverage", "50%", "--out", "d.csv"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("method max_prob") && Contains("no ids to compare"));
  require_refusal(audit(here, {"--base", "c.csv", "--cloud", "c.csv"}), 2,
                  "method 'max_prob' is not available");
}

TEST_CASE("class names and awkward ids are quoted in the decisions", "[cli]") {
  const Workplace here;
  predictions::write_prediction_set(
      here / "b.npz", std::vector<std::int32_t>{0, 1, 0, 1}, std::vector<float>{1, 0, 0, 1, 0, 2, 3, 0},
      std::vector<std::string>{"a,1", "b\"2", "c", "d"}, {{"class_names", {"cat, big", "dog"}}});
  const Outcome outcome = audit(here, {"--base", "b.npz", "--cloud", "b.npz", "--tune-base", "b.npz",
                                       "--tune-cloud", "b.npz", "--method", "max_prob", "--out", "d.csv"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  const auto lines = split(read_file(here / "d.csv"), '\n');
  REQUIRE_THAT(lines[1], StartsWith("\"a,1\",\"cat, big\",\"cat, big\","));
  REQUIRE_THAT(lines[2], StartsWith("\"b\"\"2\",dog,dog,"));
}

TEST_CASE("wrong options of an audit are refused", "[cli]") {
  const Workplace here;
  require_refusal(audit(here, with(kPair, {"--coverage", "1.2"})), 2, "--coverage takes shares");
  for (const auto* claim : {"0", "-1", "many", "101"})
    require_refusal(audit(here, with(kPair, {"--claim", claim})), 2, "--claim takes a difference in points");
  require_refusal(audit(here, {"--base", "base.npz", "--cloud", "cloud.npz", "--method", "max_pro"}), 2,
                  "did you mean 'max_prob'?");
  require_refusal(audit(here, {"--base", "base.npz", "--cloud", "cloud.npz", "--method", "oracle"}), 2,
                  "oracle decides without a score");
  require_refusal(audit(here, with(kPair, {"--run", "run"})), 2, "give either --run or --base and --cloud");
  require_refusal(audit(here, {"--seed", "2"}), 2, "a run has its own");
  require_refusal(audit(here, {}), 4, "no finished run; make one with");
}

}  // namespace
}  // namespace hybrid::test
