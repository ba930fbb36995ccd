#include "arch/model_card.h"

#include <algorithm>

#include "arch/catalog.h"
#include "config/load.h"
#include "core/text.h"

namespace hybrid::arch {

namespace fs = std::filesystem;

void describe(config::Fields& fields, ModelCard& card) {
  const auto printed = [&](std::string_view key, std::optional<double>& value, std::string_view doc,
                           std::string_view unit) {
    fields.field(key, value, {.doc = doc, .unit = unit, .above = 0.0, .empty_word = "unknown"});
  };
  fields.field("name", card.name, {.doc = "what the source calls the model", .required = true});
  fields.field("network", card.network, {.doc = "its name in the catalog", .required = true});
  fields.field("resolution", card.resolution,
               {.doc = "side of the images", .unit = "pixels", .min = 1, .required = true});
  printed("macs", card.macs, "multiply-accumulates for one image", "MACs");
  printed("parameters", card.parameters, "numbers that are trained", "");
  printed("top1_percent", card.top1_percent, "accuracy on ImageNet", "%");
  printed("sram_bytes", card.sram_bytes, "working memory of the int8 model", "bytes");
  printed("flash_bytes", card.flash_bytes, "read-only memory of the int8 model", "bytes");
  printed("latency_ms", card.latency_ms, "time for one image", "ms");
  fields.field("source", card.source, {.doc = "where the numbers are printed", .required = true});
  fields.field("explained", card.explained,
               {.doc = "why a number differs by more than 1 % from what the network is counted to have"});
}

void validate(const ModelCard& card, const config::Findings& findings) {
  const auto known = arch_names();
  if (std::ranges::find(known, card.network) == known.end())
    findings.add({"network"}, fmt::format("unknown network '{}'{} (`hybrid model list` has all)",
                                          card.network, did_you_mean(card.network, known)));
}

std::vector<ModelCard> read_cards(const fs::path& folder) {
  if (!fs::is_directory(folder))
    throw DataError(folder, "no such folder; it should hold model cards (*.yaml)");
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<ModelCard> cards;
  for (const fs::path& file : files) cards.push_back(config::load<ModelCard>(file).value);
  return cards;
}

ArchSpec arch_of(const ModelCard& card) {
  const auto arch = find_arch(card.network, {3, card.resolution, card.resolution}, 1000);
  HYBRID_CHECK(arch, "card {} names network '{}'", card.name, card.network);
  return *arch;
}

std::vector<CardComparison> compare(const ModelCard& card, const ArchCount& counted) {
  std::vector<CardComparison> comparisons;
  const auto add = [&](const char* what, const std::optional<double>& published, std::int64_t ours) {
    if (published) comparisons.push_back({what, *published, static_cast<double>(ours)});
  };
  add("MACs", card.macs, counted.macs);
  add("parameters", card.parameters, counted.parameters);
  add("SRAM", card.sram_bytes, counted.sram_bytes_int8);
  add("flash", card.flash_bytes, counted.weight_bytes_int8);
  return comparisons;
}

}  // namespace hybrid::arch
