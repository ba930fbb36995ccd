#pragma once

#include "arch/arch_spec.h"
#include "nets/network.h"

namespace hybrid::nets {

/// Returns the architecture with a bias in place of every batch norm.
arch::ArchSpec without_batch_norm(arch::ArchSpec spec);

/// Returns a copy in which each batch norm, in evaluation mode, is folded into its convolution: w' = w g /
/// sqrt(v + e), b' = (b - m) g / sqrt(v + e) + h for scale g, shift h, running mean m and variance v. Equal
/// except for rounding; computed in double. `network` does not change.
Network fold_batch_norm(const Network& network);

}  // namespace hybrid::nets
