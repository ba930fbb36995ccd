#pragma once

#include <span>
#include <string>
#include <string_view>

#include "runs/manifest.h"

namespace hybrid::report {

/// Returns the last line of table.md: the command, the version and commit of this program, and the inputs
/// with the first digits of their hashes. Files are named without their folders, and the whole command line
/// is left to manifest.json, so that the same work in two folders gives the same bytes.
std::string foot_line(std::string_view command, std::span<const runs::FileRecord> inputs);

}  // namespace hybrid::report
