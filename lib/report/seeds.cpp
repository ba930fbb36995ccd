#include "report/seeds.h"

#include <cmath>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "core/files.h"
#include "core/text.h"
#include "report/run_folder.h"
#include "report/text_table.h"

namespace hybrid {

namespace {

struct Spread {
  double mean = 0, deviation = 0;
};

Spread spread_of(const std::vector<double>& values) {
  Spread spread;
  for (const double v : values) spread.mean += v / static_cast<double>(values.size());
  for (const double v : values) spread.deviation += (v - spread.mean) * (v - spread.mean);
  spread.deviation =
      values.size() > 1 ? std::sqrt(spread.deviation / static_cast<double>(values.size() - 1)) : 0;
  return spread;
}

}  // namespace

std::string seeds_table(const std::vector<std::filesystem::path>& runs) {
  std::vector<std::string> order;
  std::map<std::string, std::map<double, std::vector<double>, std::greater<>>> values;
  const auto add = [&](const std::string& row, double coverage, double value) {
    if (!values.contains(row)) order.push_back(row);
    values[row][coverage].push_back(value);
  };
  for (const auto& run : runs) {
    const auto metrics = nlohmann::ordered_json::parse(read_file(FinishedRun(run).verified("metrics.json")));
    for (const auto& [name, method] : metrics.at("methods").items())
      if (!name.starts_with("on_device") && name != "on_cloud")
        for (const auto& point : method.at("points"))
          add(name, point.at("target_coverage"), point.at("matched_accuracy"));
    for (const auto& c : metrics.at("comparisons"))
      if (c.at("method") == "router")
        add("router - " + c.at("against").get<std::string>(), c.at("target_coverage"), c.at("delta"));
  }
  TextTable table{.header = {fmt::format("{} seeds, in %", runs.size())}};
  if (order.empty()) return "";
  for (const auto& [coverage, v] : values[order.front()]) table.header.push_back("c = " + shortest(coverage));
  for (const auto& name : order) {
    std::vector<std::string> row{name};
    for (const auto& [coverage, v] : values[name]) {
      const Spread spread = spread_of(v);
      row.push_back(fmt::format("{:.2f} ± {:.2f}", 100 * spread.mean, 100 * spread.deviation));
    }
    table.rows.push_back(std::move(row));
  }
  return to_markdown(table);
}

}  // namespace hybrid
