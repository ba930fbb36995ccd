#pragma once

#include "cli/command.h"

namespace hybrid::cli {

/// The row of `train-exits` with its setup, for the program of its own, which links LibTorch.
const Command& train_exits_command();

}  // namespace hybrid::cli
