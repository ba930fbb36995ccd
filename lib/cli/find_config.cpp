#include "cli/find_config.h"

#include <fmt/format.h>

#include "config/config_files.h"
#include "core/error.h"
#include "core/text.h"

namespace hybrid::cli {

namespace fs = std::filesystem;

fs::path find_config(const std::string& kind, const std::string& what, const std::string& name_or_file) {
  if (const auto file = config::find_config_file(kind, name_or_file)) return *file;
  const auto known = config::known_configs(kind);
  if (known.empty())
    throw UsageError(
        fmt::format("unknown {} '{}': there is no configs/{} here or beside the program; give a file, or "
                    "start in the source folder",
                    what, name_or_file, kind));
  throw UsageError(fmt::format("unknown {} '{}'{} (there are {}; or give a file)", what, name_or_file,
                               did_you_mean(name_or_file, known), join(known)));
}

fs::path experiment_file(const std::string& name_or_file) {
  const fs::path file = config::find_config_file("", name_or_file).value_or(name_or_file);
  if (fs::is_other(file)) throw DataError(file, "is a pipe or a device; give a config as a file");
  return file;
}

}  // namespace hybrid::cli
