#pragma once
// One file with everything from which training goes on as if it had never stopped: any number of networks,
// their optimisers, and a text of the caller's (counters, a router). Written at once or not at all.

#include <torch/torch.h>

#include <filesystem>
#include <span>
#include <string>

#include "nets/network.h"

namespace hybrid {

/// One network of a checkpoint. The name is its key in the file: "base", "cloud".
struct CheckpointPart {
  std::string name;
  Network network;
  torch::optim::Optimizer* optimizer = nullptr;  ///< not owned; none for a network that is only used
};

/// @throws DataError with the system's reason if the file cannot be written.
void save_checkpoint(const std::filesystem::path& path, std::span<const CheckpointPart> parts,
                     const std::string& state);

/// Fills the parts' networks and optimisers on whatever device they are, and returns the caller's text. The
/// file may hold more parts than are asked for. On failure the networks are as they were, unless an
/// optimiser's state is what is damaged.
/// @throws DataError if the file is missing, damaged, or of other networks; the first tensor that differs is
/// named.
std::string load_checkpoint(const std::filesystem::path& path, std::span<const CheckpointPart> parts);

}  // namespace hybrid
