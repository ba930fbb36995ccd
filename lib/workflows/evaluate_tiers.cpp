#include "config/writer.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "workflows/evaluation_start.h"
#include "workflows/run_name.h"
#include "workflows/tiers.h"
#include "workflows/write_evaluation.h"

namespace hybrid::workflows {

namespace {

std::vector<std::pair<std::string, std::string>> inputs_of(const TierSource& source) {
  std::vector<std::pair<std::string, std::string>> inputs;
  for (std::size_t t = 0; t < source.tiers.size(); ++t)
    inputs.emplace_back(fmt::format("tier {}", t + 1), source.tiers[t]);
  for (std::size_t t = 0; t < source.tune_tiers.size(); ++t)
    inputs.emplace_back(fmt::format("tune tier {}", t + 1), source.tune_tiers[t]);
  inputs.emplace_back("scores", source.scores);
  inputs.emplace_back("tune scores", source.tune_scores);
  return inputs;
}

void fill_tiers_run(const TiersRequest& request, const config::PairConfig& config,
                    const eval::Utility& utility, const runs::RunWriter& writer, Logger& log) {
  const LoadedTiers tiers = load_tiers(request.source, log);
  if (!request.config.evaluation.latency_ms.empty() && !tiers.all.costs.contains(cost::Resource::latency))
    throw InvalidArgument(fmt::format("latency budgets cannot be used: {}",
                                      tiers.first_hop.why_unknown(cost::Resource::latency)));
  report::TiersReport report = report_of(tiers, tier_requirements(tiers, config.evaluation));
  report.name = request.experiment.name.empty() ? writer.name() : request.experiment.name;
  writer.write("config.yaml", config::to_yaml(config));
  if (!utility.file.empty()) writer.write(config.utility, read_file(utility.file));
  for (std::size_t p = 0; p < request.source.profiles.size(); ++p)
    writer.write(profile_path(p + 1, request.source.profiles[p]),
                 config::to_yaml(request.source.profiles[p]));
  writer.write("tiers.json", json_text(report::tiers_json(report)));
  writer.write("tiers.csv", report::tiers_csv(report));
  writer.write("table.md", report::tiers_markdown(report));
}

}  // namespace

MadeRun evaluate_tiers(const TiersRequest& request, Logger& log) {
  EvaluationStart start = start_evaluation(request.config, request.experiment, inputs_of(request.source));
  std::string resolved = config::to_yaml(start.config);
  for (const auto& profile : request.source.profiles) resolved += config::to_yaml(profile);
  const std::string hash = runs::run_hash(resolved, start.manifest.inputs);
  const auto path = request.out.empty()
                        ? runs::default_run_path(run_name("tiers", request.source.tiers), hash)
                        : request.out;
  return make_run(
      {.path = path, .hash = hash, .force = request.force}, std::move(start.manifest),
      [&](const runs::RunWriter& writer, runs::Manifest&) {
        fill_tiers_run(request, start.config, start.utility, writer, log);
      },
      log);
}

}  // namespace hybrid::workflows
