#include "reproduce/paper_verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/text.h"

namespace hybrid::reproduce {

namespace {

/// The smallest and the largest difference between two rows over the columns that both have.
struct Lead {
  double least = 0, most = 0;
};

std::optional<double> value_at(const ReproducedPart& part, std::string_view row, const std::string& column) {
  const auto found = std::ranges::find_if(
      part.numbers, [&](const auto& number) { return number.row == row && number.column == column; });
  return found == part.numbers.end() ? std::nullopt : found->ours;
}

std::optional<Lead> lead_in(const ReproducedPart& part, std::string_view row, std::string_view against) {
  std::optional<Lead> lead;
  for (const auto& number : part.numbers) {
    const auto other = value_at(part, against, number.column);
    if (number.row != row || !number.ours || !other) continue;
    const double difference = *number.ours - *other;
    if (!lead) lead = {difference, difference};
    lead = {std::min(lead->least, difference), std::max(lead->most, difference)};
  }
  return lead;
}

/// Returns the lead in the first part of the paper's main table that has both rows.
std::optional<Lead> lead_of(const ResultsFolder& results, std::string_view row, std::string_view against) {
  for (const auto& entry : results.tables)
    if (entry.table.name == "table3")
      for (const auto& part : entry.table.parts)
        if (const auto lead = lead_in(part, row, against)) return lead;
  return std::nullopt;
}

std::string lead_words(const Lead& lead) {
  if (std::abs(lead.least) < 0.05 && std::abs(lead.most) < 0.05) return "0.0 points";
  return fmt::format("{:+.1f} to {:+.1f} points", lead.least, lead.most);
}

std::string sentence(std::string_view begin, const std::vector<std::string>& parts) {
  return parts.empty() ? "" : fmt::format("{}: {}.", begin, join(parts, "; "));
}

}  // namespace

std::vector<std::string> paper_verdict(const ResultsFolder& results) {
  const StandingCounts counts = results.counts();
  const auto over_entropy = lead_of(results, "Hybrid", "Entropy, base as published");
  const auto over_control = lead_of(results, "Hybrid", "Max-prob, base fine-tuned without the method");
  const auto of_fusion = lead_of(results, "Hybrid, both answers fused", "Hybrid");
  std::vector<std::string> holds, fails, gains;
  if (over_entropy)
    holds.push_back(fmt::format("the hybrid is ahead of entropy thresholding on the published base, by {}",
                                lead_words(*over_entropy)));
  if (const std::size_t repeated = counts.within + counts.outside; repeated > 0)
    holds.push_back(fmt::format("{} of the {} numbers from the same experiment are within their tolerance",
                                counts.within, repeated));
  if (over_control)
    fails.push_back(
        fmt::format("the lead is not the method's: against max-prob on a base fine-tuned as long without it, "
                    "the hybrid is at {}",
                    lead_words(*over_control)));
  if (const std::size_t contradicted = results.claims_that("contradicted"); contradicted > 0)
    fails.push_back(fmt::format("{} of the {} claims in the text are contradicted by the paper's own numbers",
                                contradicted, results.claims.size()));
  if (of_fusion && of_fusion->most > 0)
    gains.push_back(
        fmt::format("adding the device's logits to the cloud's for inputs that are sent, {} more "
                    "than the hybrid",
                    lead_words(*of_fusion)));
  std::vector<std::string> sentences;
  for (auto text :
       {sentence("What holds", holds), sentence("What does not", fails), sentence("What gains", gains)})
    if (!text.empty()) sentences.push_back(std::move(text));
  return sentences;
}

}  // namespace hybrid::reproduce
