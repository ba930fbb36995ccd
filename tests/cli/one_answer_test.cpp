// Commands that can be asked the same question give the same answer: what a latency budget allows, from
// `evaluate`, `tune`, `cost`, `payload` and `export-router`, on random problems.

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>

#include "core/seed.h"
#include "core/text.h"
#include "predictions/npz.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Json = nlohmann::ordered_json;

/// What varies between the problems.
struct Kind {
  const char* profile = "stm32f746-nbiot";
  std::vector<std::string> budgets{"30", "90", "400"};
  bool own_costs = false;
  bool weighted = false;
  std::vector<std::string> flags = {};  ///< of evaluate
};

/// A workplace with base.npz and cloud.npz of three classes, on one of which the cloud is bad.
struct RandomPlace : Workplace {
  RandomPlace(std::size_t n, const Kind& kind, std::uint64_t seed) {
    Rng rng = SeedTree(seed).at("answers").rng();
    std::vector<std::int32_t> labels;
    std::vector<float> base, cloud;
    std::vector<double> bytes, weight;
    for (std::size_t i = 0; i < n; ++i) {
      const auto label = static_cast<std::int32_t>(rng.below(3));
      labels.push_back(label);
      for (std::int32_t k = 0; k < 3; ++k) {
        base.push_back(static_cast<float>(rng.normal() + (k == label ? 1.5 : 0)));
        const std::int32_t said = label == 2 ? 0 : label;  // the cloud takes the third class for the first
        cloud.push_back(static_cast<float>(rng.normal() + (k == said ? 3 : 0)));
      }
      bytes.push_back(rng.uniform(500, 4000));
      weight.push_back(rng.uniform(0.5, 2));
    }
    const auto save = [&](const char* name, const std::vector<float>& logits, double macs, bool costs) {
      std::vector<predictions::NpyArray> arrays{
          predictions::npy_view("labels", labels),
          predictions::npy_view("logits", std::span<const float>(logits), {n, 3})};
      if (costs) arrays.push_back(predictions::npy_view("payload_bytes", bytes));
      if (kind.weighted) arrays.push_back(predictions::npy_view("weight", weight));
      arrays.push_back(
          predictions::npy_scalar_text("meta", Json{{"macs", macs}, {"input_bytes", 2250}}.dump()));
      predictions::write_npz(path() / name, arrays);
    };
    save("base.npz", base, 1e6, kind.own_costs);
    save("cloud.npz", cloud, 5e7, false);
  }

  Json json(const std::vector<std::string>& arguments) const {
    const Outcome outcome = run("hybrid", arguments);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    return Json::parse(outcome.out);
  }
};

/// Those of a budget's row that `tune` prints, too.
const std::vector<std::string> kFigures{
    "threshold", "target_coverage", "tuned_coverage", "coverage", "accuracy",      "ci_low",
    "ci_high",   "latency_ms",      "energy_mj",      "macs",     "latency_p95_ms"};

/// What metrics.json says of the method within the budget.
const Json& point_of(const Json& metrics, const std::string& method, const std::string& budget) {
  for (const auto& row : metrics["budgets"][0]["points"])
    if (row["method"] == method && row["budget_ms"] == *parse_double(budget)) return row["point"];
  FAIL("no row of " << method << " at " << budget);
  return metrics;
}

/// The cells of budgets.csv under these columns, for a method and budget.
std::vector<std::string> cells_of(const std::string& csv, const std::string& method,
                                  const std::string& budget, const std::vector<std::string>& columns) {
  const auto lines = split(csv, '\n');
  const auto header = split(lines[0], ',');
  for (const auto& line : lines) {
    const auto cells = split(line, ',');
    if (cells.size() < 3 || cells[1] != method || cells[2] != budget) continue;
    std::vector<std::string> found;
    for (const auto& column : columns)
      found.push_back(cells[static_cast<std::size_t>(std::ranges::find(header, column) - header.begin())]);
    return found;
  }
  FAIL("no line of " << method << " at " << budget);
  return {};
}

/// The section of table.md on latency budgets.
std::string budget_section(const std::string& text) {
  const auto begin = text.find("## Accuracy over mean latency");
  REQUIRE(begin != std::string::npos);
  return text.substr(begin, text.find("\n## ", begin + 1) - begin);
}

/// Its words in a row, without the rules and bars of a Markdown table; a terminal's table has the same.
std::string words_of_section(const std::string& text) {
  const auto begin = text.find("Accuracy over mean latency");
  REQUIRE(begin != std::string::npos);
  std::string words = text.substr(begin, text.find("\n## ", begin) - begin);
  std::erase(words, '|');
  words = std::regex_replace(words, std::regex("\n[-: ]+\n"), "\n");
  words = std::regex_replace(words, std::regex("[ \n]+"), " ");
  return words.substr(0, words.find_last_not_of(' ') + 1);
}

