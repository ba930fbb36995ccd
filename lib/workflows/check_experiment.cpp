#include "workflows/check_experiment.h"

#include <utility>

#include "arch/catalog.h"
#include "config/ignored_keys.h"
#include "core/text.h"
#include "cost/load_profiles.h"
#include "cost/plausible.h"

namespace hybrid::workflows {

std::vector<cost::SystemProfile> check_experiment(const config::Loaded<config::ExperimentConfig>& loaded,
                                                  Logger& log) {
  std::vector<Diagnostic> unknown;
  for (const auto& [key, network] : {std::pair("base.network", &loaded.value.base.network),
                                     std::pair("cloud.network", &loaded.value.cloud.network)}) {
    if (*network == config::kTorchScript || arch::find_arch(*network)) continue;
    const auto known = arch::arch_names();
    unknown.push_back(
        {config::place_of(loaded.places, key), fmt::format("unknown {} '{}'{} (there are {})", key, *network,
                                                           did_you_mean(*network, known), join(known))});
  }
  if (!unknown.empty()) throw ConfigError(std::move(unknown));
  for (const auto& line : config::ignored_keys(loaded)) log.warn("{}", line);
  std::vector<cost::SystemProfile> profiles = cost::load_profiles(loaded.value.systems, loaded.folder);
  for (const auto& profile : profiles) cost::warn_of_doubts(profile, log);
  return profiles;
}

}  // namespace hybrid::workflows
