#include "cli/find_config.h"

#include "config/config_files.h"
#include "core/error.h"

namespace hybrid::cli {

namespace fs = std::filesystem;

fs::path find_config(const std::string& kind, const std::string& what, const std::string& name_or_file) {
  if (const auto file = config::find_config_file(kind, name_or_file)) return *file;
  throw UsageError(config::unknown_config(kind, what, name_or_file));
}

fs::path experiment_file(const std::string& name_or_file) {
  const fs::path file = config::find_config_file("", name_or_file).value_or(name_or_file);
  if (fs::is_other(file)) throw DataError(file, "is a pipe or a device; give a config as a file");
  return file;
}

}  // namespace hybrid::cli