void evaluate_into_run(const RandomPlace& here, const Kind& kind) {
  std::vector<std::string> arguments{"evaluate",
                                     "--base",
                                     "base.npz",
                                     "--cloud",
                                     "cloud.npz",
                                     "--out",
                                     "run",
                                     "--profile",
                                     kind.profile,
                                     "--latency",
                                     join(kind.budgets, ","),
                                     "--bootstrap",
                                     "100",
                                     "--methods",
                                     "on_device,on_cloud,random,max_prob,two_head,auto,oracle"};
  arguments.insert(arguments.end(), kind.flags.begin(), kind.flags.end());
  const Outcome outcome = here.run("hybrid", arguments);
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
}

bool has_flag(const Kind& kind, const char* flag) {
  return std::ranges::find(kind.flags, flag) != kind.flags.end();
}

/// Evaluates, then asks every other command for the same.
void require_one_answer(const Kind& kind, std::uint64_t seed) {
  const RandomPlace here(240, kind, seed);
  evaluate_into_run(here, kind);
  const Json metrics = Json::parse(read_file(here / "run/metrics.json"));
  const std::string csv = read_file(here / "run/budgets.csv");
  const std::string budgets = join(kind.budgets, ",");
  for (const std::string method : {"random", "max_prob", "two_head", "auto"}) {
    std::vector<std::string> arguments{"tune", "--run",     "run",   "--method",
                                       method, "--latency", budgets, "--json"};
    if (has_flag(kind, "--recalibrate")) arguments.insert(arguments.end(), {"--recalibrate", "unlabeled"});
    const Json tuned = here.json(arguments);
    for (std::size_t b = 0; b < kind.budgets.size(); ++b) {
      const Json& point = point_of(metrics, method, kind.budgets[b]);
      std::vector<std::string> expected;
      for (const auto& figure : kFigures) {
        CAPTURE(method, kind.budgets[b], figure);
        // A share that is not tuned is none in the evaluation's files.
        if (method == "random" && figure == "tuned_coverage") {
          expected.emplace_back();
          continue;
        }
        REQUIRE(tuned["points"][b][figure] == point[figure]);
        expected.push_back(point[figure].is_null() ? "" : shortest(point[figure].get<double>()));
      }
      REQUIRE(cells_of(csv, method, kind.budgets[b], kFigures) == expected);
      if (method != "random" && method != "max_prob" && point["threshold"].is_number())
        REQUIRE(point["threshold"].get<double>() >= 0);  // never sends what is expected to lose
    }
  }
  if (has_flag(kind, "--recalibrate")) return;  // the others do not
  const Outcome cost = here.run("hybrid", {"cost", "--run", "run", "--latency", budgets});
  REQUIRE(words_of_section(cost.out) == words_of_section(read_file(here / "run/table.md")));
  if (has_flag(kind, "--exchange")) return;  // two fits have no one router
  for (const auto& budget : kind.budgets) {
    const Outcome router =
        here.run("hybrid", {"export-router", "--run", "run", "--latency", budget, "--out", "router.c"});
    const Json& threshold = point_of(metrics, "auto", budget)["threshold"];
    if (threshold.is_number())
      REQUIRE_THAT(read_file(here / "router.c"),
                   Catch::Matchers::Contains(
                       fmt::format("#define THRESHOLD R({})\n", shortest(threshold.get<double>()))) ||
                       Catch::Matchers::Contains(
                           fmt::format("#define THRESHOLD R({}.0)\n", shortest(threshold.get<double>()))));
  }
}

TEST_CASE("every command gives one answer to a latency budget", "[cli][one_answer]") {
  std::uint64_t seed = 1;
  for (const bool own_costs : {false, true})
    for (const bool weighted : {false, true})
      for (const auto& flags : std::vector<std::vector<std::string>>{
               {}, {"--exchange"}, {"--recalibrate", "unlabeled"}, {"--repeats", "2"}}) {
        CAPTURE(own_costs, weighted, join(flags));
        require_one_answer({.own_costs = own_costs, .weighted = weighted, .flags = flags}, seed++);
      }
  require_one_answer({.profile = "paper-table3", .budgets = {"300", "600", "2500"}, .own_costs = true},
                     seed++);
}

TEST_CASE("a budget that cannot be met is empty in the table and refused by tune", "[cli][one_answer]") {
  const Kind kind{.budgets = {"1", "90"}, .own_costs = true};
  const RandomPlace here(240, kind, 1);
  evaluate_into_run(here, kind);
  const Json metrics = Json::parse(read_file(here / "run/metrics.json"));
  REQUIRE(point_of(metrics, "max_prob", "1").is_null());
  REQUIRE(cells_of(read_file(here / "run/budgets.csv"), "max_prob", "1", {"coverage", "accuracy"}) ==
          std::vector<std::string>{"", ""});
  require_refusal(here.run("hybrid", {"tune", "--run", "run", "--method", "max_prob", "--latency", "1"}), 5,
                  "nearest: --latency ");
}

