#include "cli/find_model.h"

#include <algorithm>
#include <iterator>

#include "arch/arch_file.h"
#include "arch/catalog.h"
#include "cli/find_config.h"
#include "config/config_files.h"
#include "config/load.h"
#include "core/text.h"

namespace hybrid::cli {

namespace fs = std::filesystem;

arch::ArchSpec find_model(const std::string& name_or_file, std::optional<int> side,
                          std::optional<int> classes) {
  const auto spec_of = [&](const arch::Shape& input, int default_classes) {
    const arch::Shape shape = side ? arch::Shape{input.channels, *side, *side} : input;
    return arch::find_arch(name_or_file, shape, classes.value_or(default_classes));
  };
  if (const auto published = arch::find_arch(name_or_file))
    return *spec_of(published->input, published->classes);
  if (fs::is_regular_file(name_or_file)) {
    const std::optional<arch::Shape> input =
        side ? std::optional(arch::Shape{3, *side, *side}) : std::nullopt;
    return arch::read_arch_file(name_or_file, input, classes);
  }
  const auto known = arch::arch_names();
  throw UsageError(fmt::format(
      "unknown model '{}'{} (there are {}; or give its description: MCUNet .json, Once-for-All net.config)",
      name_or_file, did_you_mean(name_or_file, known), join(known)));
}

std::vector<arch::ModelCard> find_cards() {
  std::vector<arch::ModelCard> cards;
  for (const fs::path& folder : config::config_folders("models")) {
    if (!fs::is_directory(folder)) continue;
    std::vector<arch::ModelCard> more = arch::read_cards(folder);
    std::erase_if(more, [&](const arch::ModelCard& card) {
      return std::ranges::find(cards, card.name, &arch::ModelCard::name) != cards.end();
    });
    std::ranges::move(more, std::back_inserter(cards));
  }
  return cards;
}

arch::DeviceMemory find_device(const std::string& name_or_file) {
  return config::load<arch::DeviceMemory>(find_config("devices", "device", name_or_file)).value;
}

}  // namespace hybrid::cli
