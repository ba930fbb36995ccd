#include "cli/reproduce_tables.h"

#include <algorithm>
#include <map>

#include "cli/arguments.h"
#include "cli/find_config.h"
#include "config/load.h"
#include "core/error.h"
#include "core/text.h"
#include "report/text_table.h"
#include "reproduce/tables.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

std::vector<TableRow> chosen_tables(const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const auto& row : paper_tables()) known.push_back(row.name);
  std::vector<TableRow> chosen;
  for (const auto& name : names)
    if (std::ranges::find(known, name) == known.end())
      throw UsageError(fmt::format("unknown table '{}'{} (there are {}, and paper-check)", name,
                                   did_you_mean(name, known), join(known)));
  for (const auto& row : paper_tables())
    if (names.empty() || std::ranges::find(names, row.name) != names.end()) chosen.push_back(row);
  return chosen;
}

using Tally = std::map<Standing, int>;

Tally tally_of(const ReproducedTable& table) {
  Tally tally;
  for (const auto& part : table.parts)
    for (const auto& number : part.numbers) ++tally[number.standing];
  return tally;
}

}  // namespace

void reproduce_tables(const ReproduceOptions& options, Logger& log) {
  const auto chosen = chosen_tables(options.tables);
  const Paper paper(fs::path("results/paper"));
  std::vector<fs::path> folders(options.runs.begin(), options.runs.end());
  if (folders.empty()) folders = {"results/runs", "results/published"};
  Runs runs(folders, "configs");
  const TableSources sources{
      .paper = paper,
      .runs = runs,
      .cards = read_cards("configs/models"),
      .table3 = find_profile("paper-table3"),
      .parts = find_profile("stm32f746-nbiot"),
      .device = load<DeviceMemory>(find_config("devices", "device", "stm32f746")).value};
  TextTable overview{.header = {"", "numbers", "within", "outside", "other data", "need data", "ours only"}};
  Tally all;
  for (const auto& row : chosen) {
    const ReproducedTable table = row.make(sources);
    const Tally tally = tally_of(table);
    const auto cells = [](const std::string& name, Tally t) {
      int sum = 0;
      for (const auto& [standing, n] : t) sum += n;
      return std::vector<std::string>{name,
                                      std::to_string(sum),
                                      std::to_string(t[Standing::within]),
                                      std::to_string(t[Standing::outside]),
                                      std::to_string(t[Standing::other_data]),
                                      std::to_string(t[Standing::needs_data]),
                                      std::to_string(t[Standing::ours_only])};
    };
    overview.rows.push_back(cells(row.name, tally));
    for (const auto& [standing, n] : tally) all[standing] += n;
    for (const auto& part : table.parts) {
      fmt::print("{}: {}\n", table.name, part.title);
      for (const auto& n : part.numbers)
        fmt::print("  {} | {} | printed {} | ours {} [{}] {} {}\n", n.row, n.column,
                   n.printed ? n.printed->text : "-", n.ours ? shortest(*n.ours) : "-",
                   n.ci ? fmt::format("{:.2f} {:.2f}", n.ci->low, n.ci->high) : "", name_of(n.standing),
                   n.note.substr(0, 50));
    }
    fmt::print("  verdict: {}\n", table.verdict);
  }
  fmt::print("{}", to_text(overview));
  for (const auto& run : runs.missing()) log.info("no run {} ", run);
}

}  // namespace hybrid
