#include "workflows/check_experiment.h"

#include <utility>

#include "arch/catalog.h"
#include "core/text.h"
#include "cost/load_profiles.h"

namespace hybrid::workflows {

std::vector<cost::SystemProfile> check_experiment(const config::Loaded<config::ExperimentConfig>& loaded) {
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
  return cost::load_profiles(loaded.value.systems, loaded.folder);
}

}  // namespace hybrid::workflows
