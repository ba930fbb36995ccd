#include "workflows/tiers.h"

#include <algorithm>
#include <set>

#include "audit/outputs.h"
#include "core/error.h"
#include "core/interrupt.h"
#include "core/text.h"
#include "eval/latency_budgets.h"
#include "eval/own_methods.h"
#include "eval/split.h"
#include "eval/workload.h"
#include "predictions/score_file.h"
#include "report/text_table.h"
#include "stats/mean.h"
#include "workflows/tier_hops.h"

namespace hybrid::workflows {

namespace {

/// The tiers' sets on the examples of one part.
using Sets = std::vector<predictions::PredictionSet>;

SeedTree seed_of(const TierSource& source) {
  return evaluation_seed({.run = {}, .files = {}, .seed = source.seed});
}

void check(const TierSource& source) {
  const std::size_t tiers = source.tiers.size();
  HYBRID_CHECK(tiers >= 2, "{} tiers", tiers);
  if (tiers > eval::kMostTiers)
    throw InvalidArgument(
        fmt::format("{} tiers are given, at most {} can be tuned together", tiers, eval::kMostTiers));
  if (!source.tune_tiers.empty() && source.tune_tiers.size() != tiers)
    throw InvalidArgument(
        fmt::format("{} tiers are given, but tuning sets of {}", tiers, source.tune_tiers.size()));
  if (source.profiles.size() != 1 && source.profiles.size() != tiers - 1)
    throw InvalidArgument(
        fmt::format("{} cost profiles are given; one prices every hop, or give one for each of the {} hops",
                    source.profiles.size(), tiers - 1));
}

/// Returns the files' names without folder and ending, or the paths if these names are not different.
std::vector<std::string> tier_names(const std::vector<std::string>& paths) {
  std::vector<std::string> names;
  for (const auto& path : paths) names.push_back(std::filesystem::path(path).stem().string());
  const std::set<std::string> different(names.begin(), names.end());
  return different.size() == names.size() ? names : paths;
}

/// @throws DataError if two tiers make the same predictions
void require_different(const Sets& sets) {
  for (std::size_t b = 1; b < sets.size(); ++b)
    for (std::size_t a = 0; a < b; ++a)
      if (sets[a].predicted == sets[b].predicted && sets[a].top == sets[b].top)
        throw DataError(
            sets[b].source,
            fmt::format("makes the same predictions as {}: each tier is another model", sets[a].source));
}

/// Gives every set the weights that one of them has, so that an example weighs the same on every hop.
void share_weights(Sets& sets) {
  const auto with = std::ranges::find_if(sets, [](const auto& set) { return !set.weight.empty(); });
  if (with == sets.end()) return;
  const std::vector<double> weight = with->weight;
  for (auto& set : sets)
    if (set.weight.empty()) set.weight = weight;
}

Sets read_sets(const std::vector<std::string>& paths, const std::string& scores, const std::string& method,
               Logger& log) {
  std::vector<std::string> methods;
  if (!method.empty()) methods.push_back(method);
  const bool keep_logits = !method.empty() && eval::needs_logits(methods);
  Sets sets;
  for (const auto& path : paths) {
    sets.push_back(predictions::read_prediction_set(path, {.keep_logits = keep_logits}));
    for (const auto& warning : sets.back().warnings) log.warn("{}: {}", path, warning);
    if (sets.size() == 1) continue;
    predictions::PredictionPair pair =
        predictions::pair_predictions(std::move(sets.front()), std::move(sets.back()));
    sets.front() = std::move(pair.base);
    sets.back() = std::move(pair.cloud);
  }
  if (!scores.empty()) {
    const predictions::ScoreFile file = predictions::read_score_file(scores);
    for (const auto& warning : file.warnings) log.warn("{}: {}", file.source, warning);
    predictions::add_scores(file, sets.front());
  }
  require_different(sets);
  share_weights(sets);
  return sets;
}

/// Both parts of every tier.
struct Parts {
  Sets tune, test;
  predictions::PredictionPair tune_pair(std::size_t a, std::size_t b) const { return {tune[a], tune[b]}; }
  predictions::PredictionPair test_pair(std::size_t a, std::size_t b) const { return {test[a], test[b]}; }
};

Parts read_parts(const TierSource& source, Logger& log) {
  Sets sets = read_sets(source.tiers, source.scores, source.method, log);
  if (!source.tune_tiers.empty())
    return {read_sets(source.tune_tiers, source.tune_scores, source.method, log), std::move(sets)};
  const eval::Split split =
      eval::stratified_split(sets.front().labels, source.tune_fraction, seed_of(source));
  if (split.first.empty() || split.second.empty())
    throw DataError(source.tiers.front(),
                    fmt::format("a tuning share of {} of {} examples leaves one part empty",
                                shortest(source.tune_fraction), sets.front().size()));
  Parts parts;
  for (const auto& set : sets) {
    parts.tune.push_back(predictions::select(set, split.first));
    parts.test.push_back(predictions::select(set, split.second));
  }
  return parts;
}

/// Returns the routing problem of two tiers.
eval::RoutingProblem problem_between(const Parts& parts, std::size_t from, std::size_t to,
                                     const TierSource& source) {
  // The default of an evaluation, without methods that it would not take.
  std::vector<std::string> methods{"auto", "max_prob", "entropy"};
  if (!source.method.empty()) methods = {source.method};
  eval::Utility utility = eval::read_utility(source.utility);
  Logger quiet(Verbosity::quiet);
  return eval::make_routing_problem(parts.tune_pair(from, to), parts.test_pair(from, to),
                                    {.methods = methods, .utility = std::move(utility)}, seed_of(source),
                                    quiet);
}

Hop hop_of(const eval::RoutingProblem& problem, const Parts& parts, std::size_t from, std::size_t to,
           const TierSource& source, const cost::SystemProfile& profile) {
  const eval::Method& method =
      source.method.empty() ? eval::default_method(problem) : problem.method(source.method);
  if (method.kind != eval::MethodKind::scored)
    throw InvalidArgument(
        fmt::format("method '{}' has no scores; tiers need one with a threshold", source.method));
  cost::Workload workload = eval::workload_of(parts.test_pair(from, to));
  if (from == 0) {
    workload.router_macs = method.router_macs;
  } else {
    // Of later tiers only what sending costs is used; they send the first tier's input.
    if (!workload.base_macs) workload.device_latency_ms = 0;
    const cost::Workload first = eval::workload_of(parts.test_pair(0, to));
    workload.input_bytes = first.input_bytes;
    workload.payload_bytes = first.payload_bytes;
  }
  const routing::Outcomes &on_tune = problem.variants.front().tune, &on_test = problem.variants.front().test;
  const auto note = problem.notes.find(method.name());
  return {.stage = {.method = method.name(),
                    .meaning = method.meaning,
                    .tune = method.tune,
                    .test = method.test,
                    .condition = conditions_of(problem, method)},
          .router_macs = method.router_macs,
          .tune_sent = on_tune.cloud_value,
          .test_sent = on_test.cloud_value,
          .tune_kept = on_tune.base_value,
          .test_kept = on_test.base_value,
          .note = note == problem.notes.end() ? "" : note->second,
          .cost = cost::price(profile, workload),
          .accuracy = problem.accuracy};
}

/// Whether the later tier is better is told by warn_of_order.
void warn_of_pair(const predictions::PredictionPair& test, std::size_t n_tune, Logger& log) {
  std::vector<audit::AuditWarning> warnings = audit::check_outputs(test);
  std::erase_if(warnings, [](const auto& warning) { return warning.check == audit::kCloudNotBetter; });
  if (auto few = audit::few_examples(n_tune, test.size())) warnings.push_back(std::move(*few));
  audit::log_warnings(warnings, log);
}

/// Warns of neighbours of which the later one costs less or is right less often.
void warn_of_order(const LoadedTiers& loaded, const Parts& parts, Logger& log) {
  const eval::Cascade& all = loaded.all;
  const char* advice = "tiers go from the cheapest to the most accurate";
  for (std::size_t t = 0; t + 1 < all.tiers.size(); ++t) {
    const double before = stats::mean_of(all.tune[t]), after = stats::mean_of(all.tune[t + 1]);
    if (after < before)
      log.warn("{} is right on {} % of the tuning part, {} after it on {} %: {}", all.tiers[t],
               report::per_cent(before, 2), all.tiers[t + 1], report::per_cent(after, 2), advice);
    const auto macs = eval::macs_of(parts.test[t]), next = eval::macs_of(parts.test[t + 1]);
    if (macs && next && *next < *macs)
      log.warn("{} takes {:.3g} MACs, {} after it {:.3g}: {}", all.tiers[t], *macs, all.tiers[t + 1], *next,
               advice);
  }
  for (std::size_t t = 1; t + 1 < all.tiers.size(); ++t) {
    const auto here = loaded.pairs[t - 1].costs.find(cost::Resource::latency);
    const auto next = loaded.pairs[t].costs.find(cost::Resource::latency);
    if (here == loaded.pairs[t - 1].costs.end() || next == loaded.pairs[t].costs.end()) continue;
    const double to_here = here->second.per_offload.front(), to_next = next->second.per_offload.front();
    if (to_next < to_here)
      log.warn("sending to {} takes {:.4g} ms, straight to {} {:.4g} ms: {}", all.tiers[t], to_here,
               all.tiers[t + 1], to_next, advice);
  }
}

void add_notes(const TierSource& source, const std::vector<Hop>& hops, LoadedTiers& loaded) {
  const auto& tiers = loaded.all.tiers;
  for (std::size_t h = 0; h < hops.size(); ++h)
    loaded.notes.push_back(fmt::format("{} to {}: method {}{}", tiers[h], tiers[h + 1], hops[h].stage.method,
                                       hops[h].note.empty() ? "" : ", " + hops[h].note));
  if (source.profiles.size() == 1)
    loaded.notes.push_back(fmt::format("profile {} prices every hop, and sending straight to a later tier",
                                       source.profiles.front().name));
  else
    for (std::size_t h = 0; h < hops.size(); ++h)
      loaded.notes.push_back(
          fmt::format("{} to {}: profile {}", tiers[h], tiers[h + 1], source.profiles[h].name));
  if (loaded.all.costs.contains(cost::Resource::energy))
    loaded.notes.push_back(fmt::format("energy is that of {}", tiers.front()));
  std::set<std::string> unknown;
  for (const Hop& hop : hops) unknown.insert(hop.cost.unknown.begin(), hop.cost.unknown.end());
  for (const auto& line : unknown) loaded.notes.push_back("not counted: " + line);
}

}  // namespace

LoadedTiers load_tiers(const TierSource& source, Logger& log) {
  check(source);
  const Parts parts = read_parts(source, log);
  const std::vector<std::string> names = tier_names(source.tiers);
  if (!source.tune_tiers.empty()) warn_of_same_examples(parts.tune_pair(0, 1), parts.test_pair(0, 1), log);
  std::vector<Hop> hops;
  for (std::size_t h = 0; h + 1 < names.size(); ++h) {
    warn_of_pair(parts.test_pair(h, h + 1), parts.tune.front().size(), log);
    const eval::RoutingProblem problem = problem_between(parts, h, h + 1, source);
    eval::warn_of_own_scores(problem, log);
    hops.push_back(
        hop_of(problem, parts, h, h + 1, source, source.profiles[source.profiles.size() == 1 ? 0 : h]));
  }
  LoadedTiers loaded{.name = names.front(),
                     .all = cascade_of(hops, names),
                     .pairs = {},
                     .accuracy = hops.front().accuracy,
                     .first_hop = hops.front().cost,
                     .notes = {}};
  for (std::size_t t = 1; t < names.size(); ++t) {
    const Hop straight =
        t == 1 ? hops.front()
               : hop_of(problem_between(parts, 0, t, source), parts, 0, t, source, source.profiles.front());
    loaded.pairs.push_back(cascade_of({straight}, {names.front(), names[t]}));
    if (t > 1 && source.profiles.size() > 1)
      loaded.pairs.back().costs =
          relayed_costs({hops.begin(), hops.begin() + static_cast<std::ptrdiff_t>(t)}, straight);
  }
  add_notes(source, hops, loaded);
  warn_of_order(loaded, parts, log);
  return loaded;
}

std::vector<eval::Requirements> tier_requirements(const LoadedTiers& tiers,
                                                  const config::EvaluationConfig& config) {
  std::vector<eval::Requirements> wanted;
  const auto& costs = tiers.pairs.back().costs;
  if (const auto latency = costs.find(cost::Resource::latency);
      latency != costs.end() && tiers.all.costs.contains(cost::Resource::latency))
    for (const double budget : eval::latency_budgets(
             config.latency_ms, {latency->second.per_input, latency->second.per_offload.front()}))
      wanted.push_back(
          {.budgets = {{cost::Resource::latency, budget}}, .coverage = {}, .accuracy = {}, .trade = {}});
  for (const double coverage : config.coverages)
    wanted.push_back({.budgets = {}, .coverage = coverage, .accuracy = {}, .trade = {}});
  return wanted;
}

report::TiersReport report_of(const LoadedTiers& tiers, const std::vector<eval::Requirements>& wanted) {
  report::TiersReport report{.name = tiers.name,
                             .all = tiers.all,
                             .pairs = tiers.pairs,
                             .accuracy = tiers.accuracy,
                             .notes = tiers.notes,
                             .rows = {}};
  for (const auto& requirements : wanted) {
    throw_if_interrupted("the evaluation starts again when the command is repeated");
    auto found = eval::compare_tiers(tiers.all, tiers.pairs, requirements);
    report.rows.push_back({.requirements = requirements, .found = {}, .refusal = {}});
    if (auto* comparison = std::get_if<eval::TierComparison>(&found))
      report.rows.back().found = std::move(*comparison);
    else
      report.rows.back().refusal = std::get<eval::Refusal>(found);
  }
  return report;
}

}  // namespace hybrid::workflows
