#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/battery_options.h"
#include "cli/guarantee.h"
#include "cli/guarantee_words.h"
#include "core/error.h"
#include "core/log.h"
#include "eval/certification_part.h"
#include "report/plain_text.h"
#include "report/text_table.h"

namespace hybrid::cli {

namespace {

using Reason = eval::Refusal::Reason;

/// Returns "confidence" in the words of refusals: "with 95 % confidence on 20 examples".
std::string asked_words(const eval::Refusal& refusal) {
  return fmt::format("cannot be certified with {} confidence on {}", per_cent_words(refusal.confidence),
                     examples_words(refusal.certified_on));
}

/// Returns " (about 1,196 in --base, or 598 with --method max_prob)": the examples to give, of which only a
/// part certifies. Empty if all of a run's tuning examples do.
std::string given_words(const eval::Refusal& refusal, const eval::RoutingProblem& problem,
                        const eval::Method& method, TuneFlags::Examples examples) {
  using enum TuneFlags::Examples;
  if (examples == unknown || refusal.certified_on == 0) return "";
  const bool all_certify = refusal.certified_on == problem.n_tune();
  if (examples == run && all_certify) return "";
  const std::size_t given = problem.n_tune() + (examples == one_pair ? problem.n_test() : 0);
  const auto count = [&](std::size_t certifying) {
    const auto share = static_cast<double>(given) / static_cast<double>(certifying);
    return with_thousands(std::llround(std::ceil(static_cast<double>(*refusal.examples) * share - 1e-9)));
  };
  std::string text = fmt::format(" (about {} {}", count(refusal.certified_on),
                                 examples == run        ? "tuning examples"
                                 : examples == one_pair ? "in --base"
                                                        : "in --tune-base");
  const eval::Method* plain = problem.find("max_prob");
  if (!all_certify && plain != nullptr && plain != &method)
    text += fmt::format(", or {} with --method max_prob", count(problem.n_tune()));
  return text + ")";
}

std::string certifying_words(std::size_t n) {
  return with_thousands(static_cast<std::int64_t>(n)) +
         (n == 1 ? " certifying example" : " certifying examples");
}

/// Returns "coverage 99 %", the limit that was asked for, in the flag's terms.
std::string limit_words(const eval::Refusal& refusal, const eval::Requirements& requirements, bool sent) {
  if (refusal.reason == Reason::uncertified_coverage)
    return sent ? fmt::format("sending at most {}", per_cent_words(1 - refusal.coverage))
                : fmt::format("coverage {}", per_cent_words(refusal.coverage));
  const double budget = requirements.budgets.at(refusal.resource);
  if (requirements.life && follows_from(*requirements.life, refusal.resource, budget))
    return refusal.resource == cost::Resource::energy
               ? fmt::format("life {:.6g} d", requirements.life->days)
               : fmt::format("a rate of {:.6g} inputs a day", requirements.life->battery.inputs_per_day);
  return fmt::format("{} {}", name_of(refusal.resource), with_unit(report::amount(budget), refusal.resource));
}

/// Returns "--coverage 0.9416", the nearest that can be certified, in the flag that was given.
std::string nearest_words(const eval::Refusal& refusal, const eval::Requirements& requirements, bool sent) {
  if (refusal.reason == Reason::uncertified_coverage) {
    const double coverage = rounded_down(refusal.nearest);
    return sent ? fmt::format("--sent {}", shortest(std::round((1 - coverage) * 1e4) / 1e4))
                : fmt::format("--coverage {}", shortest(coverage));
  }
  const double budget = requirements.budgets.at(refusal.resource);
  if (requirements.life && follows_from(*requirements.life, refusal.resource, budget))
    return nearest_life(*requirements.life, refusal.resource, refusal.nearest);
  return fmt::format("--{} {}", name_of(refusal.resource), rounded_up(refusal.nearest));
}

std::string uncertified_words(const eval::Refusal& refusal, const eval::Requirements& requirements,
                              const eval::RoutingProblem& problem, const eval::Method& method,
                              const TuneFlags& given) {
  if (refusal.reason != Reason::uncertified_accuracy) {
    const std::string needed = refusal.examples ? certifying_words(*refusal.examples) + " would do" +
                                                      given_words(refusal, problem, method, given.examples)
                                                : "no number of examples would do";
    return fmt::format("{} {}: {}; nearest: {}", limit_words(refusal, requirements, given.sent),
                       asked_words(refusal), needed, nearest_words(refusal, requirements, given.sent));
  }
  const std::string needed =
      refusal.examples
          ? fmt::format("about {} would do at this rate{}", certifying_words(*refusal.examples),
                        given_words(refusal, problem, method, given.examples))
          : "more examples would not do, because an accuracy above the cloud's cannot be certified";
  return fmt::format(
      "accuracy {} of {} {}: sending everything is right in {} % of them; {}; nearest: --accuracy {}",
      per_cent_words(*requirements.accuracy), method.name(), asked_words(refusal),
      report::per_cent(refusal.coverage, 2), needed, shortest(rounded_down(refusal.nearest)));
}

/// Returns a method that can be certified instead, as advice; empty if there is none.
std::string other_method(const eval::RoutingProblem& problem) {
  const auto found = std::ranges::find_if(
      problem.methods, [&](const eval::Method& method) { return can_certify(problem, method); });
  const eval::Method* preferred = problem.find("max_prob");
  if (preferred != nullptr && can_certify(problem, *preferred))
    return "take --method max_prob, whose scores are not fitted, or ";
  return found == problem.methods.end()
             ? ""
             : fmt::format("take --method {}, whose scores are not fitted, or ", found->name());
}

/// Returns why a confidence does not apply; empty for any other reason.
std::string inapplicable_words(const eval::Refusal& refusal, const eval::RoutingProblem& problem,
                               const eval::Method& method) {
  switch (refusal.reason) {
    case Reason::confidence_trade:
      return "--confidence is of budgets, coverage and accuracy; a price or value promises nothing that could "
             "hold: leave one out";
    case Reason::confidence_halves:
      return "--confidence certifies one threshold on examples of its own, but with two-fold cross-fitting the "
             "halves tune each other: use a tuning part (leave out --cross-fit)";
    case Reason::confidence_scores:
      return fmt::format("--confidence needs a method with scores, not {}", method.name());
    case Reason::confidence_fitted:
      return fmt::format(
          "{} was fitted to the tuning examples of this run, which therefore cannot certify its threshold: "
          "{}make a run with `hybrid evaluate --confidence {}`, which keeps examples from every fit",
          method.name(), other_method(problem), refusal.confidence);
    case Reason::confidence_utility:
      return eval::is_fused(method.variant)
                 ? fmt::format(
                       "--confidence cannot certify the accuracy of {}: fused predictions are fitted "
                       "to the tuning examples; a coverage or budget can be certified",
                       method.name())
                 : "--confidence certifies an accuracy that is the share of right predictions, not one with "
                   "weights or another utility; a coverage or budget can be certified";
    default:
      return "";
  }
}

}  // namespace

const eval::Method& method_to_certify(const eval::RoutingProblem& problem, Logger& log) {
  const eval::Method& usual = eval::default_method(problem);
  if (eval::can_certify(problem, usual) || problem.cross_fitted()) return usual;
  const eval::Method& method = eval::default_certified_method(problem);
  log.info(
      "method {}: the default, {}, was fitted to the tuning examples of this run and cannot be certified",
      method.name(), usual.name());
  return method;
}

void refuse_confidence(const eval::Refusal& refusal, const eval::Requirements& requirements,
                       const eval::RoutingProblem& problem, const eval::Method& method,
                       const TuneFlags& given) {
  const std::string inapplicable = inapplicable_words(refusal, problem, method);
  if (!inapplicable.empty()) throw UsageError(inapplicable);
  if (refusal.reason == Reason::uncertified_coverage || refusal.reason == Reason::uncertified_budget ||
      refusal.reason == Reason::uncertified_accuracy)
    throw Infeasible(uncertified_words(refusal, requirements, problem, method, given));
}

}  // namespace hybrid::cli
