#pragma once

#include <filesystem>

#include "weights/tensor_file.h"

namespace hybrid {

/// The tensors of a weights file: safetensors, or what torch.save writes of a state dict (zip or legacy).
/// Decided by what the file holds, not by its name.
/// @throws DataError if it cannot be read, is damaged, or of another kind, which is named where we know it.
TensorMap read_weights(const std::filesystem::path& path);

}  // namespace hybrid
