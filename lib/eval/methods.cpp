#include "eval/methods.h"

#include <algorithm>
#include <functional>

#include "core/error.h"
#include "core/sha256.h"
#include "core/text.h"
#include "eval/calibrated_base.h"
#include "eval/learned_methods.h"
#include "eval/own_methods.h"
#include "eval/workload.h"
#include "routing/features.h"
#include "routing/knn.h"
#include "routing/router_fit.h"
#include "routing/scores.h"

namespace hybrid::eval {

namespace {

int outputs_of(const predictions::PredictionSet& base) {
  return base.has_outputs() ? base.classes : 0;
}

void add_measure(RoutingProblem& problem, const routing::ConfidenceMeasure& measure,
                 const std::string& variant, const predictions::PredictionSet& tune,
                 const predictions::PredictionSet& test) {
  const char* reason = measure.missing(tune) != nullptr ? measure.missing(tune) : measure.missing(test);
  if (reason != nullptr) {
    problem.skipped[method_name(measure.name, variant)] = reason;
    return;
  }
  problem.methods.push_back({.measure = std::string(measure.name),
                             .variant = variant,
                             .tune = measure.scores(tune),
                             .test = measure.scores(test)});
}

/// The arguments and shared state of the rows below.
struct MethodSource {
  RoutingProblem& problem;
  const predictions::PredictionPair& tune;
  const predictions::PredictionPair& test;
  const config::RouterConfig& router;
  SeedTree seed;
  Logger& log;
  std::optional<LearnedMethods> learned;     ///< std::nullopt if an input is missing
  std::optional<CalibratedBase> calibrated;  ///< made by the first row that needs it

