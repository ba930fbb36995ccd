#pragma once

#include "cli/command.h"

namespace hybrid::cli {

/// The row of `train` with its setup, for the one program that links LibTorch.
const Command& train_command();

}  // namespace hybrid::cli
