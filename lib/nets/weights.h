#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "nets/network.h"
#include "weights/tensor_file.h"

namespace hybrid {

/// Fills the network, on whatever device it is, from a weights file of any layout and dialect
/// (weights/match.h). Everything is checked before anything changes. Returns what was decided about the file,
/// for the user to see.
/// @throws DataError that lists every missing, surplus and wrongly shaped tensor.
std::vector<std::string> load_weights(Network& network, const std::filesystem::path& path);

/// Copies of all parameters and buffers under our names, in the order the layers run.
TensorMap weights_of(const Network& network);

}  // namespace hybrid
