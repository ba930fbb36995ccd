#include "cli/model_show.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "arch/split_points.h"
#include "core/json_text.h"
#include "core/text.h"
#include "report/text_table.h"

namespace hybrid::cli {
namespace {

std::string totals(const arch::ArchCount& counted) {
  const auto line = [](const char* what, std::int64_t number) {
    return fmt::format("  {:<28}{:>15}\n", what, with_thousands(number));
  };
  return line("MACs", counted.macs) + line("parameters", counted.parameters) +
         line("flash, weights int8, bytes", counted.weight_bytes_int8) +
         line("flash, weights fp32, bytes", counted.weight_bytes_fp32) +
         line("SRAM, in place int8, bytes", counted.sram_bytes_int8) +
         line("peak activations int8, bytes", counted.peak_activation_bytes_int8) +
         line("peak activations fp32, bytes", counted.peak_activation_bytes_fp32);
}

std::string comparison_text(const arch::ModelCard& card, const arch::ArchCount& counted) {
  std::string text = fmt::format("\nPublished as {} ({})\n", card.name, card.source);
  for (const arch::CardComparison& row : arch::compare(card, counted))
    text += fmt::format("  {:<28}{:>15}   ours {:+.1f} %\n", row.what,
                        with_thousands(std::llround(row.published)), 100 * row.deviation());
  if (card.top1_percent) text += fmt::format("  {:<28}{:>15.6g}\n", "ImageNet top-1, %", *card.top1_percent);
  if (card.latency_ms) text += fmt::format("  {:<28}{:>15.6g}\n", "latency, ms", *card.latency_ms);
  if (!card.explained.empty()) text += fmt::format("  {}\n", card.explained);
  return text;
}

std::string layers_text(const arch::ArchCount& counted) {
  report::TextTable table{
      .header = {"layer", "output", "MACs", "parameters", "weights int8, B", "live int8, B"}};
  for (const arch::LayerCount& layer : counted.layers)
    table.rows.push_back({layer.name, to_string(layer.output), with_thousands(layer.macs),
                          with_thousands(layer.parameters), with_thousands(layer.weight_bytes_int8()),
                          with_thousands(layer.live_in_place)});
  return "\n" + to_text(table);
}

std::string splits_text(const arch::ArchSpec& spec) {
  report::TextTable table{
      .header = {"split after", "sent", "MACs before", "MACs after", "int8, B", "fp32, B"}};
  for (const arch::SplitPoint& point : arch::split_points(spec))
    table.rows.push_back({point.after, to_string(point.output), with_thousands(point.macs_before),
                          with_thousands(point.macs_after), with_thousands(point.bytes_int8()),
                          with_thousands(point.bytes_fp32())});
  return "\n" + to_text(table);
}

using Json = nlohmann::ordered_json;

Json json_of(const arch::ModelCard& card, const arch::ArchCount& counted) {
  Json json{{"name", card.name}, {"source", card.source}};
  for (const arch::CardComparison& row : arch::compare(card, counted))
    json["compared"].push_back({{"what", row.what},
                                {"published", row.published},
                                {"ours", row.ours},
                                {"deviation", row.deviation()}});
  if (card.top1_percent) json["top1_percent"] = *card.top1_percent;
  if (card.latency_ms) json["latency_ms"] = *card.latency_ms;
  if (!card.explained.empty()) json["explained"] = card.explained;
  return json;
}

Json json_of(const arch::LayerCount& layer) {
  return {{"layer", layer.name},
          {"output", {layer.output.channels, layer.output.height, layer.output.width}},
          {"macs", layer.macs},
          {"parameters", layer.parameters},
          {"weight_bytes_int8", layer.weight_bytes_int8()},
          {"weight_bytes_fp32", layer.weight_bytes_fp32()},
          {"live_activations", layer.live_activations},
          {"live_in_place", layer.live_in_place}};
}

Json json_of(const arch::SplitPoint& point) {
  return {{"after", point.after},
          {"output", {point.output.channels, point.output.height, point.output.width}},
          {"macs_before", point.macs_before},
          {"macs_after", point.macs_after},
          {"bytes_int8", point.bytes_int8()},
          {"bytes_fp32", point.bytes_fp32()}};
}

template <class Row>
Json json_of(const std::vector<Row>& rows) {
  Json json = Json::array();
  for (const Row& row : rows) json.push_back(json_of(row));
  return json;
}

}  // namespace

std::vector<arch::ModelCard> cards_about(const arch::ArchSpec& spec, std::span<const arch::ModelCard> cards) {
  std::vector<arch::ModelCard> about;
  for (const arch::ModelCard& card : cards)
    if (card.network == spec.name && arch::arch_of(card).input == spec.input) about.push_back(card);
  return about;
}

std::string model_text(const arch::ArchSpec& spec, std::span<const arch::ModelCard> cards,
                       const ModelDetails& details) {
  const arch::ArchCount counted = count(spec);
  std::string text = fmt::format("{}, {} in, {} classes\n{}", spec.name, to_string(spec.input), spec.classes,
                                 totals(counted));
  // Published numbers are for the thousand classes of ImageNet.
  if (spec.classes == 1000)
    for (const arch::ModelCard& card : cards_about(spec, cards)) text += comparison_text(card, counted);
  if (details.layers) text += layers_text(counted);
  if (details.splits) text += splits_text(spec);
  return text;
}

std::string model_json(const arch::ArchSpec& spec, std::span<const arch::ModelCard> cards) {
  const arch::ArchCount counted = count(spec);
  Json json{{"schema_version", 1},
            {"name", spec.name},
            {"input", {spec.input.channels, spec.input.height, spec.input.width}},
            {"classes", spec.classes},
            {"macs", counted.macs},
            {"parameters", counted.parameters},
            {"weight_bytes_int8", counted.weight_bytes_int8},
            {"weight_bytes_fp32", counted.weight_bytes_fp32},
            {"sram_bytes_int8", counted.sram_bytes_int8},
            {"peak_activation_bytes_int8", counted.peak_activation_bytes_int8},
            {"peak_activation_bytes_fp32", counted.peak_activation_bytes_fp32}};
  json["published"] = Json::array();
  if (spec.classes == 1000)
    for (const arch::ModelCard& card : cards_about(spec, cards))
      json["published"].push_back(json_of(card, counted));
  json["layers"] = json_of(counted.layers);
  json["split_points"] = json_of(arch::split_points(spec));
  return json_text(json);
}

}  // namespace hybrid::cli
