#include "reproduce/results_index.h"

#include "core/files.h"
#include "core/text.h"
#include "report/text_table.h"
#include "reproduce/html_report.h"
#include "reproduce/table_markdown.h"

namespace hybrid::reproduce {

namespace {

std::string tables_markdown(const ResultsFolder& results) {
  report::TextTable table{
      .header = {"table", "numbers", "within", "outside", "other data", "need data", "ours only", "files"},
      .rows = {}};
  const auto row = [&](const std::string& name, const StandingCounts& counts, const std::string& files) {
    std::vector<std::string> cells{name};
    for (const auto n : {counts.total(), counts.within, counts.outside, counts.other_data, counts.needs_data,
                         counts.ours_only})
      cells.push_back(std::to_string(n));
    cells.push_back(files);
    table.rows.push_back(std::move(cells));
  };
  for (const auto& entry : results.tables) {
    const std::string& name = entry.table.name;
    std::string files = fmt::format("[csv](tables/{0}.csv) [json](tables/{0}.json)", name);
    if (entry.table.figure) files += fmt::format(" [data](figures/{0}.csv) [script](figures/{0}.gp)", name);
    if (!entry.svg.empty()) files += fmt::format(" [svg](figures/{0}.svg)", name);
    row(fmt::format("[{}](tables/{}.md)", heading_of(entry.table), name), counts_of(entry.table), files);
  }
  row("all", results.counts(), "");
  return report::to_markdown(table);
}

std::string runs_markdown(const std::vector<RunProvenance>& runs) {
  report::TextTable table{.header = {"run", "started", "time", "commit", "machine", "command"}, .rows = {}};
  for (const auto& run : runs)
    table.rows.push_back({fmt::format("`{}`", run.path), run.started, duration_text(run.seconds), run.commit,
                          run.machine, fmt::format("`{}`", run.command)});
  return report::to_markdown(table);
}

}  // namespace

std::string results_index(const ResultsFolder& results) {
  std::string text =
      "<!-- made by `hybrid reproduce`; edits are lost -->\n\n# Results\n\n"
      "What the paper prints, with our numbers beside it; [report.html](report.html) is all of this on one "
      "page. What the files of a run hold, column by\n"
      "column, is in [FORMATS.md](FORMATS.md).\n\n";
  text += tables_markdown(results) +
          "\n"
          "Within and outside the tolerance of what is printed (`paper/*.yaml`): the same experiment. "
          "Other data: the same experiment on data and\n"
          "networks that are at hand, to be compared in shape. Need data: the table says which, and how to "
          "get them.\n";
  if (!results.claims.empty())
    text += fmt::format(
        "\n"
        "## What the text claims\n"
        "\n"
        "[paper-check.md](paper-check.md) ([csv](paper-check.csv), [json](paper-check.json)) recomputes {} "
        "claims from the printed numbers: {} hold, {} hold with\nrounding, {} are contradicted.\n",
        results.claims.size(), results.claims_that("holds"), results.claims_that("holds with rounding"),
        results.claims_that("contradicted"));
  if (!results.runs.empty()) text += "\n## Runs behind the tables\n\n" + runs_markdown(results.runs);
  return text;
}

void write_report(const ResultsFolder& results, const std::filesystem::path& folder) {
  write_file_atomically(folder / "report.html", html_report(results));
  write_file_atomically(folder / "README.md", results_index(results));
}

}  // namespace hybrid::reproduce
