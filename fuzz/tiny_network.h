#pragma once

#include "arch/arch_spec.h"

namespace hybrid::fuzz {

/// A network with so few weights that the fuzzer can make them all.
inline arch::ArchSpec tiny_network() {
  return {.name = "tiny",
          .input = {1, 4, 4},
          .classes = 2,
          .layers = {arch::ConvSpec{.channels = 2, .kernel = 3}, arch::GlobalAveragePoolSpec{},
                     arch::LinearSpec{.outputs = 2}}};
}

}  // namespace hybrid::fuzz
