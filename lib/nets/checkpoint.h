#pragma once
// One file with everything needed to resume training exactly: any number of networks, their optimisers, and a
// text of the caller (counters, a router). Written atomically.

#include <torch/torch.h>

#include <filesystem>
#include <span>
#include <string>

#include "nets/network.h"

namespace hybrid::nets {

/// One network of a checkpoint. The name is its key in the file: "base", "cloud".
struct CheckpointPart {
  std::string name;
  Network network;
  torch::optim::SGD* optimizer = nullptr;  ///< not owned; null for a network that is not trained
};

/// Writes a checkpoint; equal networks, optimisers and states give equal bytes.
/// @throws DataError with the system's error message if the file cannot be written
void save_checkpoint(const std::filesystem::path& path, std::span<const CheckpointPart> parts,
                     const std::string& state);

/// Loads the parts' networks and optimisers, which may be on any device, and returns the caller's text. The
/// file may contain further parts. An optimiser's settings, unlike its momentum, are not in the file and
/// stay. After an error networks and optimisers are unchanged.
/// @throws DataError if the file is missing, damaged, or of other networks, naming the first tensor that
/// differs
std::string load_checkpoint(const std::filesystem::path& path, std::span<const CheckpointPart> parts);

}  // namespace hybrid::nets
