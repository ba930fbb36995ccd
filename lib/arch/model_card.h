#pragma once
// Files in configs/models/: published figures of a network, to compare our counts with.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "arch/count.h"
#include "config/fields.h"
#include "config/findings.h"

namespace hybrid::arch {

/// The published figures of one network; figures that are not published have no value.
struct ModelCard {
  std::string name;     ///< name in the source: "MBV3-48"
  std::string network;  ///< name in our catalog: "mobilenet-v3-small-100"
  int resolution = 0;   ///< side of square RGB images; 1000 classes
  std::optional<double> macs, parameters;
  std::optional<double> top1_percent;  ///< on ImageNet, fp32
  std::optional<double> sram_bytes, flash_bytes;
  std::optional<double> latency_ms;
  std::string source;
  std::string explained;  ///< why a figure differs from ours by more than 1 %
  bool operator==(const ModelCard&) const = default;
};

void describe(config::Fields& fields, ModelCard& card);
void validate(const ModelCard& card, const config::Findings& findings);

/// Reads all cards of a folder, sorted by file name.
/// @throws ConfigError for an invalid card, DataError if the folder does not exist
std::vector<ModelCard> read_cards(const std::filesystem::path& folder);

/// Returns the network of the card, as it was measured.
ArchSpec arch_of(const ModelCard& card);

/// A published figure and ours.
struct CardComparison {
  std::string what;  ///< "MACs", "parameters", "SRAM", "flash"
  double published = 0;
  double ours = 0;
  double deviation() const { return ours / published - 1; }
};

/// Compares every figure of the card that can be counted. SRAM and flash are for int8, without the engine's
/// share.
std::vector<CardComparison> compare(const ModelCard& card, const ArchCount& counted);

}  // namespace hybrid::arch
