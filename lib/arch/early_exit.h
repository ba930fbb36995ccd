#pragma once
// Split computation with an early exit (BranchyNet, Teerapittayanon et al. 2017; Kag et al. 2022, A.2): the
// device runs the first layers of the cloud model and a small classifier on their output, the exit. For
// inputs that are sent, the features are transmitted and the cloud runs the remaining layers.

#include <string_view>

#include "arch/split_points.h"

namespace hybrid::arch {

/// Returns the split point of this name, which must leave layers on both sides.
/// @throws InvalidArgument listing the layers
SplitPoint exit_point(const ArchSpec& network, std::string_view after);

/// Returns the network on the device: the layers before the cut, global average pooling, and a fully
/// connected layer to the classes. Requires a point from exit_point.
ArchSpec exit_arch(const ArchSpec& network, const SplitPoint& point);

}  // namespace hybrid::arch
