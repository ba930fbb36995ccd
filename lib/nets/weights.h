#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "nets/network.h"
#include "weights/tensor_file.h"

namespace hybrid::nets {

/// Loads the network, which may be on any device, from a weights file of any layout and dialect
/// (weights/match.h). Everything is checked before the network changes. Returns notes for the user about how
/// the file was interpreted.
/// @throws DataError listing every missing, surplus and wrongly shaped tensor
std::vector<std::string> load_weights(Network& network, const std::filesystem::path& path);

/// Returns copies of all parameters and buffers under our names, in execution order.
weights::TensorMap weights_of(const Network& network);

}  // namespace hybrid::nets
