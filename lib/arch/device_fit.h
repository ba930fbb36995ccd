#pragma once
// Whether a network, quantised to int8, fits a device: activations in SRAM, weights in flash (counted as
// described in arch/count.h), plus what the inference engine needs of both.

#include <string>

#include "arch/count.h"
#include "config/fields.h"

namespace hybrid::arch {

/// The content of one file in configs/devices/.
struct DeviceMemory {
  std::string name;
  std::string description;
  std::int64_t sram_bytes = 0;
  std::int64_t flash_bytes = 0;
  std::int64_t engine_sram_bytes = 0;   ///< buffers, stack and heap in addition to the activations
  std::int64_t engine_flash_bytes = 0;  ///< code and tables in addition to the weights
  std::string source;
  bool operator==(const DeviceMemory&) const = default;
};

void describe(config::Fields& fields, DeviceMemory& device);

/// The use of one kind of memory.
struct MemoryUse {
  std::int64_t network = 0;  ///< bytes
  std::int64_t engine = 0;
  std::int64_t available = 0;
  /// SRAM: the layer that needs most. Flash: the layer at which the weights exceed the memory; if they do
  /// not, the largest.
  std::string layer;
  std::int64_t left() const { return available - network - engine; }  ///< negative if it does not fit
};

struct DeviceFit {
  MemoryUse sram, flash;
  bool fits() const { return sram.left() >= 0 && flash.left() >= 0; }
};

DeviceFit fit(const ArchCount& counted, const DeviceMemory& device);

}  // namespace hybrid::arch
