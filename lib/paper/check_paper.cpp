#include "paper/check_paper.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/csv.h"
#include "core/error.h"
#include "core/json_text.h"
#include "core/text.h"
#include "paper/claims.h"
#include "report/markdown.h"

namespace hybrid::paper {

namespace {

/// The sections in the paper's order.
constexpr std::array<std::string_view, 16> kSections{
    "abstract", "section 1", "section 1.1", "section 2", "section 3", "A.1",   "A.2",   "A.4.2",
    "A.5",      "A.6",       "A.7",         "A.8.1",     "A.8.2",     "A.8.3", "A.8.4", "A.8.5"};

/// Returns "section 3" for "section 3, Table 3".
std::string_view section_of(const CheckedClaim& claim) {
  return std::string_view(claim.place).substr(0, claim.place.find(','));
}

/// Returns the sort key: by section, then by table or figure.
std::pair<std::size_t, std::string_view> order_of(const CheckedClaim& claim) {
  const auto found = std::ranges::find(kSections, section_of(claim));
  HYBRID_CHECK(found != kSections.end(), "claim of unknown section '{}'", claim.place);
  return {static_cast<std::size_t>(found - kSections.begin()), claim.place};
}

/// Returns the verdict, in bold if contradicted, so that it is visible in the full list.
std::string verdict_cell(ClaimVerdict verdict) {
  const std::string name(name_of(verdict));
  return verdict == ClaimVerdict::contradicted ? "**" + name + "**" : name;
}

std::string row_text(const CheckedClaim& claim) {
  using report::markdown_cell;
  return fmt::format("| {} | {} | {} | {} | {} |\n", markdown_cell(claim.place), markdown_cell(claim.claim),
                     markdown_cell(claim.arithmetic), verdict_cell(claim.verdict),
                     markdown_cell(claim.remark));
}

constexpr std::string_view kHead =
    "| place | claim | arithmetic | verdict | remark |\n|---|---|---|---|---|\n";

}  // namespace

std::vector<CheckedClaim> check_paper(const Paper& paper) {
  const PaperNumbers numbers(paper);
  std::vector<CheckedClaim> all;
  for (const auto claims_on : {claims_on_speed, claims_on_accuracy, claims_on_costs, claims_on_energy,
                               claims_on_router, claims_on_models, claims_on_bound, claims_on_tables})
    std::ranges::move(claims_on(numbers), std::back_inserter(all));
  std::ranges::stable_sort(all, {}, order_of);
  return all;
}

std::string paper_check_summary(std::span<const CheckedClaim> claims) {
  const auto with = [&](ClaimVerdict verdict) {
    return std::ranges::count(claims, verdict, &CheckedClaim::verdict);
  };
  return fmt::format("{} claims: {} hold, {} hold with rounding, {} are contradicted", claims.size(),
                     with(ClaimVerdict::holds), with(ClaimVerdict::holds_with_rounding),
                     with(ClaimVerdict::contradicted));
}

std::string paper_check_markdown(std::span<const CheckedClaim> claims) {
  std::string text = fmt::format(
      "# The paper's claims by its own numbers\n\n{}.\n\n"
      "Every number is taken as printed: it stands for all that rounds to it, unless its file in "
      "results/paper/ gives another tolerance (\"about\", round multiples, mixed rounding) or says that it "
      "was read off the authors' poster, which is where the figures' points are from. A claim holds if "
      "what is recomputed rounds to it, holds with rounding if some numbers that round to the printed ones "
      "confirm it, and is contradicted otherwise. Places like \"section 3, Table 3\" say where the claim "
      "is made; one that is made in several places has a row for each.\n\n## Contradicted\n\n{}",
      paper_check_summary(claims), kHead);
  for (const auto& claim : claims)
    if (claim.verdict == ClaimVerdict::contradicted) text += row_text(claim);
  std::string_view section;
  for (const auto& claim : claims) {
    if (section_of(claim) != section) {
      section = section_of(claim);
      text += fmt::format("\n## {}{}\n\n{}",
                          section == "abstract"      ? "Abstract"
                          : section.starts_with("s") ? "Section"
                                                     : section,
                          section.starts_with("section") ? section.substr(7) : "", kHead);
    }
    text += row_text(claim);
  }
  return text;
}

std::string paper_check_csv(std::span<const CheckedClaim> claims) {
  CsvWriter csv;
  csv.row("place", "claim", "arithmetic", "verdict", "remark");
  for (const auto& c : claims) csv.row(c.place, c.claim, c.arithmetic, name_of(c.verdict), c.remark);
  return csv.text();
}

std::string paper_check_json(std::span<const CheckedClaim> claims) {
  using Json = nlohmann::ordered_json;
  Json list = Json::array();
  for (const auto& c : claims)
    list.push_back({{"place", c.place},
                    {"claim", c.claim},
                    {"arithmetic", c.arithmetic},
                    {"verdict", name_of(c.verdict)},
                    {"remark", c.remark}});
  const auto with = [&](ClaimVerdict verdict) {
    return std::ranges::count(claims, verdict, &CheckedClaim::verdict);
  };
  const Json file{{"schema_version", 1},
                  {"holds", with(ClaimVerdict::holds)},
                  {"holds_with_rounding", with(ClaimVerdict::holds_with_rounding)},
                  {"contradicted", with(ClaimVerdict::contradicted)},
                  {"claims", list}};
  return json_text(file);
}

}  // namespace hybrid::paper
