// hybrid simulate: simulated outputs of two models as prediction sets, with the scores of the best possible
// router.

#include <memory>

#include "cli/config_flags.h"
#include "cli/find_config.h"
#include "cli/output.h"
#include "cli/setups.h"
#include "config/ignored_keys.h"
#include "config/load.h"
#include "config/simulation.h"
#include "core/command_line.h"
#include "core/error.h"
#include "core/new_file.h"
#include "eval/deferral_curve.h"
#include "eval/methods.h"
#include "report/text_table.h"
#include "routing/scores.h"
#include "workflows/simulate_pair.h"

namespace hybrid::cli {

namespace {

namespace fs = std::filesystem;

struct SimulateOptions {
  std::string family, config;
  std::vector<std::string> sets;
  config::SimulationConfig flags;  ///< values given in `given`
  GivenFlags given;
  std::string out;
  bool force = false;
};

config::SimulationConfig resolve(const SimulateOptions& options, Logger& log) {
  if (options.family.empty() == options.config.empty())
    throw UsageError("give either --family (specialist, label_noise, shift) or --config with a file");
  const fs::path file = options.config.empty() ? find_config("synthetic", "family", options.family)
                                               : experiment_file(options.config);
  const auto loaded = config::load<config::SimulationConfig>(file, options.sets, flag_values(options.given));
  for (const auto& line : config::ignored_keys(loaded)) log.warn("{}", line);
  return loaded.value;
}

routing::RoutingScores max_prob(const predictions::PredictionSet& base) {
  return std::ranges::find(routing::confidence_measures(), "max_prob", &routing::ConfidenceMeasure::name)
      ->scores(base);
}

void print_parts(const predictions::PredictionPair& tune, const predictions::PredictionPair& test) {
  report::TextTable table{.header = {"part", "examples", "base, %", "cloud, %"}, .rows = {}};
  for (const auto& [name, pair] : {std::pair("tune", &tune), std::pair("test", &test)}) {
    const routing::OutcomeShares share = routing::shares(eval::outcomes_of(*pair));
    table.rows.push_back({name, std::to_string(pair->size()), report::per_cent(share.base_accuracy, 2),
                          report::per_cent(share.cloud_accuracy, 2)});
  }
  print("{}\n", to_text(table));
}

void print_routers(const predictions::PredictionPair& test, const routing::RoutingScores& optimal) {
  const routing::Outcomes outcomes = eval::outcomes_of(test);
  const eval::DeferralCurve confidence = eval::deferral_curve(max_prob(test.base), outcomes);
  const eval::DeferralCurve best = eval::deferral_curve(optimal, outcomes);
  report::TextTable table{.header = {"kept on device", "max_prob, %", "optimal, %", "difference"},
                          .rows = {}};
  for (const double coverage : {0.9, 0.8, 0.7, 0.5}) {
    const double low = confidence.accuracy_at(coverage), high = best.accuracy_at(coverage);
    table.rows.push_back({report::per_cent(coverage) + " %", report::per_cent(low, 2),
                          report::per_cent(high, 2), fmt::format("{:+.2f}", 100 * (high - low))});
  }
  print_text(to_text(table));
}

void run_simulate(const SimulateOptions& options, Logger& log) {
  if (options.out.empty()) throw UsageError("give --out, the folder that the prediction sets are written to");
  const config::SimulationConfig config = resolve(options, log);
  const fs::path folder = options.out;
  for (const auto& name : workflows::kSimulatedFiles)
    if (fs::exists(fs::symlink_status(folder / name)) && !options.force)
      throw OccupiedPlace(folder / name, "exists already");
  const workflows::SimulatedPair pair = workflows::simulate_pair(config, folder);
  print_parts(pair.tune, pair.test);
  print_routers(pair.test, pair.optimal);
  const std::string at = folder.string();
  log.info(
      "\n"
      "files: {}\n"
      "next:  hybrid evaluate --base {} --cloud {} --tune-base {} --tune-cloud {}",
      at, shell_path(at + "/base.npz"), shell_path(at + "/cloud.npz"), shell_path(at + "/tune-base.npz"),
      shell_path(at + "/tune-cloud.npz"));
}

}  // namespace

Action setup_simulate(CLI::App& app) {
  auto options = std::make_shared<SimulateOptions>();
  app.add_option("--family", options->family,
                 "specialist, label_noise or shift: a name of configs/synthetic");
  app.add_option("--config", options->config, "YAML file of another family, instead of --family");
  app.add_option("--set", options->sets, "change a value: --set cloud.accuracy=0.5 (repeatable)")
      ->allow_extra_args(false);
  const std::string configs = "the config's";
  add_config_flags(app, options->flags,
                   {{.key = "n_test", .names = "--n", .default_words = configs},
                    {.key = "n_tune", .names = "--tune-n", .default_words = configs},
                    {.key = "classes", .names = "--classes", .default_words = configs},
                    {.key = "seed", .names = "--seed", .default_words = configs}},
                   {.given = &options->given, .refuse = RefuseFlag::with_config});
  app.add_option("--out", options->out,
                 "the folder: base, cloud, tune-base, tune-cloud, optimal (.npz), config.yaml");
  app.add_flag("--force", options->force, "replace what is in the folder");
  app.footer(
      "optimal.npz holds `optimal` [n]: for each test example, the chance that the cloud is right less the "
      "chance\n"
      "that the base is, given all that the device can know. No router does better than to send in this "
      "order.\n"
      "Examples:\n"
      "  hybrid simulate --family specialist --n 10000 --out pairs/specialist\n"
      "  hybrid evaluate --base pairs/specialist/base.npz --cloud pairs/specialist/cloud.npz \\\n"
      "      --tune-base pairs/specialist/tune-base.npz --tune-cloud pairs/specialist/tune-cloud.npz\n"
      "  hybrid simulate --family shift --classes 100 --set shift.signal=0.5 --out pairs/worse");
  return [options](Logger& log) { run_simulate(*options, log); };
}

}  // namespace hybrid::cli
