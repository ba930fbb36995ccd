#include "arch/device_fit.h"
#include "arch/model_card.h"
#include "config/load.h"
#include "config/writer.h"
#include "cost/system_cost.h"
#include "input.h"
#include "readers.h"

namespace hybrid::fuzz {

/// The small YAML files of configs/: systems, devices, models.
void read_profile(std::string_view bytes) {
  read_or_refuse([&] {
    const auto profile = config::load_text<cost::SystemProfile>(bytes, "profile.yaml").value;
    cost::price(profile, {.base_macs = 1e6, .cloud_macs = 1e9, .input_bytes = 784});
    HYBRID_CHECK(config::load_text<cost::SystemProfile>(config::to_yaml(profile), "").value == profile,
                 "a profile changes when it is written and read");
  });
  read_or_refuse([&] { config::load_text<arch::DeviceMemory>(bytes, "device.yaml"); });
  read_or_refuse([&] { arch::arch_of(config::load_text<arch::ModelCard>(bytes, "model.yaml").value); });
}

}  // namespace hybrid::fuzz
