#pragma once

#include "cli/command.h"

namespace hybrid::cli {

/// Returns the row of `train-exits` with its setup, for its own program, which links LibTorch.
const Command& train_exits_command();

}  // namespace hybrid::cli
