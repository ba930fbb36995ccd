#include "cli/tiers.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "cli/output.h"
#include "cli/tune_requirements.h"
#include "config/ignored_keys.h"
#include "core/command_line.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/text.h"
#include "report/plain_text.h"

namespace hybrid::cli {

namespace {

workflows::TierSource tier_source(const ProblemOptions& options, const std::string& method, Logger& log) {
  if (options.cross_fit) throw UsageError("with several --cloud, leave out --cross-fit: one set is split");
  if (options.more_tune_clouds.size() != options.more_clouds.size() && !options.tune_base.empty())
    throw UsageError("give --tune-cloud as often as --cloud, in the same order");
  if (options.tune_base.empty() && !options.more_tune_clouds.empty())
    throw UsageError("give both --tune-base and --tune-cloud, or neither");
  ProblemOptions two = options;
  two.more_clouds.clear();
  two.more_tune_clouds.clear();
  two.more_profiles.clear();
  const workflows::ProblemSource pair = source_of(two, log);
  workflows::TierSource source{.tiers = {options.base, options.cloud},
                               .tune_tiers = {},
                               .scores = options.scores,
                               .tune_scores = options.tune_scores,
                               .tune_fraction = pair.tune_fraction,
                               .seed = pair.seed,
                               .utility = pair.utility,
                               .method = method,
                               .profiles = {}};
  source.tiers.insert(source.tiers.end(), options.more_clouds.begin(), options.more_clouds.end());
  if (!options.tune_base.empty()) {
    source.tune_tiers = {options.tune_base, options.tune_cloud};
    source.tune_tiers.insert(source.tune_tiers.end(), options.more_tune_clouds.begin(),
                             options.more_tune_clouds.end());
  }
  source.profiles.push_back(
      find_profile(options.profile.empty() ? workflows::kDefaultProfile : options.profile, log));
  for (const auto& profile : options.more_profiles) source.profiles.push_back(find_profile(profile, log));
  if (source.profiles.size() != 1 && source.profiles.size() + 1 != source.tiers.size())
    throw UsageError(
        fmt::format("--profile is given {} times; give it once, for every hop, or {} times, one for each",
                    source.profiles.size(), source.tiers.size() - 1));
  return source;
}

/// The keys that act on several tiers.
constexpr std::array<std::string_view, 6> kActing{"seed",    "tune_fraction",        "utility",
                                                  "methods", "evaluation.coverages", "evaluation.latency_ms"};

/// @throws UsageError for what only two tiers have
void check_config(const ProblemOptions& options, const config::PairConfig& config) {
  const auto acts = [](std::string_view key) { return std::ranges::find(kActing, key) != kActing.end(); };
  std::vector<std::string> refused;
  for (const auto& [key, flag] : options.given)
    if (!acts(key)) refused.push_back(flag.name);
  for (const auto& key : config::changed_keys(config))
    if (!acts(key) && !options.given.contains(key)) refused.push_back(key);
  if (!refused.empty())
    throw UsageError(fmt::format("several --cloud are evaluated on one split: leave out {}", join(refused)));
  if (config.methods.size() > 1)
    throw UsageError(
        "with several --cloud, --methods takes one method, for all tiers (default: auto, else max_prob)");
}

/// Returns the command that tunes the same tiers on the same examples.
std::string tune_command(const ProblemOptions& options, const config::PairConfig& config) {
  const config::PairConfig defaults;
  std::string command = "hybrid tune";
  const auto add = [&](const char* flag, const std::string& value, const std::vector<std::string>& more) {
    if (!value.empty()) command += fmt::format(" {} {}", flag, shell_path(value));
    for (const auto& next : more) command += fmt::format(" {} {}", flag, shell_path(next));
  };
  add("--base", options.base, {});
  add("--cloud", options.cloud, options.more_clouds);
  add("--tune-base", options.tune_base, {});
  add("--tune-cloud", options.tune_cloud, options.more_tune_clouds);
  add("--scores", options.scores, {});
  add("--tune-scores", options.tune_scores, {});
  add("--profile", options.profile, options.more_profiles);
  if (config.utility != defaults.utility) add("--utility", config.utility, {});
  if (config.seed != defaults.seed) add("--seed", fmt::format("{}", config.seed), {});
  if (options.tune_base.empty() && config.tune_fraction != defaults.tune_fraction)
    add("--tune-fraction", shortest(config.tune_fraction), {});
  if (!config.methods.empty()) add("--method", config.methods.front(), {});
  return command;
}

/// Prints Markdown whose lines, but for tables, are wrapped.
void print_markdown(const std::string& text) {
  std::vector<std::string> lines = split(text, '\n');
  if (lines.back().empty()) lines.pop_back();  // what follows the last line's end
  for (const auto& line : lines)
    print("{}\n", line.starts_with('|')
                      ? line
                      : report::wrapped(line, report::kScreenWidth, line.starts_with("- ") ? 2 : 0));
}

}  // namespace

bool has_tiers(const ProblemOptions& options) {
  return !options.more_clouds.empty();
}

void evaluate_tiers(const ProblemOptions& options, const config::PairConfig& config,
                    const TiersOutput& output, Logger& log) {
  check_config(options, config);
  ProblemOptions data = options;
  data.utility = config.utility;
  const workflows::MadeRun made = workflows::evaluate_tiers(
      {.source = tier_source(data, config.methods.empty() ? "" : config.methods.front(), log),
       .config = config,
       .out = output.out,
       .force = output.force},
      log);
  const std::string text = read_file(made.run.verified(output.json ? "tiers.json" : "table.md"));
  if (output.json)
    print_text(text);
  else
    print_markdown(text);
  flush_output();
  if (!output.json)
    log.info("\nfiles: {}\nnext:  {} --coverage 0.8", made.run.path().string(),
             tune_command(options, config));
}

void tune_tiers(const ProblemOptions& options, const std::string& method,
                const std::vector<eval::Requirements>& wanted, const std::string& out, bool json,
                Logger& log) {
  for (const auto& requirements : wanted)
    if (requirements.accuracy || requirements.trade)
      throw UsageError(
          "several --cloud are tuned to budgets: give --latency, --energy, --macs, --sent or --coverage, not "
          "--accuracy, --price or --value");
  const workflows::LoadedTiers tiers = workflows::load_tiers(tier_source(options, method, log), log);
  report::TiersReport report = workflows::report_of(tiers, wanted);
  for (const auto& row : report.rows)
    if (!row.found)
      refuse(row.refusal, row.requirements, {.measure = tiers.all.stages.front().method}, tiers.first_hop);
  const std::string text = json_text(report::tiers_json(report));
  if (!out.empty()) write_file_atomically(out, text);
  if (json) {
    print_text(text);
    return;
  }
  for (const auto& row : report.rows) print("{}\n", report::wrapped(report::tuned_words(report, row)));
  print_markdown("\n" + report::tiers_markdown(report));
}

}  // namespace hybrid::cli
