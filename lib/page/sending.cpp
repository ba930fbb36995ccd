#include "page/sending.h"

#include <fmt/format.h>

#include "core/text.h"
#include "eval/sending_rule.h"

namespace hybrid::page {

namespace {

/// Returns the line for measures that a device has at hand; `exact` digits, so that it decides as the run
/// did.
std::string code_of(const eval::SendingRule& rule) {
  if (rule.calibrated) return "";  // needs the fitted temperature, too
  const char* quantity = "";
  switch (rule.quantity) {
    case eval::Quantity::largest_probability:
      quantity = "largest_probability";
      break;
    case eval::Quantity::probability_distance:
      quantity = "largest_probability - second_probability";
      break;
    case eval::Quantity::entropy:
      quantity = "entropy_in_nats";
      break;
    default:
      return "";
  }
  return fmt::format("if ({} {} {}) send_to_cloud();", quantity, rule.sends_below() ? "<" : ">",
                     shortest(rule.bound));
}

}  // namespace

Sending sending_of(const RunPage& run, const eval::Method& method, const eval::TunedPoint& tuned) {
  if (!tuned.threshold)
    return {.words = "no single threshold: the method was fitted on each half of the examples anew",
            .cell = "–",
            .code = ""};
  const eval::SendingRule rule = eval::sending_rule(run.problem, method, *tuned.threshold);
  std::string words = eval::in_words(rule);
  // For readers who have never seen "iff".
  if (const auto at = words.find(" iff "); at != std::string::npos) words.replace(at, 5, " if ");
  return {.words = std::move(words), .cell = eval::short_condition(rule), .code = code_of(rule)};
}

}  // namespace hybrid::page
