#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arch/arch_spec.h"

namespace hybrid {

/// The architecture of that name for images of that shape, or nothing if the catalog has no such name.
std::optional<ArchSpec> find_arch(std::string_view name, const Shape& input, int classes);

/// All names, for messages and the manual.
std::vector<std::string> arch_names();

}  // namespace hybrid
