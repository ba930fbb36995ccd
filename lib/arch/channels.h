#pragma once

namespace hybrid {

/// The multiple of 8 nearest to `channels`, at least 8, and the next one where that would take more than a
/// tenth away. The rule by which the MobileNets, EfficientNets and Once-for-All scale their widths (Sandler
/// et al. 2018, the authors' code).
int round_channels(double channels);

}  // namespace hybrid
