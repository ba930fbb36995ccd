#pragma once

#include "arch/arch_spec.h"

namespace hybrid::reference {

/// Runs through the network's loops and counts their multiplications one by one; those with padding count, as
/// on a device without a special case for borders.
std::int64_t macs(const ArchSpec& spec);

}  // namespace hybrid::reference
