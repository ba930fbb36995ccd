#pragma once
// One file of configs/models/: what somebody printed about a network, so that our counts can stand beside it.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "arch/count.h"
#include "config/fields.h"
#include "config/findings.h"

namespace hybrid {

/// The numbers as printed; what is not printed has no value.
struct ModelCard {
  std::string name;     ///< as the source calls it: "MBV3-48"
  std::string network;  ///< ours: "mobilenet-v3-small-100"
  int resolution = 0;   ///< of square colour images; 1000 classes
  std::optional<double> macs, parameters;
  std::optional<double> top1_percent;  ///< on ImageNet, fp32
  std::optional<double> sram_bytes, flash_bytes;
  std::optional<double> latency_ms;
  std::string source;
  std::string explained;  ///< why a number differs from ours by more than a per cent
  bool operator==(const ModelCard&) const = default;
};

void describe(Fields& fields, ModelCard& card);
void validate(const ModelCard& card, const Findings& findings);

/// All cards in a folder, by file name. @throws ConfigError for a faulty one, DataError if there is no
/// folder.
std::vector<ModelCard> read_cards(const std::filesystem::path& folder);

/// The network that the card is about, as it was measured.
ArchSpec arch_of(const ModelCard& card);

/// A printed number and ours.
struct CardComparison {
  std::string what;  ///< "MACs", "parameters", "SRAM", "flash"
  double published = 0;
  double ours = 0;
  double deviation() const { return ours / published - 1; }
};

/// For every number on the card that can be counted. SRAM and flash are int8, without the engine's share.
std::vector<CardComparison> compare(const ModelCard& card, const ArchCount& counted);

}  // namespace hybrid
