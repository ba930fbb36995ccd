#include "report/differences.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "eval/verdict.h"
#include "predictions/own_scores.h"
#include "report/text_table.h"

namespace hybrid::report {

namespace {

bool all_by_one_method(std::span<const Lead> leads) {
  return std::ranges::all_of(leads, [&](const Lead& lead) { return lead.method == leads.front().method; });
}

std::string control_section(std::span<const Lead> leads, std::size_t n_test) {
  return fmt::format(
      "\n"
      "## The hybrid against its control\n"
      "\n"
      "The control is the same base, trained as long on the same examples without the hybrid's losses, and "
      "routed by its own max_prob. What is `fused` answers what is sent by both networks' logits together, "
      "fitted on the tuning examples; the control can do that, too. In points of accuracy, with exactly "
      "the share c kept on the device; 95 % intervals from a paired bootstrap.\n\n{}",
      leads_markdown(leads, n_test));
}

std::string rival_section(std::span<const Lead> leads, std::size_t n_test) {
  return fmt::format(
      "\n"
      "## AppealNet against the control\n"
      "\n"
      "AppealNet (Li et al. 2021) trains base and router together, from the same start as the control, "
      "which is routed by its own max_prob.\n\n{}",
      leads_markdown(leads, n_test));
}

std::string others_section(std::span<const Lead> leads, std::size_t n_test) {
  return fmt::format(
      "\n"
      "## Differences at equal coverage\n"
      "\n"
      "`{}` minus others, in points of accuracy, with exactly the share c kept on the device. Intervals "
      "are from a paired bootstrap, each for itself and for the networks at hand: of many, a few lie off "
      "zero by chance, and another seed trains other networks.\n\n{}",
      leads.front().method, leads_markdown(leads, n_test));
}

/// A table for each own score, with its differences from the others.
std::string own_section(const std::vector<Lead>& leads, std::size_t n_test) {
  std::string text =
      "\n"
      "## Own scores\n"
      "\n"
      "In points of accuracy, with exactly the share c kept on the device; 95 % intervals from a paired "
      "bootstrap. A score that was fitted to these examples looks better here than it is.\n";
  for (auto lead = leads.begin(); lead != leads.end();) {
    const auto next =
        std::find_if(lead, leads.end(), [&](const Lead& other) { return other.method != lead->method; });
    text += fmt::format("\n`{}`\n\n{}", lead->method, leads_markdown({lead, next}, n_test));
    lead = next;
  }
  return text;
}

}  // namespace

std::vector<Lead> leads_of(std::span<const eval::Comparison> comparisons) {
  std::vector<Lead> leads;
  for (const auto& c : comparisons) {
    auto lead = std::ranges::find_if(
        leads, [&](const Lead& l) { return l.method == c.method && l.against == c.against; });
    if (lead == leads.end()) lead = leads.insert(leads.end(), {.method = c.method, .against = c.against});
    lead->at.push_back(c);
  }
  return leads;
}

std::string verdict(const Lead& lead, const std::string& shown_by) {
  std::vector<std::string> ahead, behind, open;
  for (const auto& c : lead.at) {
    const eval::Verdict verdict = eval::verdict_of(c.ci);
    (verdict == eval::Verdict::ahead    ? ahead
     : verdict == eval::Verdict::behind ? behind
                                        : open)
        .push_back(shortest(c.target_coverage));
  }
  std::vector<std::string> parts;
  if (!ahead.empty()) parts.push_back("ahead at c = " + join(ahead));
  if (!behind.empty()) parts.push_back("**behind** at c = " + join(behind));
  if (!open.empty())
    parts.push_back(fmt::format("no difference that {} show at c = {}", shown_by, join(open)));
  return join(parts, "; ");
}

std::string verdict(const Lead& lead, std::size_t n_test) {
  return verdict(lead, with_thousands(static_cast<std::int64_t>(n_test)) + " examples");
}

std::string leads_markdown(std::span<const Lead> leads, std::size_t n_test) {
  const bool one_method = all_by_one_method(leads);
  TextTable table{.header = {"kept on the device"}};
  for (const auto& lead : leads)
    table.header.push_back(one_method ? "minus " + lead.against
                                      : fmt::format("{} minus {}", lead.method, lead.against));
  for (std::size_t c = 0; c < leads.front().at.size(); ++c) {
    std::vector<std::string> row{"c = " + shortest(leads.front().at[c].target_coverage)};
    for (const auto& lead : leads)
      row.push_back(points_with_interval(lead.at[c].delta, lead.at[c].ci.low, lead.at[c].ci.high));
    table.rows.push_back(std::move(row));
  }
  std::string text = to_markdown(table) + "\n";
  for (const auto& lead : leads)
    text += fmt::format("- {}against `{}`: {}\n", one_method ? "" : fmt::format("`{}` ", lead.method),
                        lead.against, verdict(lead, n_test));
  return text;
}

std::string own_scores_text(const eval::Evaluation& evaluation) {
  constexpr std::size_t most_coverages = 3, most_scores = 3;
  std::vector<Lead> leads = leads_of(evaluation.comparisons);
  std::erase_if(leads, [](const Lead& lead) {
    return !predictions::is_own_score(lead.method) || lead.against == "entropy";
  });
  if (leads.empty()) return "";
  TextTable table{.header = {"own scores, in points"}};
  const auto& coverages = leads.front().at;
  for (std::size_t c = 0; c < std::min(coverages.size(), most_coverages); ++c)
    table.header.push_back(fmt::format("{:.3g} % sent", 100 * (1 - coverages[c].target_coverage)));
  std::vector<std::string> shown;
  std::size_t others = 0;
  for (const auto& lead : leads) {
    if (shown.empty() || shown.back() != lead.method) {
      if (shown.size() >= most_scores) {
        if (lead.against == leads.front().against) ++others;
        continue;
      }
      shown.push_back(lead.method);
    }
    std::vector<std::string> row{fmt::format("{} minus {}", lead.method, lead.against)};
    for (std::size_t c = 0; c + 1 < table.header.size(); ++c)
      row.push_back(points_with_interval(lead.at[c].delta, lead.at[c].ci.low, lead.at[c].ci.high));
    table.rows.push_back(std::move(row));
  }
  return to_text(table) + (others > 0 ? fmt::format("and {} more in table.md\n", others) : "");
}

std::string difference_sections(const eval::Evaluation& evaluation) {
  const std::vector<Lead> all = leads_of(evaluation.comparisons);
  const auto on = [](const char* variant) { return eval::method_name("max_prob", variant); };
  const std::string control = on(eval::kControl);
  std::vector<Lead> over_control, over_others, of_rival;
  for (const eval::MethodId& method : eval::hybrid_methods()) {
    const bool first = over_others.empty();
    for (const auto& lead : all) {
      if (lead.method != method.name()) continue;
      if (lead.against == control ||
          (eval::is_fused(method.variant) && lead.against == on(eval::kControlFused)))
        over_control.push_back(lead);
      else if (first && lead.against != on(eval::kFused) && lead.against != on(eval::kControlFused) &&
               lead.against != on(eval::kInt8))
        over_others.push_back(lead);
    }
  }
  std::vector<Lead> of_own;
  for (const auto& lead : all) {
    if (lead.method == eval::kAppealNet && lead.against == control) of_rival.push_back(lead);
    if (predictions::is_own_score(lead.method)) of_own.push_back(lead);
  }
  std::string text;
  if (!of_own.empty()) text += own_section(of_own, evaluation.n_test);
  if (!over_control.empty()) text += control_section(over_control, evaluation.n_test);
  if (!of_rival.empty()) text += rival_section(of_rival, evaluation.n_test);
  if (!over_others.empty()) text += others_section(over_others, evaluation.n_test);
  return text;
}

}  // namespace hybrid::report
