#pragma once
// Whether a network, quantised to int8, has room on a device: activations in SRAM, weights in flash
// (arch/count.h says how they are counted), and in both what the inference engine takes for itself.

#include <string>

#include "arch/count.h"
#include "config/fields.h"

namespace hybrid {

/// One file of configs/devices/.
struct DeviceMemory {
  std::string name;
  std::string description;
  std::int64_t sram_bytes = 0;
  std::int64_t flash_bytes = 0;
  std::int64_t engine_sram_bytes = 0;   ///< buffers, stack and heap beside the activations
  std::int64_t engine_flash_bytes = 0;  ///< code, and tables beside the weights
  std::string source;
  bool operator==(const DeviceMemory&) const = default;
};

void describe(Fields& fields, DeviceMemory& device);

/// What one kind of memory has to hold.
struct MemoryUse {
  std::int64_t network = 0;  ///< bytes
  std::int64_t engine = 0;
  std::int64_t available = 0;
  /// SRAM: where the network needs most. Flash: where its weights pass the end, or if they do not, the
  /// largest.
  std::string layer;
  std::int64_t left() const { return available - network - engine; }  ///< negative if it does not fit
};

struct DeviceFit {
  MemoryUse sram, flash;
  bool fits() const { return sram.left() >= 0 && flash.left() >= 0; }
};

DeviceFit fit(const ArchCount& counted, const DeviceMemory& device);

}  // namespace hybrid
