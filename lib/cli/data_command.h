#pragma once

#include "cli/command.h"

namespace hybrid::cli {

/// The row of `data` with its setup, for the program of its own, which links OpenCV, libcurl and libarchive.
const Command& data_command();

}  // namespace hybrid::cli
