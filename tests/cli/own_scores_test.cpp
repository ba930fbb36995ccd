// A researcher's own routing score, in every command that has methods.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "predictions/npz.h"
#include "support/csv_records.h"
#include "support/json_output.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Json = nlohmann::ordered_json;

/// The workplace's pair, and `mine.csv` with a score that orders the inputs as max_prob does: minus the
/// largest softmax value. `scored.npz` is the base's set with the same score as array `scores`.
struct ScoredPlace : Workplace {
  std::vector<double> scores;
  std::vector<std::string> ids;

  ScoredPlace() {
    const predictions::NpzFile base(path() / "base.npz");
    const auto logits = base.read<float>("logits");
    const auto labels = base.read<std::int32_t>("labels");
    ids = base.read_text("ids");
    const std::size_t k = logits.size() / labels.size();
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const auto row = std::span(logits).subspan(i * k, k);
      const double largest = *std::ranges::max_element(row);
      double sum = 0;
      for (const float z : row) sum += std::exp(static_cast<double>(z) - largest);
      scores.push_back(-1 / sum);
    }
    save_scores("mine.csv", scores);
    predictions::write_npz(
        path() / "scored.npz",
        std::vector{predictions::npy_view("labels", labels),
                    predictions::npy_view("logits", std::span<const float>(logits), {labels.size(), k}),
                    predictions::npy_text("ids", ids), predictions::npy_view("scores", scores),
                    predictions::npy_scalar_text("meta", base.read_text("meta")[0])});
  }

  void save_scores(const char* name, const std::vector<double>& values) const {
    CsvWriter csv;
    csv.row("id", "score");
    for (std::size_t i = 0; i < values.size(); ++i) csv.row(ids[i], values[i]);
    file(name, csv.text());
  }

  std::vector<std::string> arguments(std::vector<std::string> first,
                                     const std::vector<std::string>& more = {}) const {
    first.insert(first.end(), {"--base", "base.npz", "--cloud", "cloud.npz", "--scores", "mine.csv"});
    first.insert(first.end(), more.begin(), more.end());
    return first;
  }
};

/// The rows of a CSV file, with "max_prob" in place of the method `own` and without other methods.
std::vector<std::vector<std::string>> rows_of(const std::filesystem::path& path, const std::string& method) {
  std::vector<std::vector<std::string>> rows;
  for (auto record : csv_records(path)) {
    const auto name = std::ranges::find(record, method);
    if (name == record.end()) continue;
    *name = "it";
    // Its thresholds are its own.
    rows.push_back(record);
  }
  return rows;
}

void drop_column(std::vector<std::vector<std::string>>& rows, const std::vector<std::string>& header,
                 const std::string& column) {
  const auto at = std::ranges::find(header, column) - header.begin();
  for (auto& row : rows) row.erase(row.begin() + at);
}

const std::vector<std::string> kFew{"--methods", "max_prob,own,oracle", "--bootstrap", "100"};