  const routing::Outcomes& outcomes() const { return problem.variants.front().tune; }
};

std::string calibrated_name(const routing::ConfidenceMeasure& measure) {
  return fmt::format("{}_calibrated", measure.name);
}

void add_calibrated(MethodSource& source, const routing::ConfidenceMeasure& measure) {
  const predictions::PredictionSet &tune = source.tune.base, &test = source.test.base;
  const char* reason =
      calibration_missing(tune) != nullptr ? calibration_missing(tune) : calibration_missing(test);
  if (reason != nullptr) {
    source.problem.skipped[calibrated_name(measure)] = reason;
    return;
  }
  if (!source.calibrated) source.calibrated = calibrate(tune, test, source.log);
  source.problem.temperature = source.calibrated->temperature;
  source.problem.methods.push_back({.measure = calibrated_name(measure),
                                    .tune = measure.scores(source.calibrated->tune),
                                    .test = measure.scores(source.calibrated->test)});
}

void add_knn(MethodSource& source) {
  const predictions::PredictionSet &tune = source.tune.base, &test = source.test.base;
  if (const char* reason = routing::knn_missing(tune, test)) {
    source.problem.skipped["knn"] = reason;
    return;
  }
  routing::KnnScores scores = routing::knn_scores(tune, source.outcomes(), test, source.seed.at("knn"));
  source.log.detail("knn: the mean of {} neighbours{}, weighted {:.2f} against the overall gain", scores.k,
                    scores.uses_features ? " by confidence and features" : "", scores.weight);
  source.problem.methods.push_back({.measure = "knn",
                                    .tune = std::move(scores.tune),
                                    .test = std::move(scores.test),
                                    .router_macs = scores.macs,
                                    .meaning = ScoreMeaning::expected_gain});
}

void add_router(MethodSource& source) {
  if (!source.tune.base.has_outputs() || !source.test.base.has_outputs()) {
    source.problem.skipped["router"] = "needs the base's logits or probabilities";
    return;
  }
  const auto labels = routing::oracle(source.outcomes());
  source.log.detail("fitting the router on {} tuning examples, {} of them worth sending", labels.size(),
                    std::ranges::count(labels, routing::Route::cloud));
  const routing::RouterNet net = routing::fit_router(
      routing::compact_features(source.tune.base, source.router.features, source.router.pairs), labels,
      source.router, source.seed.at("router"));
  source.problem.methods.push_back(router_method(net, source.tune.base, source.test.base));
}

/// Adds a method of `LearnedMethods`, or the reason why it cannot be fitted.
template <class Make>
void add_learned(MethodSource& source, const char* name, Make make) {
  if (source.learned)
    source.problem.methods.push_back(make(*source.learned));
  else
    source.problem.skipped[name] = LearnedMethods::missing(source.tune.base);
}

void add_deferral(MethodSource& source, const char* name, routing::DeferralLoss loss) {
  if (source.learned && !source.learned->has_confidence())
    source.problem.skipped[name] = "needs the base's logits, probabilities or confidence";
  else
    add_learned(source, name, [loss](LearnedMethods& learned) { return learned.deferral(loss); });
}

void add_auto(MethodSource& source) {
  add_learned(source, "auto", [](LearnedMethods& learned) { return learned.automatic(); });
  if (!source.learned) return;
  const routing::AutoRouterFit& chosen = source.learned->auto_router();
  source.log.detail("auto is {}", chosen.reason);
  source.problem.notes["auto"] = chosen.reason;
  source.problem.auto_router = chosen.model;
}

struct MethodRow {
  std::string name;
  std::function<void(MethodSource&)> add;
};

/// Returns every method in the order of the report: the one list of names and computations.
const std::vector<MethodRow>& method_rows() {
  static const std::vector<MethodRow> rows = [] {
    const auto without_scores = [](const std::string& name, MethodKind kind) {
      return MethodRow{name, [name, kind](MethodSource& source) {
                         source.problem.methods.push_back({.measure = name, .kind = kind});
                       }};
    };
    std::vector<MethodRow> all{without_scores("on_device", MethodKind::on_device),
                               without_scores("on_cloud", MethodKind::on_cloud),
                               without_scores("random", MethodKind::random)};
    for (const auto& measure : routing::confidence_measures())
      all.push_back({std::string(measure.name), [&measure](MethodSource& source) {
                       add_measure(source.problem, measure, "", source.tune.base, source.test.base);
                     }});
    for (const auto& measure : routing::confidence_measures())
      all.push_back(
          {calibrated_name(measure), [&measure](MethodSource& source) { add_calibrated(source, measure); }});
    all.push_back({"energy", [](MethodSource& source) {
                     add_measure(source.problem, routing::energy_score(), "", source.tune.base,
                                 source.test.base);
                   }});
    all.push_back({"knn", add_knn});
    all.push_back({"logistic", [](MethodSource& source) {
                     add_learned(source, "logistic",
                                 [](LearnedMethods& learned) { return learned.logistic(); });
                   }});
    all.push_back({"two_head", [](MethodSource& source) {
                     add_learned(source, "two_head",
                                 [](LearnedMethods& learned) { return learned.two_head(); });
                   }});
    all.push_back({"router", add_router});
    all.push_back({kAppealNet, [](MethodSource& source) {
                     source.problem.skipped[kAppealNet] =
                         "needs a trainable base: hybrid train with training.appealnet.enabled: true";
                   }});
    all.push_back({"l2d_ce", [](MethodSource& source) {
                     add_deferral(source, "l2d_ce", routing::DeferralLoss::cross_entropy);
                   }});
    all.push_back({"l2d_ova", [](MethodSource& source) {
                     add_deferral(source, "l2d_ova", routing::DeferralLoss::one_vs_all);
                   }});
    all.push_back({"auto", add_auto});
    all.push_back(without_scores("oracle", MethodKind::oracle));
    return all;
  }();
  return rows;
}

/// Returns method_names() with the own scores before the last, the oracle.
std::vector<std::string> all_methods(const predictions::PredictionSet& tune,
                                     const predictions::PredictionSet& test) {
  std::vector<std::string> names = method_names();
  const std::vector<std::string> own = own_methods(tune, test);
  names.insert(names.end() - 1, own.begin(), own.end());
  return names;
}

}  // namespace

const std::vector<std::string>& method_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& row : method_rows()) all.push_back(row.name);
    return all;
  }();
  return names;
}