TEST_CASE("payload, its automatic choice and tune on each payload give one answer", "[cli][one_answer]") {
  const RandomPlace here(240, {}, 3);
  const predictions::NpzFile cloud(here / "cloud.npz");
  const auto labels = cloud.read<std::int32_t>("labels");
  const auto logits = cloud.read<float>("logits");
  Rng rng = SeedTree(4).at("payloads").rng();
  for (const auto& [name, bytes] : {std::pair("raw", 3000.0), std::pair("jpeg", 700.0)}) {
    std::vector<double> payload;
    std::vector<float> sent;
    for (std::size_t i = 0; i < labels.size(); ++i) payload.push_back(bytes * rng.uniform(0.5, 1.5));
    for (const float logit : logits) sent.push_back(logit + (bytes < 1000 ? float(rng.normal()) : 0.0F));
    const std::vector<predictions::NpyArray> arrays{
        predictions::npy_view("labels", labels),
        predictions::npy_view("logits", std::span<const float>(sent), {labels.size(), 3}),
        predictions::npy_view("payload_bytes", payload)};
    predictions::write_npz(here / fmt::format("{}.npz", name), arrays);
  }
  const std::vector<std::string> budgets{"40", "90", "400"};
  const std::vector<std::string> both{"--base",           "base.npz",  "--cloud",
                                      "raw.npz,jpeg.npz", "--latency", join(budgets, ",")};
  const auto with = [](std::vector<std::string> first, const std::vector<std::string>& more) {
    first.insert(first.end(), more.begin(), more.end());
    return first;
  };
  REQUIRE(here.run("hybrid", with({"payload", "--out", "t.csv"}, both)).exit_code == 0);
  const Json chosen = here.json(with({"tune", "--payload", "auto", "--json"}, both));
  const auto header = split(split(read_file(here / "t.csv"), '\n')[0], ',');
  const auto cell = [&](const std::vector<std::string>& row, const char* column) {
    return row.at(static_cast<std::size_t>(std::ranges::find(header, column) - header.begin()));
  };
  int seen = 0;
  for (const auto& line : split(read_file(here / "t.csv"), '\n')) {
    const auto row = split(line, ',');
    const auto budget =
        row.size() < header.size() ? budgets.end() : std::ranges::find(budgets, cell(row, "budget_ms"));
    if (budget == budgets.end()) continue;
    ++seen;
    const std::string name = row[0];
    const Json& choice = chosen[static_cast<std::size_t>(budget - budgets.begin())];
    const Json alone = here.json({"tune", "--base", "base.npz", "--cloud", name + ".npz", "--profile",
                                  "stm32f746-nbiot", "--latency", *budget, "--json", "--method", "auto"});
    CAPTURE(line, alone.dump());
    REQUIRE(cell(row, "coverage") == shortest(alone["points"][0]["coverage"].get<double>()));
    REQUIRE(cell(row, "accuracy") == shortest(alone["points"][0]["accuracy"].get<double>()));
    for (const auto& candidate : choice["candidates"])
      if (candidate["payload"] == name)
        REQUIRE(cell(row, "tuned_accuracy") == shortest(candidate["tuned_accuracy"].get<double>()));
    REQUIRE((cell(row, "chosen") == "1") == (choice["payload"] == name));
    if (choice["payload"] == name) REQUIRE(choice["points"][0] == alone["points"][0]);
  }
  REQUIRE(seen == 6);
}

TEST_CASE("with payloads of their own and a cloud that is bad on one class, no budget costs accuracy",
          "[cli][one_answer]") {
  const Kind kind{.budgets = {"100", "200", "400"}, .own_costs = true};
  const RandomPlace here(3000, kind, 11);
  evaluate_into_run(here, kind);
  const std::string table = budget_section(read_file(here / "run/table.md"));
  const auto begin = table.find("| two_head ");
  const auto cells = split(table.substr(begin, table.find('\n', begin) - begin), '|');
  const Json tuned =
      here.json({"tune", "--run", "run", "--method", "two_head", "--latency", "100,200,400", "--json"});
  for (std::size_t b = 0; b < 3; ++b) {
    const double accuracy = 100 * tuned["points"][b]["accuracy"].get<double>();
    CAPTURE(table, accuracy);
    REQUIRE_THAT(cells[b + 2], Catch::Matchers::Contains(fmt::format(" {:.1f} (", accuracy)));
  }
  // All that is worth sending fits into 200 ms; what a larger budget would pay for is expected to lose.
  REQUIRE(tuned["points"][1]["accuracy"] == tuned["points"][2]["accuracy"]);
}

}  // namespace
}  // namespace hybrid::test