std::vector<std::string> with(std::vector<std::string> first, const std::vector<std::string>& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

TEST_CASE("an own score that orders as max_prob gets what max_prob gets, however the parts are made",
          "[cli][own_scores]") {
  const ScoredPlace here;
  for (const std::vector<std::string>& how :
       std::vector<std::vector<std::string>>{{},
                                             {"--cross-fit"},
                                             {"--repeats", "3"},
                                             {"--recalibrate", "unlabeled"},
                                             {"--tune-limit", "60"},
                                             {"--utility", "balanced_accuracy"}}) {
    CAPTURE(join(how));
    const Outcome made =
        here.run("hybrid", here.arguments({"evaluate", "--out", "run", "--force"}, with(kFew, how)));
    INFO(made.err);
    REQUIRE(made.exit_code == 0);
    for (const char* name : {"run/curves.csv", "run/budgets.csv"}) {
      const auto header = csv_records(here / name)[0];
      auto own = rows_of(here / name, "own"), twin = rows_of(here / name, "max_prob");
      drop_column(own, header, "threshold");
      drop_column(twin, header, "threshold");
      REQUIRE(own == twin);
      REQUIRE(own.size() >= 3);
    }
    REQUIRE_THAT(made.out, Contains("own minus max_prob"));
  }
}

TEST_CASE("the array, the file and the folder of arrays are one score", "[cli][own_scores]") {
  const ScoredPlace here;
  REQUIRE(here.run("hybrid", here.arguments({"evaluate", "--out", "a"}, kFew)).exit_code == 0);
  REQUIRE(here.run("hybrid",
                   with({"evaluate", "--base", "scored.npz", "--cloud", "cloud.npz", "--out", "b"}, kFew))
              .exit_code == 0);
  std::filesystem::create_directory(here / "mine");
  const predictions::NpyArray array = predictions::npy_view("scores", here.scores);
  here.file("mine/scores.npy",
            predictions::format_npy_header(array.header)
                .append(reinterpret_cast<const char*>(array.data.data()), array.data.size()));
  for (const char* scores : {"mine", "mine/scores.npy"}) {
    REQUIRE(here.run("hybrid", with({"evaluate", "--base", "base.npz", "--cloud", "cloud.npz", "--scores",
                                     scores, "--out", "c", "--force"},
                                    kFew))
                .exit_code == 0);
    REQUIRE(read_file(here / "a/metrics.json") == read_file(here / "c/metrics.json"));
  }
  REQUIRE(read_file(here / "a/metrics.json") == read_file(here / "b/metrics.json"));
}

TEST_CASE("every command with methods takes the own score", "[cli][own_scores]") {
  const ScoredPlace here;
  REQUIRE(
      here.run("hybrid", here.arguments({"evaluate", "--out", "run"},
                                        {"--methods", "on_device,max_prob,auto,own", "--bootstrap", "100"}))
          .exit_code == 0);
  const std::string table = read_file(here / "run/table.md");
  REQUIRE_THAT(table, Contains("## Own scores") && Contains("minus max_prob") && Contains("minus auto"));
  for (const std::vector<std::string>& data :
       {std::vector<std::string>{"--run", "run"},
        {"--base", "base.npz", "--cloud", "cloud.npz", "--scores", "mine.csv"}}) {
    const Json tuned =
        json_of(here.run("hybrid", with({"tune", "--coverage", "0.8", "--method", "own", "--json"}, data)));
    const Json twin = json_of(
        here.run("hybrid", with({"tune", "--coverage", "0.8", "--method", "max_prob", "--json"}, data)));
    REQUIRE(tuned["method"] == "own");
    REQUIRE(tuned["points"][0]["accuracy"] == twin["points"][0]["accuracy"]);
    REQUIRE(tuned["points"][0]["coverage"] == twin["points"][0]["coverage"]);
    for (const std::vector<std::string>& command : {std::vector<std::string>{"audit", "--method", "own"},
                                                    {"cost", "--latency", "600"},
                                                    {"abstain", "--methods", "own"}}) {
      const Outcome outcome = here.run("hybrid", with(command, data));
      INFO(command[0] << outcome.err);
      REQUIRE(outcome.exit_code == 0);
      REQUIRE_THAT(outcome.out, Contains("own"));
    }
  }
  const Outcome compared = here.run("hybrid", {"compare", "run", "run", "--methods", "own"});
  INFO(compared.err);
  REQUIRE(compared.exit_code == 0);
  const Json alone = json_of(here.run("hybrid", {"abstain", "--base", "scored.npz", "--json"}));
  REQUIRE(alone["methods"]["own"]["aurc"] == alone["methods"]["max_prob"]["aurc"]);
}

TEST_CASE("with sets for tuning, the scores of both are needed", "[cli][own_scores]") {
  const ScoredPlace here;
  const std::vector<std::string> two{"--tune-base", "base.npz", "--tune-cloud", "cloud.npz"};
  require_refusal(here.run("hybrid", here.arguments({"tune", "--coverage", "0.8"}, two)), 4,
                  "base.npz: has no 'scores', but ");
  REQUIRE(json_of(here.run("hybrid",
                           here.arguments({"tune", "--coverage", "0.8", "--method", "own", "--json"},
                                          with(two, {"--tune-scores", "mine.csv"}))))["method"] == "own");
  require_refusal(
      here.run("hybrid", here.arguments({"tune", "--coverage", "0.8", "--tune-scores", "mine.csv"})), 2,
      "--tune-scores goes with --tune-base");
}

TEST_CASE("scores that cannot be used name their file, array and row", "[cli][own_scores]") {
  const ScoredPlace here;
  const auto refused = [&](const std::string& scores, int code, const std::string& message) {
    require_refusal(
        here.run("hybrid", {"evaluate", "--base", "base.npz", "--cloud", "cloud.npz", "--scores", scores}),
        code, message);
  };
  here.file("word.csv", "score\n1\nhigh\n");
  refused("word.csv", 4, "word.csv: line 3: score is 'high', expected a finite number");
  auto values = here.scores;
  values.pop_back();
  here.save_scores("short.csv", values);
  refused("short.csv", 4, "short.csv: scores has 199 rows, base.npz has 200");
  std::vector<double> bad = here.scores;
  bad[7] = std::nan("");
  predictions::write_npz(here / "nan.npz", std::vector{predictions::npy_view("score_x", bad)});
  refused("nan.npz", 4, "nan.npz: score_x is nan (row 7)");
  refused("none.npz", 4, "none.npz: is not there");
  require_refusal(here.run("hybrid", {"tune", "--run", "x", "--coverage", "0.8", "--scores", "mine.csv"}), 2,
                  "--scores");
  require_refusal(here.run("hybrid", {"tune", "--base", "base.npz", "--cloud", "cloud.npz", "--coverage",
                                      "0.8", "--method", "own_x"}),
                  2, "method 'own_x' needs an array 'score_x' in the base's set (base.npz)");
}

TEST_CASE("a confidence is recognised as turned around, and a constant score is told", "[cli][own_scores]") {
  const ScoredPlace here;
  std::vector<double> confidence = here.scores;
  for (double& value : confidence) value = -value;
  here.save_scores("mine.csv", confidence);
  const Outcome turned = here.run("hybrid", here.arguments({"tune", "--coverage", "0.8", "--method", "own"}));
  REQUIRE(turned.exit_code == 0);
  REQUIRE_THAT(turned.err, Contains("warning: own may be the wrong way round"));
  here.save_scores("mine.csv", std::vector<double>(here.scores.size(), 3));
  const Outcome constant =
      here.run("hybrid", here.arguments({"tune", "--coverage", "0.8", "--method", "own"}));
  REQUIRE(constant.exit_code == 0);
  REQUIRE_THAT(constant.err, Contains("warning: own is 3 for every tuning example, so it decides nothing"));
}

TEST_CASE("scores saved with the cloud's outputs are not used silently", "[cli][own_scores]") {
  const ScoredPlace here;
  const Outcome outcome = here.run("hybrid", {"tune", "--base", "cloud.npz", "--cloud", "scored.npz",
                                              "--coverage", "0.8", "--method", "max_prob"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.err,
               Contains("scored.npz: scores are not used here; save them with the base's outputs"));
}

TEST_CASE("a run with own scores is made again as it was", "[cli][scores]") {
  const ScoredPlace here;
  REQUIRE(here.run("hybrid", here.arguments({"evaluate", "--out", "run", "--bootstrap", "100"},
                                            {"--methods", "max_prob,own"}))
              .exit_code == 0);
  REQUIRE_THAT(here.run("hybrid", {"rerun", "run"}).out, Contains("bit for bit the same"));
}

}  // namespace
}  // namespace hybrid::test
