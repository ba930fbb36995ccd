#pragma once

#include <filesystem>
#include <optional>

#include "arch/arch_spec.h"

namespace hybrid::arch {

/// Reads a network description of the MCUNet zoo (<name>.json, ProxylessNASNets) or of Once-for-All
/// (net.config, MobileNetV3). Without `input` the resolution is the file's ("resolution", or "image_size" in
/// the run.config next to a net.config); without `classes` their number is the file's. Blocks whose
/// convolution is a ZeroLayer compute nothing and are omitted.
/// @throws DataError naming the file and the place in it ("blocks[3].mobile_inverted_conv.stride") for any
/// value that is missing, unknown, inconsistent or out of range
ArchSpec read_arch_file(const std::filesystem::path& file, const std::optional<Shape>& input = {},
                        std::optional<int> classes = {});

}  // namespace hybrid::arch
