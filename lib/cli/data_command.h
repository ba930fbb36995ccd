#pragma once

#include "cli/command.h"

namespace hybrid::cli {

/// Returns the row of `data` with its setup, for its own program, which links OpenCV, libcurl and libarchive.
const Command& data_command();

}  // namespace hybrid::cli
