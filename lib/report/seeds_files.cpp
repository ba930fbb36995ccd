#include "report/seeds_files.h"

#include <nlohmann/json.hpp>

#include "core/csv.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/text.h"
#include "report/differences.h"
#include "report/spread_json.h"
#include "report/text_table.h"

namespace hybrid::report {

using Json = nlohmann::ordered_json;

namespace {

TextTable table_over(const std::vector<double>& coverages, const std::string& corner) {
  TextTable table{.header = {corner}};
  for (const double c : coverages) table.header.push_back("c = " + shortest(c));
  return table;
}

/// Returns a table of the bases and the cloud alone, then every method at each coverage.
std::string accuracies_markdown(const eval::SeedsResult& result) {
  TextTable table = table_over(result.coverages, "% right");
  std::vector<std::string> alone;
  for (const auto& entry : result.accuracies) {
    std::vector<std::string> cells;
    for (const auto& a : entry.accuracy)
      cells.push_back(fmt::format("{:.2f} ± {:.2f}", 100 * a.mean, 100 * a.deviation));
    if (entry.kind == eval::MethodKind::on_device || entry.kind == eval::MethodKind::on_cloud) {
      alone.push_back(fmt::format("{} {}", entry.method, cells.front()));
    } else {
      cells.insert(cells.begin(), entry.method);
      table.rows.push_back(std::move(cells));
    }
  }
  return fmt::format("{}{}{}", alone.empty() ? "" : fmt::format("Alone: {} % right.\n\n", join(alone)),
                     table.rows.empty() ? "" : to_markdown(table), table.rows.empty() ? "" : "\n");
}

std::string differences_markdown(const eval::SeedsResult& result) {
  if (result.differences.empty()) return "";
  TextTable table = table_over(result.coverages, "points");
  std::vector<eval::Comparison> judged;  // by the interval that takes the seeds into account
  for (const auto& d : result.differences) {
    const std::size_t column = judged.size() % result.coverages.size();
    judged.push_back(d.comparison);
    judged.back().ci = d.over_seeds;
    if (column == 0)
      table.rows.push_back({fmt::format("{} - {}", d.comparison.method, d.comparison.against)});
    table.rows.back().push_back(fmt::format(
        "{} ± {:.2f}", points_with_interval(d.comparison.delta, d.over_seeds.low, d.over_seeds.high),
        100 * d.delta.deviation));
  }
  std::string text = to_markdown(table) + "\n";
  const std::string examples = with_thousands(static_cast<std::int64_t>(result.n_test)) + " examples";
  const std::string shown_by = result.runs.size() == 1
                                   ? examples + " and a single seed"
                                   : fmt::format("{} seeds and {}", result.runs.size(), examples);
  for (const auto& lead : leads_of(judged))
    text += fmt::format("- `{}` against `{}`: {}\n", lead.method, lead.against, verdict(lead, shown_by));
  return text;
}

}  // namespace

std::string seeds_markdown(const eval::SeedsResult& result) {
  const std::string n_test = with_thousands(static_cast<std::int64_t>(result.n_test));
  return fmt::format(
      "# {} seeds: {}\n"
      "\n"
      "Accuracy on {} test examples with exactly the share c kept on the device{}: mean over the seeds ± "
      "standard deviation over the seeds.\n"
      "\n"
      "{}Differences: mean over the seeds [95 % interval] ± standard deviation over the seeds. The "
      "interval is for other seeds and other examples of the kind: Student's t over the seeds and the "
      "interval over the test examples, added as squares. `seeds.csv` also has the interval over the test examples "
      "alone, for these networks.\n\n{}",
      result.runs.size(), join(result.runs), n_test,
      result.cross_fitted ? ", in each of two halves that tune each other" : "", accuracies_markdown(result),
      differences_markdown(result));
}

namespace {

Json seeds_json(const eval::SeedsResult& result) {
  Json json{{"schema_version", 1},         {"runs", result.runs},
            {"n_test", result.n_test},     {"exchanged", result.cross_fitted},
            {"accuracies", Json::array()}, {"differences", Json::array()}};
  for (const auto& entry : result.accuracies)
    for (std::size_t c = 0; c < entry.coverages.size(); ++c) {
      Json row{{"method", entry.method}, {"target_coverage", entry.coverages[c]}};
      row.update(spread_json(entry.accuracy[c]));
      json["accuracies"].push_back(std::move(row));
    }
  for (const auto& [c, delta, over_seeds] : result.differences) {
    Json row{{"method", c.method}, {"against", c.against}, {"target_coverage", c.target_coverage}};
    row.update(spread_json(delta));
    row["ci_low"] = c.ci.low;
    row["ci_high"] = c.ci.high;
    row["seeds_ci_low"] = over_seeds.low;
    row["seeds_ci_high"] = over_seeds.high;
    json["differences"].push_back(std::move(row));
  }
  return json;
}

/// Returns the accuracies (`against` and interval are empty), then the differences.
std::string seeds_csv(const eval::SeedsResult& result) {
  CsvWriter csv;
  csv.row("method", "against", "target_coverage", "mean", "sd", "ci_low", "ci_high", "seeds_ci_low",
          "seeds_ci_high");
  for (const auto& entry : result.accuracies)
    for (std::size_t c = 0; c < entry.coverages.size(); ++c)
      csv.row(entry.method, "", entry.coverages[c], entry.accuracy[c].mean, entry.accuracy[c].deviation, "",
              "", "", "");
  for (const auto& [c, delta, over_seeds] : result.differences)
    csv.row(c.method, c.against, c.target_coverage, delta.mean, delta.deviation, c.ci.low, c.ci.high,
            over_seeds.low, over_seeds.high);
  return csv.text();
}

}  // namespace

void write_seeds(const eval::SeedsResult& result, const std::filesystem::path& folder) {
  write_file_atomically(folder / "seeds.md", seeds_markdown(result));
  write_file_atomically(folder / "seeds.csv", seeds_csv(result));
  write_file_atomically(folder / "seeds.json", json_text(seeds_json(result)));
}

}  // namespace hybrid::report
