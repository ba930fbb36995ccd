#pragma once

#include <span>
#include <string>

#include "arch/model_card.h"

namespace hybrid {

/// What `hybrid model show` prints beside the totals.
struct ModelDetails {
  bool layers = false;
  bool splits = false;
};

/// The network's counts beside those of the cards about it, for the terminal.
std::string model_text(const ArchSpec& spec, std::span<const ModelCard> cards, const ModelDetails& details);

/// The same for programs, layers and split points always included.
std::string model_json(const ArchSpec& spec, std::span<const ModelCard> cards);

/// The cards about this network on images of this size.
std::vector<ModelCard> cards_about(const ArchSpec& spec, std::span<const ModelCard> cards);

}  // namespace hybrid
