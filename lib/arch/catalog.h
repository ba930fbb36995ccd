#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arch/arch_spec.h"

namespace hybrid::arch {

/// Suffix of torchvision's variant of a network where it differs from timm's: "mobilenet-v3-large-100-tv".
inline constexpr std::string_view kTorchvisionSuffix = "-tv";

/// Returns the architecture of this name for images of this shape, or std::nullopt for a name that is not in
/// the catalog
std::optional<ArchSpec> find_arch(std::string_view name, const Shape& input, int classes);

/// Returns the architecture with its published input shape and number of classes (3x96x96 and 1000 for
/// mcunet-5fps).
std::optional<ArchSpec> find_arch(std::string_view name);

/// Returns all names, sorted; for messages and the manual.
std::vector<std::string> arch_names();

}  // namespace hybrid::arch
