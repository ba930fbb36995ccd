#pragma once

#include "cli/command.h"

namespace hybrid::cli {

/// The row of `predict` with its setup, for the program of its own, which links LibTorch.
const Command& predict_command();

}  // namespace hybrid::cli
