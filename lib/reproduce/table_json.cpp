#include "reproduce/table_json.h"

#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/json_number.h"
#include "core/json_text.h"

namespace hybrid::reproduce {

using Json = nlohmann::ordered_json;

namespace {

Json json_of(const std::optional<paper::PrintedNumber>& printed) {
  if (!printed) return nullptr;
  return {{"text", printed->text}, {"value", printed->value},       {"tolerance", printed->tolerance},
          {"unit", printed->unit}, {"read_off", printed->read_off}, {"place", printed->place}};
}

Json json_of(const ReproducedNumber& number) {
  return {{"row", number.row},
          {"column", number.column},
          {"unit", number.unit},
          {"printed", json_of(number.printed)},
          {"ours", json_or_null(number.ours)},
          {"ci_low", number.ci ? Json(number.ci->low) : Json(nullptr)},
          {"ci_high", number.ci ? Json(number.ci->high) : Json(nullptr)},
          {"standing", name_of(number.standing)},
          {"note", number.note}};
}

/// Returns the figure as JSON, with NaN as null.
Json json_of(const report::Figure& figure) {
  Json series = Json::array();
  for (const report::Series& s : figure.series)
    series.push_back({{"label", s.label},
                      {"style", name_of(s.style)},
                      {"group", s.group},
                      {"x", s.x},
                      {"y", s.y},
                      {"low", s.low},
                      {"high", s.high}});
  return {{"title", figure.title},
          {"x_label", figure.x_label},
          {"y_label", figure.y_label},
          {"series", std::move(series)}};
}

template <class Enum, std::size_t n>
Enum named(const Json& json, const std::array<Enum, n>& all) {
  const auto name = json.get<std::string>();
  for (const Enum value : all)
    if (name_of(value) == name) return value;
  throw std::invalid_argument(fmt::format("'{}' is not a word of this format", name));
}

std::optional<double> optional_of(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

std::vector<double> doubles_of(const Json& json) {
  std::vector<double> values;
  for (const auto& value : json)
    values.push_back(optional_of(value).value_or(std::numeric_limits<double>::quiet_NaN()));
  return values;
}

ReproducedNumber number_of(const Json& json) {
  ReproducedNumber number{.row = json.at("row"),
                          .column = json.at("column"),
                          .unit = json.at("unit"),
                          .ours = optional_of(json.at("ours"))};
  if (const Json& p = json.at("printed"); !p.is_null())
    number.printed = paper::PrintedNumber{.value = p.at("value"),
                                          .tolerance = p.at("tolerance"),
                                          .text = p.at("text"),
                                          .unit = p.at("unit"),
                                          .read_off = p.at("read_off"),
                                          .place = p.at("place")};
  const auto low = optional_of(json.at("ci_low")), high = optional_of(json.at("ci_high"));
  if (low && high) number.ci = stats::Interval{*low, *high};
  number.standing =
      named(json.at("standing"), std::array{Standing::within, Standing::outside, Standing::other_data,
                                            Standing::needs_data, Standing::ours_only});
  number.note = json.at("note");
  return number;
}

report::Figure figure_of(const Json& json) {
  report::Figure figure{
      .title = json.at("title"), .x_label = json.at("x_label"), .y_label = json.at("y_label"), .series = {}};
  for (const auto& s : json.at("series"))
    figure.series.push_back(
        {.label = s.at("label"),
         .x = doubles_of(s.at("x")),
         .y = doubles_of(s.at("y")),
         .low = doubles_of(s.at("low")),
         .high = doubles_of(s.at("high")),
         .style = named(s.at("style"), std::array{report::SeriesStyle::line, report::SeriesStyle::curve,
                                                  report::SeriesStyle::points, report::SeriesStyle::hollow,
                                                  report::SeriesStyle::reference}),
         .group = s.at("group")});
  return figure;
}

ReproducedTable table_of(const Json& json) {
  ReproducedTable table{.name = json.at("name"),
                        .title = json.at("title"),
                        .column_unit = json.at("column_unit"),
                        .parts = {},
                        .figure = {},
                        .verdict = json.at("verdict")};
  for (const auto& p : json.at("parts")) {
    ReproducedPart part{.title = p.at("title"),
                        .command = p.at("command"),
                        .numbers = {},
                        .notes = p.at("notes"),
                        .column_unit = p.at("column_unit").get<std::string>()};
    std::set<std::pair<std::string, std::string>> places;
    for (const auto& number : p.at("numbers")) {
      part.numbers.push_back(number_of(number));
      const ReproducedNumber& n = part.numbers.back();
      if (!places.insert({n.row, n.column}).second)
        throw std::invalid_argument(fmt::format("two numbers at row '{}', column '{}'", n.row, n.column));
    }
    table.parts.push_back(std::move(part));
  }
  if (const Json& figure = json.at("figure"); !figure.is_null()) table.figure = figure_of(figure);
  return table;
}

}  // namespace

std::string table_json(const ReproducedTable& table) {
  Json parts = Json::array();
  for (const auto& part : table.parts) {
    Json numbers = Json::array();
    for (const auto& number : part.numbers) numbers.push_back(json_of(number));
    parts.push_back({{"title", part.title},
                     {"command", part.command},
                     {"notes", part.notes},
                     {"column_unit", part.column_unit.value_or(table.column_unit)},
                     {"numbers", std::move(numbers)}});
  }
  const Json json{{"schema_version", kTableSchemaVersion},
                  {"name", table.name},
                  {"title", table.title},
                  {"column_unit", table.column_unit},
                  {"verdict", table.verdict},
                  {"parts", std::move(parts)},
                  {"figure", table.figure ? json_of(*table.figure) : Json(nullptr)}};
  return json_text(json);
}

ReproducedTable read_table(const std::filesystem::path& file) {
  const std::string text = read_file(file);
  try {
    const Json json = parse_json<Json>(text, file);
    if (const int version = whole_number<int>(json.at("schema_version")); version != kTableSchemaVersion)
      throw std::invalid_argument(
          fmt::format("schema_version is {}, must be {}", version, kTableSchemaVersion));
    return table_of(json);
  } catch (const std::exception& error) {
    throw DataError(
        file, fmt::format("is not a table of `hybrid reproduce`, which makes it anew ({})", error.what()));
  }
}

}  // namespace hybrid::reproduce
