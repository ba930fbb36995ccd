#pragma once

#include "cli/command.h"

namespace hybrid::cli {

/// Returns the row of `predict` with its setup, for its own program, which links LibTorch.
const Command& predict_command();

}  // namespace hybrid::cli
