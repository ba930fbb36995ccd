// hybrid profile list|show|new: the cost profiles that there are, what they say, and one of your own.

#include <fmt/format.h>

#include <memory>

#include "cli/arguments.h"
#include "cli/cost_ledger.h"
#include "cli/find_config.h"
#include "cli/output.h"
#include "cli/profile_new.h"
#include "cli/setups.h"
#include "config/config_files.h"
#include "core/command_line.h"
#include "core/error.h"
#include "core/files.h"
#include "cost/plausible.h"
#include "report/plain_text.h"
#include "report/text_table.h"

namespace hybrid::cli {

namespace {

constexpr const char* kWorkloadWords = "the paper's model and input: 12.79 M MACs, 27,648 bytes";

std::string cell(const std::optional<cost::Cost>& cost, double cost::Cost::*share) {
  return cost ? report::amount((*cost).*share) : "–";
}

void list_profiles(Logger& log) {
  report::TextTable table{.header = {"profile", "kept, ms", "kept, mJ", "sent, ms", "sent, mJ"}};
  std::string descriptions;
  const std::vector<std::string> names = config::known_configs("systems");
  if (names.empty()) throw UsageError(config::unknown_config("systems", "profile", ""));
  for (const auto& name : names) {
    const cost::SystemProfile profile = find_profile(name, log);
    const cost::SystemCost cost = price(profile, cost::paper_workload());
    const auto latency = cost.total(cost::Resource::latency), energy = cost.total(cost::Resource::energy);
    table.rows.push_back({name, cell(latency, &cost::Cost::per_input), cell(energy, &cost::Cost::per_input),
                          cell(latency, &cost::Cost::per_offload), cell(energy, &cost::Cost::per_offload)});
    descriptions +=
        report::wrapped(fmt::format("{}: {}", name, profile.description), report::kScreenWidth, 2) + "\n";
  }
  print("What an input costs if it is kept, and on top if it is sent,\nfor {}:\n\n{}\n{}", kWorkloadWords,
        to_text(table), descriptions);
  log.info("\nnext:  hybrid profile show {}\n       hybrid profile new --help", names.front());
}

void show_profile(const std::string& name, Logger& log) {
  if (name.empty()) throw UsageError("show needs the name of a profile, or a file (`hybrid profile list`)");
  const std::filesystem::path file = find_config("systems", "profile", name);
  const cost::SystemProfile profile = find_profile(name, log);
  print_text(read_file(file));
  cost::warn_of_slow_sending(profile, cost::paper_workload(), log);
  print("\nFor {}:\n\n{}", kWorkloadWords, ledger(price(profile, cost::paper_workload())));
  log.info("\nfile:  {}\nnext:  hybrid profile new --from {} --out board.yaml", file.string(),
           shell_path(name));
}

}  // namespace

Action setup_profile(CLI::App& app) {
  app.require_subcommand(0, 1);
  app.footer(
      "Examples:\n"
      "  hybrid profile list\n"
      "  hybrid profile show nrf52840-ble\n"
      "  hybrid profile new --latency-per-input 9ms --latency-per-send 350ms --out board.yaml");
  auto chosen = std::make_shared<Action>();
  app.add_subcommand("list", "all profiles, with the cost of an input that is kept and of one that is sent")
      ->parse_complete_callback([chosen = chosen.get()] { *chosen = list_profiles; });
  auto name = std::make_shared<std::string>();
  CLI::App* show = app.add_subcommand("show", "one profile: its numbers with their sources, and costs");
  show->add_option("profile", *name, "a name of configs/systems or a file");
  show->parse_complete_callback(
      [chosen = chosen.get(), name] { *chosen = [name](Logger& log) { show_profile(*name, log); }; });
  add_profile_new(app, *chosen);
  return [chosen](Logger& log) {
    if (!*chosen) throw UsageError("give list, show or new");
    (*chosen)(log);
  };
}

}  // namespace hybrid::cli
