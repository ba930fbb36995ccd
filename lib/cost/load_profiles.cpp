#include "cost/load_profiles.h"

#include "config/config_files.h"
#include "config/load.h"
#include "core/error.h"

namespace hybrid::cost {

std::vector<SystemProfile> load_profiles(std::span<const std::string> names,
                                         const std::filesystem::path& folder) {
  std::vector<SystemProfile> profiles;
  for (const auto& name : names) {
    const auto file = config::find_config_file("systems", name, folder);
    if (!file) throw InvalidArgument(config::unknown_config("systems", "profile", name));
    profiles.push_back(config::load<SystemProfile>(*file).value);
  }
  return profiles;
}

}  // namespace hybrid::cost
