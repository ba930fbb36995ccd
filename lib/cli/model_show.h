#pragma once

#include <span>
#include <string>

#include "arch/model_card.h"

namespace hybrid::cli {

/// What `hybrid model show` prints beside the totals.
struct ModelDetails {
  bool layers = false;
  bool splits = false;
};

/// The network's counts beside those of the cards about it, for the terminal.
std::string model_text(const arch::ArchSpec& spec, std::span<const arch::ModelCard> cards,
                       const ModelDetails& details);

/// The same for programs, layers and split points always included.
std::string model_json(const arch::ArchSpec& spec, std::span<const arch::ModelCard> cards);

/// The cards about this network on images of this size.
std::vector<arch::ModelCard> cards_about(const arch::ArchSpec& spec, std::span<const arch::ModelCard> cards);

}  // namespace hybrid::cli