const std::vector<std::string>& trained_method_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all{"on_device"};
    for (const auto& measure : routing::confidence_measures()) all.emplace_back(measure.name);
    all.insert(all.end(), {"on_cloud", "random", "two_head", "auto", "oracle"});
    check_method_names(all);
    return all;
  }();
  return names;
}

void check_method_names(const std::vector<std::string>& names) {
  for (const auto& name : names)
    if (!predictions::is_own_score(name) && std::ranges::find(method_names(), name) == method_names().end())
      throw InvalidArgument(
          fmt::format("unknown method '{}'{} (there are {}; own_NAME for an array score_NAME)", name,
                      did_you_mean(name, method_names()), join(method_names())));
}

bool needs_logits(const std::vector<std::string>& methods) {
  return methods.empty() || std::ranges::any_of(routing::confidence_measures(), [&](const auto& measure) {
           return std::ranges::find(methods, calibrated_name(measure)) != methods.end();
         });
}

Method router_method(const routing::RouterNet& net, const predictions::PredictionSet& tune,
                     const predictions::PredictionSet& test) {
  return {.measure = "router",
          .tune = routing::router_scores(net, tune),
          .test = routing::router_scores(net, test),
          .router_macs = static_cast<double>(routing::macs(net)),
          .meaning = ScoreMeaning::help_logit};
}

std::string fingerprint(const predictions::PredictionPair& pair) {
  const auto& ids = pair.base.ids.empty() ? pair.cloud.ids : pair.base.ids;
  std::string text;
  for (std::size_t i = 0; i < pair.size(); ++i)
    text += fmt::format("{},{}{}\n", pair.base.labels[i], ids.empty() ? "" : ids[i],
                        pair.weight().empty() ? "" : "," + shortest(pair.weight()[i]));
  return sha256(text);
}

void add_base_variant(RoutingProblem& problem, const std::string& suffix,
                      const predictions::PredictionPair& tune, const predictions::PredictionPair& test) {
  if (problem.variants.empty()) {
    problem.examples = fingerprint(test);
    problem.base_outputs = outputs_of(test.base);
  }
  problem.variants.push_back({suffix, outcomes_of(tune), outcomes_of(test)});
  problem.methods.push_back({.measure = "on_device", .kind = MethodKind::on_device, .variant = suffix});
  for (const auto& measure : routing::confidence_measures())
    add_measure(problem, measure, suffix, tune.base, test.base);
}

RoutingProblem make_routing_problem(const predictions::PredictionPair& tune,
                                    const predictions::PredictionPair& test, const MethodOptions& options,
                                    SeedTree seed, Logger& log) {
  check_method_names(options.methods);
  if (tune.base.has_outputs() && test.base.has_outputs() && tune.base.classes != test.base.classes)
    throw DataError(
        test.base.source,
        fmt::format("{} classes, the tuning set ({}) has {}; both must come from the same base model",
                    test.base.classes, tune.base.source, tune.base.classes));
  const std::vector<std::string> wanted =
      options.methods.empty() ? all_methods(tune.base, test.base) : options.methods;

  RoutingProblem problem{
      .classes = std::max(test.base.classes, test.cloud.classes),
      .variants = {{"", outcomes_of(tune, options.utility), outcomes_of(test, options.utility)}},
      .accuracy = meaning_of(options.utility, test),
      .tune_inputs = measured_inputs(tune),
      .test_inputs = measured_inputs(test),
      .base_outputs = outputs_of(test.base),
      .examples = fingerprint(test)};
  MethodSource source{problem, tune, test, options.router, seed, log, {}, {}};
  if (LearnedMethods::missing(tune.base).empty())
    source.learned.emplace(tune.base, test.base, source.outcomes(), seed);
  for (const auto& name : wanted) {
    if (predictions::is_own_score(name))
      problem.methods.push_back(own_score_method(name, tune.base, test.base));
    else
      std::ranges::find(method_rows(), name, &MethodRow::name)->add(source);
  }
  return problem;
}

}  // namespace hybrid::eval
