#include "report/matrix_files.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "core/csv.h"
#include "core/text.h"
#include "report/latex.h"
#include "report/markdown.h"
#include "report/plain_text.h"
#include "report/spread_json.h"

namespace hybrid::report {

using Json = nlohmann::ordered_json;

namespace {

std::string examples_in_words(std::size_t n) {
  return with_thousands(static_cast<std::int64_t>(n));
}

std::string gain_in_points(double gain) {
  return fmt::format("{:+.2f}", 100 * gain);
}

std::string data_sets(std::size_t n) {
  return fmt::format("{} data set{}", n, n == 1 ? "" : "s");
}

std::string title_of(const eval::MethodMatrix& matrix) {
  std::vector<std::string> shares;
  for (const double coverage : matrix.coverages) shares.push_back(shortest(coverage));
  return fmt::format(
      "{} method{} on {}: accuracy minus that of {} in points, with the same share kept on the device ({}c = {})",
      matrix.methods.size(), matrix.methods.size() == 1 ? "" : "s", data_sets(matrix.data_sets.size()),
      matrix.against, shares.size() > 1 ? "mean of " : "", join(shares));
}

/// Returns what the runs of a data set are: "3 seeds".
std::string runs_in_words(const eval::MatrixDataSet& data_set) {
  if (data_set.differ == eval::RunsDiffer::single) return "1 run";
  return fmt::format("{} {}", data_set.runs.size(),
                     data_set.differ == eval::RunsDiffer::by_seed ? "seeds" : "splits");
}

std::string verdict_line(const eval::MethodMatrix& matrix, const eval::MatrixMethod& method) {
  const std::string gain = points_with_interval(method.gain.mean, method.ci.low, method.ci.high);
  const std::string verdict(name_of(method.verdict));
  if (matrix.data_sets.size() == 1)
    return fmt::format("{}: {}, {} over {} (± {:.2f} from run to run)", method.name, verdict, gain,
                       runs_in_words(matrix.data_sets.front()), 100 * method.cells.front().gain.deviation);
  return fmt::format("{}: {}, {} (ahead on {}, behind on {} of {})", method.name, verdict, gain, method.ahead,
                     method.behind, matrix.data_sets.size());
}

/// Returns the ranks of the methods, the best first: "auto 1.50, max_prob 2.00".
std::string ranks_in_words(const eval::MethodMatrix& matrix) {
  const auto& ranks = matrix.ranks->friedman.average_ranks;
  std::vector<std::pair<double, std::string>> named{{ranks[0], matrix.against}};
  for (std::size_t m = 0; m < matrix.methods.size(); ++m)
    named.emplace_back(ranks[m + 1], matrix.methods[m].name);
  std::ranges::stable_sort(named, {}, &std::pair<double, std::string>::first);
  std::vector<std::string> words;
  for (const auto& [rank, name] : named) words.push_back(fmt::format("{} {:.2f}", name, rank));
  return join(words);
}

/// Returns which methods differ from `against` by Nemenyi's test.
std::string different_ranks(const eval::MethodMatrix& matrix) {
  const auto& ranks = matrix.ranks->friedman.average_ranks;
  std::vector<std::string> better, worse;
  for (std::size_t m = 0; m < matrix.methods.size(); ++m) {
    if (ranks[0] - ranks[m + 1] > matrix.ranks->critical_difference) better.push_back(matrix.methods[m].name);
    if (ranks[m + 1] - ranks[0] > matrix.ranks->critical_difference) worse.push_back(matrix.methods[m].name);
  }
  std::vector<std::string> parts;
  if (!better.empty()) parts.push_back(fmt::format("better than {}: {}", matrix.against, join(better)));
  if (!worse.empty()) parts.push_back(fmt::format("worse than {}: {}", matrix.against, join(worse)));
  return parts.empty() ? fmt::format("none differs from {} by as much", matrix.against) : join(parts, "; ");
}

std::string ranks_note(const eval::MethodMatrix& matrix) {
  const stats::Friedman& friedman = matrix.ranks->friedman;
  std::string text =
      fmt::format("Average ranks (1 is best): {}. Friedman's test: chi2 = {:.3g}, p = {:.2g}; ",
                  ranks_in_words(matrix), friedman.chi2, friedman.p);
  // Nemenyi's test follows only where Friedman's finds a difference.
  if (friedman.p >= 0.05)
    return text +
           fmt::format("ranks show no difference between methods on {}.", data_sets(matrix.data_sets.size()));
  return text + fmt::format("Nemenyi's test tells methods apart whose ranks differ by more than {:.3g}: {}.",
                            matrix.ranks->critical_difference, different_ranks(matrix));
}

}  // namespace

TextTable matrix_table(const eval::MethodMatrix& matrix) {
  TextTable table{.header = {"data set", "runs", "test", matrix.against + ", %"}};
  for (const auto& method : matrix.methods) table.header.push_back(method.name);
  for (std::size_t d = 0; d < matrix.data_sets.size(); ++d) {
    const auto& data_set = matrix.data_sets[d];
    std::vector<std::string> row{data_set.name, runs_in_words(data_set), examples_in_words(data_set.n_test),
                                 per_cent(data_set.against_accuracy, 2)};
    for (const auto& method : matrix.methods)
      row.push_back(gain_in_points(method.gain.values[d]) +
                    (method.cells[d].verdict == eval::Verdict::not_shown ? " " : "*"));
    table.rows.push_back(std::move(row));
  }
  if (!matrix.ranks) return table;
  std::vector<std::string> means{"mean", "", "", ""};
  std::vector<std::string> ranks{"average rank", "", "",
                                 fmt::format("{:.2f}", matrix.ranks->friedman.average_ranks[0])};
  double mean = 0;
  for (const auto& data_set : matrix.data_sets)
    mean += data_set.against_accuracy / static_cast<double>(matrix.data_sets.size());
  means[3] = per_cent(mean, 2);
  for (std::size_t m = 0; m < matrix.methods.size(); ++m) {
    const auto& method = matrix.methods[m];
    means.push_back(gain_in_points(method.gain.mean) +
                    (method.verdict == eval::Verdict::not_shown ? " " : "*"));
    ranks.push_back(fmt::format("{:.2f} ", matrix.ranks->friedman.average_ranks[m + 1]));
  }
  table.rows.push_back(std::move(means));
  table.rows.push_back(std::move(ranks));
  return table;
}

std::vector<std::string> matrix_verdicts(const eval::MethodMatrix& matrix) {
  std::vector<const eval::MatrixMethod*> order;
  for (const auto& method : matrix.methods) order.push_back(&method);
  std::ranges::stable_sort(order, [](const auto* a, const auto* b) { return a->gain.mean > b->gain.mean; });
  std::vector<std::string> lines;
  for (const auto* method : order) lines.push_back(verdict_line(matrix, *method));
  return lines;
}

std::vector<std::string> matrix_notes(const eval::MethodMatrix& matrix) {
  std::vector<std::string> notes;
  if (matrix.ranks) notes.push_back(ranks_note(matrix));
  for (const auto& data_set : matrix.data_sets)
    if (data_set.runs.size() > 1)
      notes.push_back(
          fmt::format("{}: {} are taken as {} of one data set, because {}.", data_set.name,
                      join(data_set.runs), data_set.differ == eval::RunsDiffer::by_seed ? "seeds" : "splits",
                      data_set.differ == eval::RunsDiffer::by_seed ? "they measure the same test examples"
                                                                   : "they read the same prediction sets"));
  const auto singles =
      std::ranges::count(matrix.data_sets, eval::RunsDiffer::single, &eval::MatrixDataSet::differ);
  if (singles > 0)
    notes.push_back(
        fmt::format("{} with one run each: an asterisk there holds for these networks, not for "
                    "another seed of their training.",
                    data_sets(static_cast<std::size_t>(singles))));
  if (!matrix.shared.empty())
    notes.push_back(
        fmt::format("{} measure{} the examples of an earlier data set: these are not independent, "
                    "and the intervals over data sets are too narrow.",
                    join(matrix.shared), matrix.shared.size() == 1 ? "s" : ""));
  std::map<std::vector<std::string>, std::vector<std::string>> by_runs;
  for (const auto& [method, lacking] : matrix.left_out) by_runs[lacking].push_back(method);
  for (const auto& [lacking, methods] : by_runs)
    notes.push_back(fmt::format("Left out, because {} lack{} them: {}.", join(lacking),
                                lacking.size() == 1 ? "s" : "", join(methods)));
  return notes;
}

namespace {

/// Returns the table cut into tables of at most 100 columns, which repeat the first column.
std::vector<TextTable> cut_to_width(const TextTable& table) {
  constexpr std::size_t kWidth = 100, kGap = 2;
  const auto width_of = [&](std::size_t column) {
    std::size_t width = characters_in(table.header[column]);
    for (const auto& row : table.rows) width = std::max(width, characters_in(row[column]));
    return width + kGap;
  };
  std::vector<std::vector<std::size_t>> parts;
  std::size_t used = kWidth + 1;
  for (std::size_t column = 1; column < table.header.size(); ++column) {
    if (parts.empty() || used + width_of(column) > kWidth) {
      parts.push_back({0});
      used = width_of(0) - kGap;
    }
    parts.back().push_back(column);
    used += width_of(column);
  }
  std::vector<TextTable> tables;
  for (const auto& columns : parts) {
    const auto cells_of = [&](const std::vector<std::string>& row) {
      std::vector<std::string> cells;
      for (const std::size_t column : columns) cells.push_back(row[column]);
      return cells;
    };
    TextTable part{.header = cells_of(table.header), .rows = {}};
    for (const auto& row : table.rows) part.rows.push_back(cells_of(row));
    tables.push_back(std::move(part));
  }
  return tables;
}

}  // namespace

std::string matrix_text(const eval::MethodMatrix& matrix) {
  std::string text = wrapped(title_of(matrix), 100) + "\n\n";
  for (const auto& line : matrix_verdicts(matrix)) text += wrapped(line, 100, 2) + "\n";
  for (const auto& table : cut_to_width(matrix_table(matrix))) text += "\n" + to_text(table);
  const auto notes = matrix_notes(matrix);
  if (!notes.empty()) text += "\n";
  for (const auto& note : notes) text += wrapped(note, 100, 2) + "\n";
  return text;
}

std::string matrix_markdown(const eval::MethodMatrix& matrix) {
  std::string text = fmt::format("# {}\n\n", markdown_line(title_of(matrix)));
  for (const auto& line : matrix_verdicts(matrix)) text += fmt::format("- {}\n", markdown_line(line));
  text += "\n" + to_markdown(matrix_table(matrix)) + "\n";
  for (const auto& note : matrix_notes(matrix)) text += fmt::format("- {}\n", markdown_line(note));
  return text;
}

std::string matrix_latex(const eval::MethodMatrix& matrix) {
  return latex_comment(title_of(matrix)) + to_latex(matrix_table(matrix), matrix.ranks ? 2 : 0);
}

std::string matrix_csv(const eval::MethodMatrix& matrix) {
  CsvWriter csv;
  csv.row("method", "against", "data_set", "runs", "gain", "sd", "ci_low", "ci_high", "verdict",
          "average_rank");
  const std::optional<double> none;
  for (std::size_t m = 0; m < matrix.methods.size(); ++m) {
    const auto& method = matrix.methods[m];
    for (std::size_t d = 0; d < method.cells.size(); ++d) {
      const auto& cell = method.cells[d];
      csv.row(method.name, matrix.against, matrix.data_sets[d].name, cell.gain.values.size(), cell.gain.mean,
              cell.gain.values.size() > 1 ? std::optional(cell.gain.deviation) : none, cell.ci.low,
              cell.ci.high, name_of(cell.verdict), none);
    }
    if (matrix.ranks)
      csv.row(method.name, matrix.against, "", method.cells.size(), method.gain.mean, method.gain.deviation,
              method.ci.low, method.ci.high, name_of(method.verdict),
              matrix.ranks->friedman.average_ranks[m + 1]);
  }
  return csv.text();
}

Json matrix_json(const eval::MethodMatrix& matrix) {
  Json json{{"schema_version", 1},         {"against", matrix.against},    {"coverages", matrix.coverages},
            {"data_sets", Json::array()},  {"methods", Json::array()},     {"ranks", nullptr},
            {"left_out", matrix.left_out}, {"notes", matrix_notes(matrix)}};
  for (const auto& data_set : matrix.data_sets)
    json["data_sets"].push_back(
        {{"name", data_set.name},
         {"runs", data_set.runs},
         {"differ_by", data_set.differ == eval::RunsDiffer::single    ? Json(nullptr)
                       : data_set.differ == eval::RunsDiffer::by_seed ? Json("seed")
                                                                      : Json("split")},
         {"n_test", data_set.n_test},
         {"against_accuracy", data_set.against_accuracy}});
  const auto row_of = [](const stats::Spread& gain, const stats::Interval& ci, eval::Verdict verdict) {
    Json row = spread_json(gain);
    row["ci_low"] = ci.low;
    row["ci_high"] = ci.high;
    row["verdict"] = name_of(verdict);
    return row;
  };
  for (const auto& method : matrix.methods) {
    Json entry{{"method", method.name}};
    entry.update(row_of(method.gain, method.ci, method.verdict));
    entry["ahead_on"] = method.ahead;
    entry["behind_on"] = method.behind;
    entry["data_sets"] = Json::array();
    for (std::size_t d = 0; d < method.cells.size(); ++d) {
      Json cell{{"data_set", matrix.data_sets[d].name}};
      cell.update(row_of(method.cells[d].gain, method.cells[d].ci, method.cells[d].verdict));
      entry["data_sets"].push_back(std::move(cell));
    }
    json["methods"].push_back(std::move(entry));
  }
  if (matrix.ranks) {
    const auto& [friedman, critical_difference] = *matrix.ranks;
    Json average{{matrix.against, friedman.average_ranks[0]}};
    for (std::size_t m = 0; m < matrix.methods.size(); ++m)
      average[matrix.methods[m].name] = friedman.average_ranks[m + 1];
    json["ranks"] = {{"average", std::move(average)},
                     {"friedman_chi2", friedman.chi2},
                     {"friedman_f", std::isfinite(friedman.f) ? Json(friedman.f) : Json(nullptr)},
                     {"friedman_p", friedman.p},
                     {"nemenyi_critical_difference", critical_difference}};
  }
  return json;
}

}  // namespace hybrid::report
