#include "report/repeats_files.h"

#include <algorithm>

#include "core/csv.h"
#include "core/json.h"
#include "core/text.h"
#include "report/spread_json.h"
#include "report/text_table.h"

namespace hybrid::report {

using Json = nlohmann::ordered_json;

namespace {

std::string headline_coverages() {
  std::vector<std::string> words;
  for (const double c : eval::kHeadlineCoverages) words.push_back(shortest(c));
  return join(words);
}

std::string explanation(const eval::Repeats& repeats) {
  const auto thousands = [](std::size_t n) { return with_thousands(static_cast<std::int64_t>(n)); };
  const std::string drawn =
      repeats.fixed_test
          ? fmt::format(
                "Each repeat draws {} tuning examples; the {} test examples stay the same. Intervals are "
                "95 %, from the spread over the repeats and that over the test examples.",
                thousands(repeats.n_tune), thousands(repeats.n_test))
          : fmt::format(
                "Each repeat splits, fits and tunes anew, with {} tuning and {} test examples. The test "
                "parts overlap, so intervals (95 %) are Nadeau & Bengio's (2003), which allow for that; sd "
                "/ sqrt({}) would be too narrow.",
                thousands(repeats.n_tune), thousands(repeats.n_test), repeats.count);
  return fmt::format("{} `mean` is over c = {}. Everything else in this file is of the first split.\n", drawn,
                     headline_coverages());
}

std::string column_name(const std::optional<double>& coverage) {
  return coverage ? "c = " + shortest(*coverage) : "mean";
}

/// Returns the opponents in the order of first occurrence.
std::vector<std::string> opponents_in(const eval::Repeats& repeats) {
  std::vector<std::string> names;
  for (const auto& d : repeats.differences)
    if (std::ranges::find(names, d.against) == names.end()) names.push_back(d.against);
  return names;
}

std::string differences_markdown(const eval::Repeats& repeats, const std::string& against) {
  TextTable table{.header = {"minus " + against, "mean", "sd", "smallest", "ahead, %", "behind, %"}};
  for (const double c : repeats.coverages) table.header.push_back(column_name(c));
  for (const auto& d : repeats.differences) {
    if (d.against != against) continue;
    const std::string delta = points_with_interval(d.delta.mean, d.ci.low, d.ci.high);
    if (d.target_coverage) {
      table.rows.back().push_back(delta);
    } else {
      table.rows.push_back({d.method, delta, fmt::format("{:.2f}", 100 * d.delta.deviation),
                            fmt::format("{:+.2f}", 100 * d.delta.smallest), per_cent(d.ahead, 0),
                            per_cent(d.behind, 0)});
    }
  }
  return fmt::format("\nPoints of accuracy with exactly the share c kept on the device:\n\n{}",
                     to_markdown(table));
}

/// Returns "84.91 ± 0.40 at 80.1 ± 0.9".
std::string tuned_cell(const eval::RepeatedAccuracy& a) {
  return fmt::format("{:.2f} ± {:.2f} at {:.1f} ± {:.1f}", 100 * a.accuracy.mean, 100 * a.accuracy.deviation,
                     100 * a.coverage.mean, 100 * a.coverage.deviation);
}

std::string accuracies_markdown(const eval::Repeats& repeats) {
  TextTable matched{.header = {"% right"}}, tuned{.header = {"% right at % kept"}};
  for (auto* table : {&matched, &tuned}) {
    table->header.emplace_back("mean");
    for (const double c : repeats.coverages) table->header.push_back(column_name(c));
  }
  for (const auto& a : repeats.accuracies) {
    if (!a.target_coverage) {
      matched.rows.push_back({a.method});
      tuned.rows.push_back({a.method});
    }
    matched.rows.back().push_back(
        fmt::format("{:.2f} ± {:.2f}", 100 * a.matched_accuracy.mean, 100 * a.matched_accuracy.deviation));
    tuned.rows.back().push_back(tuned_cell(a));
  }
  return fmt::format(
      "\n"
      "Accuracy with exactly the share c kept, ± standard deviation over the repeats:\n"
      "\n"
      "{}\n"
      "Accuracy at the threshold chosen on the tuning part, and what it keeps on test, both ± standard "
      "deviation over the repeats:\n\n{}",
      to_markdown(matched), to_markdown(tuned));
}

}  // namespace

std::string repeats_markdown(const eval::Repeats& repeats) {
  std::string text =
      fmt::format("\n## Over {} random {}\n\n{}", repeats.count,
                  repeats.fixed_test ? "draws of the tuning examples" : "splits", explanation(repeats));
  for (const auto& against : opponents_in(repeats)) text += differences_markdown(repeats, against);
  if (!repeats.accuracies.empty()) text += accuracies_markdown(repeats);
  for (const auto& [method, reason] : repeats.left_out)
    text += fmt::format("\nLeft out: `{}` {}.\n", method, reason);
  return text;
}

Json repeats_json(const eval::Repeats& repeats) {
  Json json{{"schema_version", 1},
            {"repeats", repeats.count},
            {"n_tune", repeats.n_tune},
            {"n_test", repeats.n_test},
            {"fixed_test", repeats.fixed_test},
            {"mean_over", eval::kHeadlineCoverages},
            {"accuracies", Json::array()},
            {"differences", Json::array()},
            {"left_out", repeats.left_out}};
  for (const auto& a : repeats.accuracies)
    json["accuracies"].push_back({{"method", a.method},
                                  {"target_coverage", json_or_null(a.target_coverage)},
                                  {"matched_accuracy", spread_json(a.matched_accuracy)},
                                  {"accuracy", spread_json(a.accuracy)},
                                  {"coverage", spread_json(a.coverage)}});
  for (const auto& d : repeats.differences) {
    Json row{
        {"method", d.method}, {"against", d.against}, {"target_coverage", json_or_null(d.target_coverage)}};
    row.update(spread_json(d.delta));
    row["min"] = d.delta.smallest;
    row["share_ahead"] = d.ahead;
    row["share_behind"] = d.behind;
    row["ci_low"] = d.ci.low;
    row["ci_high"] = d.ci.high;
    json["differences"].push_back(std::move(row));
  }
  return json;
}

std::string repeats_csv(const eval::Repeats& repeats) {
  CsvWriter csv;
  csv.row("method", "against", "figure", "target_coverage", "mean", "sd", "min", "share_ahead",
          "share_behind", "ci_low", "ci_high");
  for (const auto& a : repeats.accuracies)
    for (const auto& [figure, spread] :
         {std::pair("matched_accuracy", &a.matched_accuracy), std::pair("accuracy", &a.accuracy),
          std::pair("coverage", &a.coverage)})
      csv.row(a.method, "", figure, a.target_coverage, spread->mean, spread->deviation, spread->smallest, "",
              "", "", "");
  for (const auto& d : repeats.differences)
    csv.row(d.method, d.against, "matched_accuracy", d.target_coverage, d.delta.mean, d.delta.deviation,
            d.delta.smallest, d.ahead, d.behind, d.ci.low, d.ci.high);
  return csv.text();
}

}  // namespace hybrid::report
