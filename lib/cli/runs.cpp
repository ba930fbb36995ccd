// hybrid runs: the runs in a folder, the newest first.

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/output.h"
#include "cli/setups.h"
#include "core/command_line.h"
#include "core/folders.h"
#include "core/json.h"
#include "core/json_text.h"
#include "core/text.h"
#include "report/text_table.h"
#include "runs/run_list.h"

namespace hybrid::cli {

namespace {

using Json = nlohmann::ordered_json;

struct RunsOptions {
  std::string folder = results_folder().string();
  bool json = false;
};

Json json_of(const runs::ListedRun& run) {
  Json json{{"path", run.path.string()}, {"state", runs::name_of(run.state)}, {"ended", run.ended}};
  if (!run.made_by.empty()) json["made_by"] = run.made_by;
  if (!run.fault.empty()) json["fault"] = run.fault;
  if (const auto& headline = run.headline) {
    json["n_test"] = headline->n_test;
    json["base_accuracy"] = headline->base_accuracy;
    json["cloud_accuracy"] = headline->cloud_accuracy;
    json["method"] = headline->method;
    json["target_coverage"] = headline->target_coverage;
    json["matched_accuracy"] = headline->matched_accuracy;
    json["utility"] = headline->utility.empty() ? "accuracy" : headline->utility;
  }
  return json;
}

/// Returns "2026-12-01 18:34" for a time in ISO 8601.
std::string minute_of(const std::string& time) {
  constexpr std::size_t kDate = 10, kMinutes = 16;
  return time.size() < kMinutes ? time
                                : time.substr(0, kDate) + " " + time.substr(kDate + 1, kMinutes - kDate - 1);
}

/// Returns the run's path below the folder that was listed.
std::string name_in(const std::string& folder, const runs::ListedRun& run) {
  const std::string below = run.path.lexically_relative(folder).string();
  return below.empty() || below == "." ? run.path.string() : below;
}

std::vector<std::string> row_of(const std::string& folder, const runs::ListedRun& run) {
  std::vector<std::string> row{name_in(folder, run), minute_of(run.ended), run.made_by, "", "", "", ""};
  if (run.state != runs::ListedRun::State::finished) row[2] = runs::name_of(run.state);
  if (const auto& headline = run.headline) {
    row[3] = with_thousands(static_cast<std::int64_t>(headline->n_test));
    row[4] = report::per_cent(headline->base_accuracy);
    row[5] = report::per_cent(headline->cloud_accuracy);
    row[6] = fmt::format("{} ({}, {:.0f} % sent{})", report::per_cent(headline->matched_accuracy),
                         headline->method, 100 * (1 - headline->target_coverage),
                         headline->utility.empty() ? "" : ", utility " + headline->utility);
  }
  return row;
}

void run_runs(const RunsOptions& options, Logger& log) {
  const std::vector<runs::ListedRun> listed = runs::list_runs(options.folder);
  if (options.json) {
    Json json{{"schema_version", 1}, {"folder", options.folder}, {"runs", Json::array()}};
    for (const auto& run : listed) json["runs"].push_back(json_of(run));
    print_text(json_text(json));
    return;
  }
  if (listed.empty()) {
    print("no runs in {}; `hybrid evaluate` and `hybrid train` make them\n", shell_path(options.folder));
    return;
  }
  report::TextTable table{
      .header = {"run", "finished (UTC)", "made by", "test", "device, %", "cloud, %", "routed, %"}};
  for (const auto& run : listed) table.rows.push_back(row_of(options.folder, run));
  print_text(to_text(table));
  for (const auto& run : listed)
    if (!run.fault.empty()) print("\n{}: {}\n", runs::name_of(run.state), run.fault);
  flush_output();
  log.info("\nall figures are accuracies on the test part; `hybrid verify RUN` checks a run's files");
}

}  // namespace

Action setup_runs(CLI::App& app) {
  auto options = std::make_shared<RunsOptions>();
  app.add_option("folder", options->folder, "the folder whose runs are listed, with its subfolders")
      ->capture_default_str();
  app.add_flag("--json", options->json, "print JSON instead of the table");
  app.footer(
      "The newest run comes first. `routed` is the default router (auto, else router, else max_prob) at the middle one\n"
      "of the run's coverages. Unfinished and damaged runs are listed with what to do about them.\n"
      "Examples:\n"
      "  hybrid runs\n"
      "  hybrid runs results/runs --json");
  return [options](Logger& log) { run_runs(*options, log); };
}

}  // namespace hybrid::cli
