// hybrid config check|show|manual: checks and shows configs of every kind without running them.

#include <algorithm>
#include <functional>
#include <memory>

#include "arch/device_fit.h"
#include "arch/model_card.h"
#include "cli/find_config.h"
#include "cli/output.h"
#include "cli/setups.h"
#include "config/experiment.h"
#include "config/ignored_keys.h"
#include "config/known_keys.h"
#include "config/manual.h"
#include "config/pair.h"
#include "config/simulation.h"
#include "config/writer.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "cost/plausible.h"
#include "eval/methods.h"
#include "eval/utility.h"
#include "workflows/check_experiment.h"

namespace hybrid::cli {

namespace {

namespace fs = std::filesystem;

struct ConfigOptions {
  std::string what, file;
  std::vector<std::string> sets;
};

/// A kind of config.
struct Kind {
  const char* name;
  std::function<std::size_t(std::string_view text, const fs::path& file)> known_keys;
  /// Loads and checks the file. Returns every value with its origin.
  std::function<std::string(const fs::path& file, const std::vector<std::string>& sets, Logger& log)> check;
};

/// @param check_more checks what the config names
template <class T>
Kind kind_of(const char* name, std::function<void(const config::Loaded<T>&, Logger&)> check_more = {}) {
  return {.name = name,
          .known_keys =
              [](std::string_view text, const fs::path& file) {
                T config;
                return config::count_known_keys(text, file, [&](config::Fields& f) { describe(f, config); });
              },
          .check =
              [check_more = std::move(check_more)](const fs::path& file, const std::vector<std::string>& sets,
                                                   Logger& log) {
                const auto loaded = config::load<T>(file, sets);
                if (check_more) check_more(loaded, log);
                return config::to_yaml_with_origins(loaded);
              }};
}

void check_pair(const config::Loaded<config::PairConfig>& loaded, Logger& log) {
  for (const auto& line : config::ignored_keys(loaded)) log.warn("{}", line);
  eval::check_method_names(loaded.value.methods);
  const std::string& utility = loaded.value.utility;
  (void)eval::read_utility(utility.ends_with(".csv") ? (loaded.folder / utility).string() : utility);
}

/// Returns the kind that knows most of the file's keys, of equals the first; an experiment if none knows any.
const Kind& kind_of_file(const fs::path& file) {
  // An evaluation is before an experiment, which has keys that an evaluation lacks.
  static const std::vector<Kind> kinds{
      kind_of<config::PairConfig>("evaluation of two models", check_pair),
      kind_of<config::ExperimentConfig>(
          "experiment",
          [](const auto& loaded, Logger& log) { (void)workflows::check_experiment(loaded, log); }),
      kind_of<cost::SystemProfile>(
          "cost profile", [](const auto& loaded, Logger& log) { cost::warn_of_doubts(loaded.value, log); }),
      kind_of<arch::DeviceMemory>("device"),
      kind_of<arch::ModelCard>("published figures of a network"),
      kind_of<config::SimulationConfig>("simulation", [](const auto& loaded, Logger& log) {
        for (const auto& line : config::ignored_keys(loaded)) log.warn("{}", line);
      })};
  const std::string text = read_file(file);
  const Kind* best = &kinds[1];
  std::size_t most = 0;
  for (const Kind& kind : kinds)
    if (const std::size_t known = kind.known_keys(text, file); known > most) {
      best = &kind;
      most = known;
    }
  return *best;
}

void print_manual() {
  print("{}\n{}\n{}\n{}",
        config::manual_for<config::ExperimentConfig>("Experiment (`hybrid train --config`)"),
        config::manual_for<config::PairConfig>("Evaluation of two models (`hybrid evaluate --config`)"),
        config::manual_for<config::SimulationConfig>(
            "Simulation (`hybrid simulate --config`, `configs/synthetic/*.yaml`)"),
        config::manual_for<cost::SystemProfile>("Cost profile (`configs/systems/*.yaml`)"));
}

void run_config(const ConfigOptions& options, Logger& log) {
  const std::vector<std::string> known{"check", "show", "manual"};
  if (std::ranges::find(known, options.what) == known.end())
    throw UsageError(options.what.empty() ? "give check, show or manual"
                                          : fmt::format("unknown '{}'{} (there are {})", options.what,
                                                        did_you_mean(options.what, known), join(known)));
  if (options.what == "manual") {
    if (!options.file.empty() || !options.sets.empty())
      throw UsageError("manual lists the options of every config: leave out the file and --set");
    print_manual();
    return;
  }
  if (options.file.empty()) throw UsageError(fmt::format("{} needs a config file", options.what));
  const fs::path file = experiment_file(options.file);
  const Kind& kind = kind_of_file(file);
  const std::string values = kind.check(file, options.sets, log);
  if (options.what == "show")
    print_text(values);
  else
    print("{}: ok ({})\n", file.string(), kind.name);
}

}  // namespace

Action setup_config(CLI::App& app) {
  auto options = std::make_shared<ConfigOptions>();
  app.add_option("what", options->what,
                 "check, show (every value and where it comes from) or manual (all options)");
  app.add_option(
      "file", options->file,
      "a config: of an experiment, an evaluation, a simulation, a cost profile, a device, or published "
      "figures of a network, whichever has its keys");
  app.add_option("--set", options->sets, "change a value: --set router.epochs=20 (repeatable)")
      ->allow_extra_args(false);
  app.footer(
      "A config names others as files relative to itself, to the working folder or to configs/, or by their "
      "names there;\n"
      "so do the flags of all commands.\n"
      "Examples:\n"
      "  hybrid config check configs/quickstart.yaml\n"
      "  hybrid config check systems/stm32f746-nbiot\n"
      "  hybrid config show configs/quickstart.yaml --set router.hidden=[128,32]\n"
      "  hybrid config manual");
  return [options](Logger& log) { run_config(*options, log); };
}

}  // namespace hybrid::cli
