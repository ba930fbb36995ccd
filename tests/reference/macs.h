#pragma once

#include "arch/arch_spec.h"

namespace hybrid::reference {

/// Counts the multiplications in the network's loops one by one, including those with padding, as on a device
/// without a special case for borders.
std::int64_t macs(const arch::ArchSpec& spec);

}  // namespace hybrid::reference
