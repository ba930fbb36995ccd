#include "cli/find_model.h"

#include <algorithm>

#include "arch/arch_file.h"
#include "arch/catalog.h"
#include "config/load.h"
#include "core/text.h"

namespace hybrid {

namespace fs = std::filesystem;

std::vector<fs::path> config_folders(const std::string& kind) {
  std::vector<fs::path> folders{fs::path("configs") / kind};
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  if (!error) folders.push_back(self.parent_path() / "../share/hybrid/configs" / kind);
  folders.push_back(fs::path(HYBRID_SOURCE_CONFIGS) / kind);
  return folders;
}

ArchSpec find_model(const std::string& name_or_file, std::optional<int> side, std::optional<int> classes) {
  const auto spec_of = [&](const Shape& input, int default_classes) {
    const Shape shape = side ? Shape{input.channels, *side, *side} : input;
    return find_arch(name_or_file, shape, classes.value_or(default_classes));
  };
  if (const auto published = find_arch(name_or_file)) return *spec_of(published->input, published->classes);
  if (fs::is_regular_file(name_or_file)) {
    const std::optional<Shape> input = side ? std::optional(Shape{3, *side, *side}) : std::nullopt;
    return read_arch_file(name_or_file, input, classes);
  }
  const auto known = arch_names();
  throw UsageError(
      fmt::format("unknown model '{}'{} (there are {}; or give a file: a zoo's JSON, a net.config)",
                  name_or_file, did_you_mean(name_or_file, known), join(known)));
}

std::vector<ModelCard> find_cards() {
  for (const fs::path& folder : config_folders("models"))
    if (fs::is_directory(folder)) return read_cards(folder);
  return {};
}

DeviceMemory find_device(const std::string& name_or_file) {
  if (fs::is_regular_file(name_or_file)) return load<DeviceMemory>(name_or_file).value;
  std::vector<std::string> known;
  for (const fs::path& folder : config_folders("devices")) {
    if (!fs::is_directory(folder)) continue;
    if (const fs::path file = folder / (name_or_file + ".yaml"); fs::is_regular_file(file))
      return load<DeviceMemory>(file).value;
    if (!known.empty()) continue;
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.path().extension() == ".yaml") known.push_back(entry.path().stem().string());
  }
  std::ranges::sort(known);
  throw UsageError(fmt::format("unknown device '{}'{} (there are {}; or give a file)", name_or_file,
                               did_you_mean(name_or_file, known), join(known)));
}

}  // namespace hybrid
