#include <fmt/format.h>

#include <algorithm>

#include "cli/guarantee.h"
#include "cli/guarantee_words.h"
#include "core/error.h"
#include "core/log.h"
#include "eval/certification_part.h"
#include "report/text_table.h"

namespace hybrid::cli {

namespace {

using Reason = eval::Refusal::Reason;

/// Returns "confidence" in the words of refusals: "with 95 % confidence on 20 examples".
std::string asked_words(const eval::Refusal& refusal) {
  return fmt::format("cannot be certified with {} confidence on {}", per_cent_words(refusal.confidence),
                     examples_words(refusal.certified_on));
}

std::string needed_words(const eval::Refusal& refusal) {
  return refusal.examples ? examples_words(*refusal.examples) + " would do"
                          : "no number of examples would do";
}

std::string uncertified_words(const eval::Refusal& refusal, const eval::Requirements& requirements,
                              const eval::Method& method) {
  if (refusal.reason == Reason::uncertified_coverage)
    return fmt::format("coverage {} {}: {}; nearest: --coverage {}", per_cent_words(refusal.coverage),
                       asked_words(refusal), needed_words(refusal), shortest(rounded_down(refusal.nearest)));
  if (refusal.reason == Reason::uncertified_budget)
    return fmt::format("{} {} {}: {}; nearest: --{} {}", name_of(refusal.resource),
                       with_unit(shortest(requirements.budgets.at(refusal.resource)), refusal.resource),
                       asked_words(refusal), needed_words(refusal), name_of(refusal.resource),
                       rounded_up(refusal.nearest));
  const std::string needed =
      refusal.examples
          ? fmt::format("about {} would do at this rate", examples_words(*refusal.examples))
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
                       const eval::RoutingProblem& problem, const eval::Method& method) {
  const std::string inapplicable = inapplicable_words(refusal, problem, method);
  if (!inapplicable.empty()) throw UsageError(inapplicable);
  if (refusal.reason == Reason::uncertified_coverage || refusal.reason == Reason::uncertified_budget ||
      refusal.reason == Reason::uncertified_accuracy)
    throw Infeasible(uncertified_words(refusal, requirements, method));
}

}  // namespace hybrid::cli
