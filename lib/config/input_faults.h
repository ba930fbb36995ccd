#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "config/input.h"

namespace hybrid::config {

/// The names of an input's values in messages: keys, or a command's options.
struct InputNames {
  std::string_view size = "size", crop = "crop", mean = "mean", stddev = "stddev";
};

/// A broken rule between values of an input.
struct InputFault {
  std::array<std::string_view, 2> keys;
  std::string message;
};

/// Returns the rules that validate() checks and the values break.
std::vector<InputFault> input_faults(const InputConfig& c, const InputNames& names = {});

}  // namespace hybrid::config
