#include "report/audit_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/text.h"
#include "report/plain_text.h"
#include "report/text_table.h"

namespace hybrid::report {

namespace {

std::string number(std::size_t count) {
  return with_thousands(static_cast<std::int64_t>(count));
}

std::string accuracy(const stats::Proportion& p, const stats::Interval& ci) {
  return per_cent_with_interval(p.share(), ci.low, ci.high) + " %";
}

std::string head(const std::string& name, const audit::Audit& audit) {
  std::vector<std::string> thresholds;
  for (const auto& threshold : audit.thresholds)
    thresholds.push_back(std::isfinite(threshold.value) ? amount(threshold.value) : "none");
  return fmt::format(
      "{}: method {}, coverage {}; an input is sent iff its score > {}\n{} test examples, {}\n", name,
      audit.method, shortest(audit.target_coverage), join(thresholds, " and > "),
      number(audit.decisions.size()),
      audit.cross_fitted ? "whose halves tune each other"
                         : fmt::format("threshold from {} tuning examples", number(audit.n_tune)));
}

std::string verdict_table(const audit::Audit& audit) {
  constexpr std::array<std::string_view, audit::kVerdictNames.size()> kMeanings{
      "the base was right",     "neither would have been right", "the cloud would have been right",
      "the cloud put it right", "both right or both wrong",      "the base was right, the cloud is wrong"};
  TextTable table{.header = {"verdict", "inputs", "share"}};
  for (std::size_t v = 0; v < audit::kVerdictNames.size(); ++v)
    table.rows.push_back({fmt::format("{:<16} {}", audit::kVerdictNames[v], kMeanings[v]),
                          number(audit.verdicts.of[v]),
                          per_cent(audit.verdicts.share(static_cast<audit::Verdict>(v)), 2) + " %"});
  const auto points = [&](audit::Verdict verdict) {
    return 100 * static_cast<double>(audit.verdicts[verdict]) / audit.base.n;
  };
  return to_text(table) + fmt::format(
                              "\nkept on the device {} %; right: {}\nbase alone {}, cloud alone {}\n"
                              "sending gained {:.2f} points and harmed {:.2f}; {:.2f} more were missed\n",
                              per_cent(audit.verdicts.coverage()), accuracy(audit.routed, audit.routed_ci),
                              accuracy(audit.base, audit.base_ci), accuracy(audit.cloud, audit.cloud_ci),
                              points(audit::Verdict::sent_helped), points(audit::Verdict::harmful_send),
                              points(audit::Verdict::missed_help));
}

std::string warnings_text(const audit::Audit& audit) {
  if (audit.warnings.empty()) return "\nno warnings\n";
  std::string text =
      fmt::format("\n{} warning{}\n", audit.warnings.size(), audit.warnings.size() == 1 ? "" : "s");
  for (const auto& [check, evidence, next] : audit.warnings)
    text += wrapped(fmt::format("! {}: {}", check, evidence), kScreenWidth, 2) + "\n" + "    -> " +
            wrapped(next, kScreenWidth, 7, 7) + "\n";
  return text;
}

constexpr std::size_t kShownFindings = 10;  // audit.json contains all
constexpr std::size_t kShownOthers = 3;

/// Returns the table with all findings, then a few rows that could be due to chance. Both lists are sorted.
template <class IsFinding, class Row>
std::string slice_table(const std::string& title, TextTable table,
                        const std::vector<const audit::SliceResult*>& slices, IsFinding is_finding, Row row) {
  std::vector<const audit::SliceResult*> findings, others;
  for (const auto* slice : slices) (is_finding(*slice) ? findings : others).push_back(slice);
  std::string text = fmt::format("\n{}: {}\n", title,
                                 findings.empty() ? "no class or slice beyond chance"
                                                  : fmt::format("{} beyond chance", findings.size()));
  for (const auto* list : {&findings, &others}) {
    const bool found = list == &findings;
    for (std::size_t i = 0; i < std::min(list->size(), found ? kShownFindings : kShownOthers); ++i) {
      table.rows.push_back(row(*(*list)[i]));
      table.rows.back().emplace_back(found ? "finding" : "not significant");
    }
  }
  return table.rows.empty() ? text : text + to_text(table);
}

std::string label_of(const audit::SliceResult& slice) {
  return fmt::format("{} {}", slice.kind, slice.name);
}

std::string slices_text(const audit::Audit& audit) {
  const std::string hurts = slice_table(
      "where sending hurts", {.header = {"slice", "inputs", "gains", "harms", "points of its accuracy", ""}},
      audit.slices.by_harm(), [](const audit::SliceResult& s) { return s.sending_hurts(); },
      [](const audit::SliceResult& s) -> std::vector<std::string> {
        return {label_of(s), number(s.n()), number(s.verdicts[audit::Verdict::sent_helped]),
                number(s.verdicts[audit::Verdict::harmful_send]),
                points_with_interval(s.net, s.net_interval->low, s.net_interval->high)};
      });
  const std::string misses = slice_table(
      "where more help is missed than elsewhere",
      {.header = {"slice", "inputs", "missed", "share, %", "points more", ""}}, audit.slices.by_missed_help(),
      [](const audit::SliceResult& s) { return s.misses_help(); },
      [](const audit::SliceResult& s) -> std::vector<std::string> {
        return {label_of(s), number(s.n()), number(s.verdicts[audit::Verdict::missed_help]),
                per_cent(s.verdicts.share(audit::Verdict::missed_help)),
                points_with_interval(*s.excess_missed, s.excess_interval.low, s.excess_interval.high)};
      });
  return hurts + misses +
         fmt::format("intervals hold together with 95 %: corrected for {} questions asked\n",
                     number(audit.slices.questions));
}

/// Returns one line for each check, with its evidence.
std::string checks_text(const audit::Audit& audit) {
  const audit::Duplicates& d = audit.duplicates;
  std::string text = fmt::format("\nwhat was checked\n  duplicates: {}, {}\n",
                                 d.ids_known ? number(d.same_id.size()) + " by id" : "no ids to compare",
                                 d.outputs_known ? number(d.same_outputs.size()) + " by outputs"
                                                 : "no outputs of both models to compare");
  if (!audit.base_jump)
    text += "  seen data: cannot be detected, as both parts were drawn from one set\n";
  else
    text += fmt::format(
        "  seen data: base {} % on tune, {} % on test (p = {:.2g}); cloud {} %, {} % (p = {:.2g})\n",
        per_cent(audit.base_jump->tune.share()), per_cent(audit.base_jump->test.share()), audit.base_jump->p,
        per_cent(audit.cloud_jump->tune.share()), per_cent(audit.cloud_jump->test.share()),
        audit.cloud_jump->p);
  if (audit.label_noise)
    text += fmt::format(
        "  label noise: both models sure of another class than the label on {} of {} agreed examples\n",
        number(audit.label_noise->suspicious.size()), number(audit.label_noise->agreed));
  else
    text += "  label noise: cannot be estimated without confidences\n";
  for (const auto& drift : audit.drift)
    text += fmt::format(
        "  threshold: keeps {} % of tune, {} % of test, {:+.1f} s.e.; scores: KS distance {:.3f} (p = {:.2g})\n",
        per_cent(drift.tuned_coverage, 2), per_cent(drift.coverage, 2), drift.deviation(),
        drift.scores.distance, drift.scores.p);
  const audit::Resolution& r = audit.resolution;
  text += fmt::format("  sample size: {} - {} is {:+.2f} points at equal coverage; {}\n", r.method, r.against,
                      100 * r.difference,
                      r.needed ? fmt::format("{} examples resolve {:.2g} points, {} are there",
                                             with_thousands(std::llround(*r.needed)),
                                             100 * std::abs(r.resolved_difference()), number(r.at_hand))
                               : "there is no difference to resolve");
  return text;
}

}  // namespace

std::string audit_text(const std::string& name, const audit::Audit& audit) {
  return head(name, audit) + "\n" + verdict_table(audit) + warnings_text(audit) + slices_text(audit) +
         checks_text(audit);
}

}  // namespace hybrid::report
