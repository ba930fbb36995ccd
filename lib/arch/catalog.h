#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arch/arch_spec.h"

namespace hybrid {

/// "mobilenet-v3-large-100-tv" is the network that torchvision trained where that differs from timm's.
inline constexpr std::string_view kTorchvisionSuffix = "-tv";

/// The architecture of that name for images of that shape, or nothing if the catalog has no such name.
std::optional<ArchSpec> find_arch(std::string_view name, const Shape& input, int classes);

/// The same for the images and classes it was published for (3x96x96 and 1000 of mcunet-5fps).
std::optional<ArchSpec> find_arch(std::string_view name);

/// All names, sorted; for messages and the manual.
std::vector<std::string> arch_names();

}  // namespace hybrid
