#pragma once

#include <span>
#include <string>

#include "arch/model_card.h"

namespace hybrid::cli {

/// The parts of `hybrid model show` in addition to the totals.
struct ModelDetails {
  bool layers = false;
  bool splits = false;
};

/// Returns the network's counts compared with those of its cards, as text.
std::string model_text(const arch::ArchSpec& spec, std::span<const arch::ModelCard> cards,
                       const ModelDetails& details);

/// Returns the counts as JSON, always with layers and split points.
std::string model_json(const arch::ArchSpec& spec, std::span<const arch::ModelCard> cards);

/// Returns the cards of this network for images of this size.
std::vector<arch::ModelCard> cards_about(const arch::ArchSpec& spec, std::span<const arch::ModelCard> cards);

}  // namespace hybrid::cli
