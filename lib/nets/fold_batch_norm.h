#pragma once

#include "arch/arch_spec.h"
#include "nets/network.h"

namespace hybrid {

/// The same architecture where every convolution with batch norm has a bias instead.
ArchSpec without_batch_norm(ArchSpec spec);

/// A copy in which each batch norm, as it works in evaluation mode, is part of its convolution:
/// w' = w g / sqrt(v + e), b' = (b - m) g / sqrt(v + e) + h for scale g, shift h, running mean m and variance
/// v. Equal but for rounding; computed in double. The network itself is left as it is.
Network fold_batch_norm(const Network& network);

}  // namespace hybrid
