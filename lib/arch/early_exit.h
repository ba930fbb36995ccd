#pragma once
// Split computation with an early exit (BranchyNet, Teerapittayanon et al. 2017; Kag et al. 2022, A.2): the
// device runs the first layers of the cloud's network and a small classifier on what they give. What that
// exit does not settle goes on as features, and the cloud runs the other layers.

#include <string_view>

#include "arch/split_points.h"

namespace hybrid {

/// The split point of that name that leaves work for both sides.
/// @throws InvalidArgument naming the layers there are
SplitPoint exit_point(const ArchSpec& network, std::string_view after);

/// What the device runs: the layers before the cut, each channel's mean, a fully connected layer to the
/// classes. Requires a point of exit_point.
ArchSpec exit_arch(const ArchSpec& network, const SplitPoint& point);

}  // namespace hybrid
