#pragma once

namespace hybrid::arch {

/// Returns the multiple of 8 nearest to `channels`, at least 8; the next larger one if the result would be
/// more than 10 % smaller than `channels`. MobileNets, EfficientNets and Once-for-All scale their widths by
/// this rule (Sandler et al. 2018, the authors' code).
int round_channels(double channels);

}  // namespace hybrid::arch
