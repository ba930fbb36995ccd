#include "reproduce/results_folder.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/text.h"
#include "reproduce/table_json.h"
#include "reproduce/tables.h"

namespace hybrid::reproduce {

namespace fs = std::filesystem;

namespace {

std::vector<ResultClaim> read_claims(const fs::path& file) {
  const std::string text = read_file(file);
  try {
    std::vector<ResultClaim> claims;
    const auto json = parse_json(text, file);
    for (const auto& claim : json.at("claims"))
      claims.push_back({.place = claim.at("place"),
                        .claim = claim.at("claim"),
                        .arithmetic = claim.at("arithmetic"),
                        .verdict = claim.at("verdict"),
                        .remark = claim.value("remark", "")});
    return claims;
  } catch (const nlohmann::json::exception& error) {
    throw DataError(file, fmt::format("is not a paper-check, which `hybrid reproduce paper-check` makes ({})",
                                      error.what()));
  }
}

/// Returns the position in the paper's order; unknown tables come last.
std::ptrdiff_t place_of(const std::string& name) {
  const auto& order = paper_tables();
  return std::ranges::find(order, name, &TableRow::name) - order.begin();
}

}  // namespace

StandingCounts ResultsFolder::counts() const {
  StandingCounts counts;
  for (const auto& entry : tables) counts += counts_of(entry.table);
  return counts;
}

std::size_t ResultsFolder::claims_that(std::string_view verdict) const {
  return static_cast<std::size_t>(std::ranges::count(claims, verdict, &ResultClaim::verdict));
}

std::string ResultsFolder::summary() const {
  std::string text = to_text(counts());
  if (!claims.empty())
    text +=
        fmt::format("; {} claims of the text: {} hold, {} hold with rounding, {} contradicted", claims.size(),
                    claims_that("holds"), claims_that("holds with rounding"), claims_that("contradicted"));
  return text;
}

ResultsFolder read_results(const fs::path& folder) {
  ResultsFolder results;
  if (fs::is_directory(folder / "tables"))
    for (const auto& entry : fs::directory_iterator(folder / "tables")) {
      if (entry.path().extension() != ".json") continue;
      ResultTable result{.table = read_table(entry.path()), .svg = {}};
      const fs::path svg = folder / "figures" / (result.table.name + ".svg");
      if (result.table.figure && fs::exists(svg)) result.svg = read_file(svg);
      results.tables.push_back(std::move(result));
    }
  if (results.tables.empty())
    throw DataError(folder, "has no tables (tables/*.json); `hybrid reproduce` makes them");
  std::ranges::sort(results.tables, {}, [](const ResultTable& entry) {
    return std::tuple(place_of(entry.table.name), entry.table.name);
  });
  if (fs::exists(folder / "paper-check.json")) results.claims = read_claims(folder / "paper-check.json");
  if (fs::exists(folder / "provenance.json")) results.runs = read_provenance(folder / "provenance.json");
  return results;
}

}  // namespace hybrid::reproduce
