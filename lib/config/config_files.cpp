#include "config/config_files.h"

#include <fmt/format.h>

#include <set>

#include "core/text.h"

namespace hybrid::config {

namespace fs = std::filesystem;

std::vector<fs::path> shipped_folders() {
  std::vector<fs::path> folders{""};
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  if (!error) folders.push_back((self.parent_path() / HYBRID_DATA_FROM_PROGRAMS).lexically_normal());
  return folders;
}

std::vector<fs::path> config_folders(std::string_view kind) {
  std::vector<fs::path> folders = shipped_folders();
  for (auto& folder : folders) folder = folder / "configs" / kind;
  return folders;
}

std::vector<std::string> known_configs(std::string_view kind) {
  std::set<std::string> names;
  for (const auto& folder : config_folders(kind)) {
    if (!fs::is_directory(folder)) continue;
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.path().extension() == ".yaml") names.insert(entry.path().stem().string());
  }
  return {names.begin(), names.end()};
}

std::optional<fs::path> find_config_file(std::string_view kind, const std::string& name,
                                         const fs::path& folder) {
  std::vector<fs::path> folders{folder, ""};
  for (const auto& shipped : shipped_folders()) {
    folders.push_back(shipped / "configs");
    folders.push_back(shipped / "configs" / kind);
  }
  std::error_code ignored;  // an inaccessible path counts as missing
  for (const auto& place : folders)
    for (const fs::path& file : {place / name, place / (name + ".yaml")})
      if (fs::is_regular_file(file, ignored)) return file;
  return std::nullopt;
}

std::string config_file_words(std::string_view kind, const std::string& name, const fs::path& folder) {
  const auto known = known_configs(kind);
  const std::string hint = did_you_mean(fs::path(name).stem().string(), known);
  return fmt::format("an existing file (looked for {}) or a name of configs/{}{}", (folder / name).string(),
                     kind, hint.empty() && !known.empty() ? fmt::format(": {}", join(known)) : hint);
}

std::string unknown_config(std::string_view kind, std::string_view what, const std::string& name) {
  const auto known = known_configs(kind);
  if (known.empty())
    return fmt::format(
        "unknown {} '{}': there is no configs/{} here or beside the program; give a file, or start in the "
        "source folder",
        what, name, kind);
  return fmt::format("unknown {} '{}'{} (there are {}; or give a file)", what, name,
                     did_you_mean(name, known), join(known));
}

}  // namespace hybrid::config
