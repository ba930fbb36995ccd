#include "workflows/evaluate_run.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "config/writer.h"
#include "core/csv.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "cost/plausible.h"
#include "eval/cross_fitting.h"
#include "eval/repeats.h"
#include "eval/workload.h"
#include "report/foot_line.h"
#include "workflows/evaluation_start.h"
#include "workflows/kept_repeats.h"
#include "workflows/run_name.h"
#include "workflows/write_evaluation.h"

namespace hybrid::workflows {

namespace {

std::vector<std::pair<std::string, std::string>> inputs_of(const PredictionFiles& files) {
  std::vector<std::pair<std::string, std::string>> inputs;
  for (const auto& [role, file] : kFileRoles) inputs.emplace_back(role, files.*file);
  return inputs;
}

/// Returns id,part for every example, in the order of the input; empty if no set was split.
/// @param tune_part all examples of the tuning part
/// @param used rows of the tuning part; empty for all
/// @param certify of each used row, whether it is kept from every fit; empty for none
std::string split_csv(const LoadedPairs& pairs, const predictions::PredictionPair& tune_part,
                      const std::vector<std::size_t>& used, const std::vector<std::uint8_t>& certify) {
  CsvWriter csv;
  csv.row("id", "part");
  const auto add = [&](const predictions::PredictionSet& set, std::size_t row, std::size_t i,
                       const char* part) {
    csv.row(set.ids.empty() ? std::to_string(i) : set.ids[row], part);
  };
  for (std::size_t i = 0; i < pairs.half.size(); ++i)
    add(pairs.test.base, i, i, pairs.half[i] == 0 ? "first_half" : "second_half");
  if (!pairs.half.empty()) return csv.text();
  if (pairs.tune_rows.empty()) return "";
  std::vector<bool> is_tune(tune_part.size() + pairs.test.size());
  for (const auto row : pairs.tune_rows) is_tune[row] = true;
  std::size_t tune = 0, test = 0, place = 0;
  for (std::size_t i = 0; i < is_tune.size(); ++i) {
    if (!is_tune[i]) {
      add(pairs.test.base, test++, i, "test");
    } else {
      const bool is_used = used.empty() || std::ranges::binary_search(used, tune);
      const bool is_kept_apart = is_used && !certify.empty() && certify[place] == 1;
      place += is_used ? 1 : 0;
      add(tune_part.base, tune++, i, is_kept_apart ? "certify" : is_used ? "tune" : "unused");
    }
  }
  return csv.text();
}

/// Returns the repeated evaluation, or std::nullopt if none is requested.
/// @param tune_part all examples that the repeats draw from, if the test part is fixed
std::optional<eval::Repeats> repeated(const config::PairConfig& config, const LoadedPairs& pairs,
                                      const predictions::PredictionPair& tune_part,
                                      const eval::RoutingProblem& first, const eval::MethodOptions& methods,
                                      SeedTree seed, RepeatsFile& file, Logger& log) {
  if (config.repeats == 1) return std::nullopt;
  eval::RepeatSource source{.tune_fraction = config.tune_fraction,
                            .tune_limit = static_cast<std::size_t>(config.tune_limit)};
  if (pairs.tune_rows.empty()) {
    source.tune = &tune_part;
    source.test = &pairs.test;
  } else {
    source.pair = &pairs.whole;
  }
  const auto draw = [&](std::size_t repeat) { return eval::draw_problem(source, repeat, methods, seed); };
  eval::RepeatDesign design = eval::design_of(source, static_cast<std::size_t>(config.repeats));
  design.recalibrate = config.evaluation.recalibrate;
  eval::KeptRepeats kept{.finished = file.finished(),
                         .keep = [&](const eval::FinishedRepeat& repeat) { file.add(repeat); }};
  if (!kept.finished.empty())
    log.info("going on after {} of {} repeats", kept.finished.size(), config.repeats);
  return eval::repeat_evaluation(first, draw, design, config.evaluation.coverages, log, kept);
}

/// Checks that latencies are known where the config limits them; the default budgets are none of its own.
/// @throws InvalidArgument if they are not
void require_latency(const config::EvaluationConfig& config, const cost::SystemProfile& profile,
                     const cost::Workload& workload) {
  const bool limits = config.deadline_ms || config.latency_ms != config::EvaluationConfig{}.latency_ms;
  const cost::SystemCost cost = cost::price(profile, workload);
  if (limits && !cost.total(cost::Resource::latency))
    throw InvalidArgument(
        fmt::format("latency budgets and deadlines cannot be used: {}", join(cost.unknown, "; ")));
}

/// Returns the line for table.md that says what the confidence is of; empty without one.
std::vector<std::string> certified_note(const config::PairConfig& config,
                                        const eval::RoutingProblem& problem) {
  if (!config.confidence) return {};
  const auto count = [](std::ptrdiff_t n) { return with_thousands(static_cast<std::int64_t>(n)); };
  const std::string held = fmt::format(
      "Each coverage and each latency budget below holds with {:.6g} % confidence", 100 * *config.confidence);
  if (config.evaluation.recalibrate == config::Recalibration::unlabeled)
    return {fmt::format("{} for inputs like the {} test examples, whose scores the thresholds come from.",
                        held, count(std::ssize(problem.variants.front().test.base_value)))};
  return {
      fmt::format("{} for inputs like the tuning examples. Thresholds come from all {} of these; for "
                  "methods that are fitted, from the {} to which nothing is fitted.",
                  held, count(std::ssize(problem.certify)), count(std::ranges::count(problem.certify, 1)))};
}

/// Checks that the energy of an input is known if the life of a battery is to be computed.
/// @throws InvalidArgument if it is not
void require_energy(const config::EvaluationConfig& config, const cost::SystemProfile& profile,
                    const cost::Workload& workload) {
  const cost::SystemCost cost = cost::price(profile, workload);
  if (config.battery.energy_mj && !cost.total(cost::Resource::energy))
    throw InvalidArgument(fmt::format("the life of a battery cannot be computed: {} (profile {})",
                                      cost.why_unknown(cost::Resource::energy), profile.name));
}

void fill_run(const EvaluateRequest& request, const config::PairConfig& config, const eval::Utility& utility,
              const std::string& hash, const runs::RunWriter& writer, const runs::Manifest& manifest,
              Logger& log) {
  const ProblemSource source = source_of(request.files, config);
  const SeedTree seed = evaluation_seed(source);
  LoadedPairs pairs = load_pairs(source, config.methods, log, config.repeats > 1);
  warn_of_outputs(pairs, log);
  const std::vector<std::size_t> used = used_rows(pairs, config, seed);
  if (!utility.file.empty()) writer.write(config.utility, read_file(utility.file));
  predictions::PredictionPair tune_part;
  if (!used.empty()) tune_part = std::exchange(pairs.tune, predictions::select(pairs.tune, used));
  const eval::MethodOptions methods{.methods = config.methods,
                                    .router = config.router,
                                    .utility = utility,
                                    .certify = config.confidence.has_value()};
  const eval::RoutingProblem problem =
      eval::make_problem(pairs.tune, pairs.test, pairs.half, methods, seed, log);
  const predictions::PredictionPair& drawn_from = used.empty() ? pairs.tune : tune_part;
  if (const std::string split = split_csv(pairs, drawn_from, used, problem.certify); !split.empty())
    writer.write("split.csv", split);
  warn_of_ignored_costs(request.profile, problem, log);
  const cost::Workload workload = eval::workload_of(pairs.test);
  require_latency(config.evaluation, request.profile, workload);
  require_energy(config.evaluation, request.profile, workload);
  cost::warn_of_slow_sending(request.profile, workload, log);
  writer.write("config.yaml", config::to_yaml(config));
  RepeatsFile repeats(writer.folder(), hash, config.evaluation.coverages.size() + 1, log);
  try {
    write_evaluation({.name = request.experiment.name.empty() ? writer.name() : request.experiment.name,
                      .notes = certified_note(config, problem),
                      .problem = problem,
                      .config = config.evaluation,
                      .profiles = {request.profile},
                      .workload = workload,
                      .seed = seed,
                      .repeats = repeated(config, pairs, tune_part, problem, methods, seed, repeats, log),
                      .confidence = config.confidence,
                      .foot = report::foot_line("hybrid evaluate", manifest.inputs)},
                     writer.folder(), log);
  } catch (const Interrupted&) {
    repeats.flush();
    if (repeats.count() == 0) throw;
    throw Interrupted(fmt::format("interrupted after {} of {} repeats; the same command continues",
                                  repeats.count(), config.repeats));
  }
  std::filesystem::remove(writer.folder() / kRepeatsFile);
}

}  // namespace

MadeRun evaluate_run(const EvaluateRequest& request, Logger& log) {
  EvaluationStart start = start_evaluation(request.config, request.experiment, inputs_of(request.files));
  const std::string hash =
      runs::run_hash(config::to_yaml(start.config) + config::to_yaml(request.profile), start.manifest.inputs);
  const auto path =
      request.out.empty()
          ? runs::default_run_path(run_name("evaluate", {request.files.base, request.files.cloud}), hash)
          : request.out;
  return make_run(
      {.path = path,
       .hash = hash,
       .force = request.force,
       .resumable = start.config.repeats > 1,
       .kept_for = kRepeatsFile},
      std::move(start.manifest),
      [&](const runs::RunWriter& writer, runs::Manifest& own) {
        fill_run(request, start.config, start.utility, hash, writer, own, log);
      },
      log);
}

}  // namespace hybrid::workflows
