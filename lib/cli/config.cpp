// hybrid config check|show|manual: checks and shows experiment configs without running them.

#include <array>
#include <memory>

#include "cli/setups.h"
#include "config/experiment.h"
#include "config/manual.h"
#include "config/pair.h"
#include "config/simulation.h"
#include "config/writer.h"
#include "core/error.h"
#include "core/text.h"
#include "cost/system_profile.h"

namespace hybrid::cli {

namespace {

struct ConfigOptions {
  std::string what, file;
  std::vector<std::string> sets;
};

void run_config(const ConfigOptions& options) {
  if (options.what == "manual") {
    fmt::print(
        "{}\n{}\n{}\n{}",
        config::manual_for<config::ExperimentConfig>("Experiment (`hybrid train --config`)"),
        config::manual_for<config::PairConfig>("Evaluation of two models (`hybrid evaluate --config`)"),
        config::manual_for<config::SimulationConfig>(
            "Simulation (`hybrid simulate --config`, `configs/synthetic/*.yaml`)"),
        config::manual_for<cost::SystemProfile>("Cost profile (`configs/systems/*.yaml`)"));
    return;
  }
  const std::vector<std::string> known{"check", "show", "manual"};
  if (options.what != "check" && options.what != "show")
    throw UsageError(options.what.empty() ? "give check, show or manual"
                                          : fmt::format("unknown '{}'{} (there are {})", options.what,
                                                        did_you_mean(options.what, known), join(known)));
  if (options.file.empty()) throw UsageError(fmt::format("{} needs a config file", options.what));
  const auto loaded = config::load_experiment(options.file, options.sets);
  if (options.what == "show")
    fmt::print("{}", config::to_yaml_with_origins(loaded));
  else
    fmt::print("{}: ok\n", options.file);
}

}  // namespace

Action setup_config(CLI::App& app) {
  auto options = std::make_shared<ConfigOptions>();
  app.add_option("what", options->what,
                 "check, show (every value and where it comes from) or manual (all options)");
  app.add_option("file", options->file, "an experiment config");
  app.add_option("--set", options->sets, "change a value: --set router.epochs=20 (repeatable)")
      ->allow_extra_args(false);
  app.footer(
      "Examples:\n"
      "  hybrid config check configs/quickstart.yaml\n"
      "  hybrid config show configs/quickstart.yaml --set router.hidden=[128,32]\n"
      "  hybrid config manual");
  return [options](Logger&) { run_config(*options); };
}

}  // namespace hybrid::cli
