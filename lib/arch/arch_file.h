#pragma once

#include <filesystem>
#include <optional>

#include "arch/arch_spec.h"

namespace hybrid {

/// The network that a description of the MCUNet zoo (<name>.json, ProxylessNASNets) or of Once-for-All
/// (net.config, MobileNetV3) holds. Without `input` it is the file's own resolution ("resolution", or
/// "image_size" in the run.config beside a net.config), without `classes` the file's own number. Blocks whose
/// convolution is a ZeroLayer are left out: they do nothing.
/// @throws DataError naming the file and the place in it ("blocks[3].mobile_inverted_conv.stride") for
/// whatever is missing, unknown, inconsistent or absurd: what would not be computed as the file says is not
/// read.
ArchSpec read_arch_file(const std::filesystem::path& file, const std::optional<Shape>& input = {},
                        std::optional<int> classes = {});

}  // namespace hybrid
