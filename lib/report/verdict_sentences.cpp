#include "report/verdict_sentences.h"

#include <fmt/format.h>

#include "core/text.h"
#include "eval/verdict.h"
#include "report/plain_text.h"

namespace hybrid::report {

namespace {

constexpr double kShownLead = 0.00005;  ///< what two decimals of a point show

std::string points(double delta) {
  return fmt::format("{:+.2f}", 100 * delta);
}

std::string is_sending_worth_it(const eval::Headline& headline) {
  if (!headline.best) return "";
  const eval::HeadlineRow& row = headline.rows[*headline.best];
  if (!row.tuned) return "";
  const std::string gain = fmt::format("{} points over the device alone ({} to {})", points(row.gain),
                                       points(row.gain_ci.low), points(row.gain_ci.high));
  const std::string sent = share_text(1 - row.tuned->point.coverage);
  const eval::Verdict verdict = eval::verdict_of(row.gain_ci);
  if (verdict == eval::Verdict::ahead)
    return fmt::format("Sending is worth it: {} sent gives {}.", sent, gain);
  if (verdict == eval::Verdict::behind) return fmt::format("Sending harms: {} sent gives {}.", sent, gain);
  return fmt::format("Sending is not surely worth it: the best here, {} sent, gives {}.", sent, gain);
}

/// Returns "+0.50 points at 20 % sent (+0.14 to +0.88)".
std::string lead_words(const eval::LeadOverMaxProb& lead) {
  return fmt::format("{} points at {} sent ({} to {})", points(lead.comparison.delta),
                     share_text(1 - lead.comparison.target_coverage), points(lead.ci.low),
                     points(lead.ci.high));
}

std::string is_anything_better(const eval::Headline& headline, const eval::Evaluation& e) {
  std::string text;
  if (headline.is_max_prob && headline.method != "max_prob")
    text = fmt::format("`{}` is max_prob here: two_head did not surely gain over it on the tuning part. ",
                       headline.method);
  else if (const auto note = e.notes.find(headline.method); note != e.notes.end())
    text = fmt::format("`{}` is {}. ", headline.method, note->second);
  if (const auto& own = headline.own_lead) {
    const eval::Verdict verdict = eval::verdict_of(own->ci);
    text += fmt::format("`{}` is {} {}: {}. ", headline.method,
                        verdict == eval::Verdict::ahead    ? "ahead of"
                        : verdict == eval::Verdict::behind ? "behind"
                                                           : "not surely ahead of",
                        headline.opponent, lead_words(*own));
  }
  if (const auto& lead = headline.largest_lead) {
    const std::string corrected = fmt::format("corrected for {} comparisons", headline.compared);
    if (eval::verdict_of(lead->ci) == eval::Verdict::ahead)
      text += fmt::format("Ahead of {}: `{}`, {}, {}.", headline.opponent, lead->comparison.method,
                          lead_words(*lead), corrected);
    else
      text += fmt::format("{} is surely ahead of {} on {} examples{}.",
                          headline.own_lead ? "No other method" : "No method", headline.opponent,
                          with_thousands(static_cast<std::int64_t>(e.n_test)),
                          lead->comparison.delta < kShownLead
                              ? ""
                              : fmt::format("; nearest: `{}`, {}, {}", lead->comparison.method,
                                            lead_words(*lead), corrected));
  }
  return text;
}

std::string over_repeats(const SummaryInput& input, const eval::Headline& headline) {
  if (!input.repeats) return "";
  const eval::Repeats& repeats = *input.repeats;
  std::string text;
  for (const auto& a : repeats.accuracies)
    if (a.method == headline.method && !a.target_coverage)
      text = fmt::format("Over {} {}, {} is right on {:.2f} ± {:.2f} % on average over shares sent",
                         repeats.count, repeats.fixed_test ? "draws of the tuning examples" : "splits",
                         a.method, 100 * a.matched_accuracy.mean, 100 * a.matched_accuracy.deviation);
  for (const auto& d : repeats.differences)
    if (d.method == headline.method && d.against == "max_prob" && !d.target_coverage)
      text += fmt::format(", {} points over max_prob ({} to {})", points(d.delta.mean), points(d.ci.low),
                          points(d.ci.high));
  return text.empty() ? "" : text + "; all else here is of the first split.";
}

}  // namespace

std::vector<std::string> verdict_sentences(const SummaryInput& input, const eval::Headline& headline) {
  std::vector<std::string> sentences{is_sending_worth_it(headline),
                                     is_anything_better(headline, input.evaluation),
                                     over_repeats(input, headline)};
  std::erase(sentences, "");
  return sentences;
}

}  // namespace hybrid::report
