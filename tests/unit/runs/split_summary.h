#pragma once

#include "runs/split_file.h"

namespace hybrid::test {

inline runs::SplitSummary split_summary() {
  return {.network = "resnet-small",
          .after = "3",
          .features = {64, 4, 4},
          .device_macs = 5879552,
          .cloud_macs = 640,
          .weight_bytes = 180000,
          .sram_bytes = 9408,
          .image_bytes = 784,
          .bytes_int8 = 1024,
          .bytes_fp32 = 4096,
          .format = arch::FeatureFormat::int8,
          .quantization = quant::Quantization{0.03125F, -128},
          .exit_accuracy = 0.875,
          .cloud_accuracy = 0.925,
          .whole_accuracy = 0.93,
          .profile = "stm32f746-nbiot",
          .latency_ms = 190.5,
          .energy_mj = 12.75,
          .whole_latency_ms = 82.25,
          .whole_energy_mj = 6.125};
}

}  // namespace hybrid::test
