#include "cli/find_config.h"

#include <fmt/format.h>

#include <set>

#include "core/error.h"
#include "core/text.h"

namespace hybrid::cli {

namespace fs = std::filesystem;

std::vector<fs::path> shipped_folders() {
  std::vector<fs::path> folders{""};
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  if (!error) folders.push_back((self.parent_path() / HYBRID_DATA_FROM_PROGRAMS).lexically_normal());
  return folders;
}

std::vector<fs::path> config_folders(const std::string& kind) {
  std::vector<fs::path> folders = shipped_folders();
  for (auto& folder : folders) folder = folder / "configs" / kind;
  return folders;
}

std::vector<std::string> known_configs(const std::string& kind) {
  std::set<std::string> names;
  for (const auto& folder : config_folders(kind)) {
    if (!fs::is_directory(folder)) continue;
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.path().extension() == ".yaml") names.insert(entry.path().stem().string());
  }
  return {names.begin(), names.end()};
}

fs::path find_config(const std::string& kind, const std::string& what, const std::string& name_or_file) {
  if (fs::is_regular_file(name_or_file)) return name_or_file;
  for (const auto& folder : config_folders(kind)) {
    const fs::path file = folder / (name_or_file + ".yaml");
    if (fs::is_regular_file(file)) return file;
  }
  const auto known = known_configs(kind);
  if (known.empty())
    throw UsageError(
        fmt::format("unknown {} '{}': there is no configs/{} here or beside the program; give a file, or "
                    "start in the source folder",
                    what, name_or_file, kind));
  throw UsageError(fmt::format("unknown {} '{}'{} (there are {}; or give a file)", what, name_or_file,
                               did_you_mean(name_or_file, known), join(known)));
}

}  // namespace hybrid::cli
