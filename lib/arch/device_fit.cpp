#include "arch/device_fit.h"

#include <algorithm>

namespace hybrid::arch {

void describe(config::Fields& fields, DeviceMemory& device) {
  fields.field("name", device.name, {.doc = "the device's name", .required = true});
  fields.field("description", device.description, {.doc = "one line for people"});
  fields.field("sram_bytes", device.sram_bytes,
               {.doc = "memory for activations and the engine", .unit = "bytes", .min = 1, .required = true});
  fields.field("flash_bytes", device.flash_bytes,
               {.doc = "memory for weights and code", .unit = "bytes", .min = 1, .required = true});
  fields.field("engine_sram_bytes", device.engine_sram_bytes,
               {.doc = "what the inference engine needs of it", .unit = "bytes", .min = 0});
  fields.field("engine_flash_bytes", device.engine_flash_bytes,
               {.doc = "what the inference engine needs of it", .unit = "bytes", .min = 0});
  fields.field("source", device.source, {.doc = "where the numbers come from", .required = true});
}

namespace {

const std::string& layer_of_peak(const ArchCount& counted) {
  return std::ranges::max_element(counted.layers, {}, &LayerCount::live_in_place)->name;
}

/// @param room bytes for weights
const std::string& layer_of_weights(const ArchCount& counted, std::int64_t room) {
  std::int64_t sum = 0;
  for (const LayerCount& layer : counted.layers)
    if ((sum += layer.weight_bytes_int8()) > room) return layer.name;
  return std::ranges::max_element(counted.layers, {}, &LayerCount::weight_bytes_int8)->name;
}

}  // namespace

DeviceFit fit(const ArchCount& counted, const DeviceMemory& device) {
  return {.sram = {.network = counted.sram_bytes_int8,
                   .engine = device.engine_sram_bytes,
                   .available = device.sram_bytes,
                   .layer = layer_of_peak(counted)},
          .flash = {.network = counted.weight_bytes_int8,
                    .engine = device.engine_flash_bytes,
                    .available = device.flash_bytes,
                    .layer = layer_of_weights(counted, device.flash_bytes - device.engine_flash_bytes)}};
}

}  // namespace hybrid::arch
