#pragma once

#include <filesystem>

#include "weights/tensor_file.h"

namespace hybrid::weights {

/// Reads the tensors of a weights file: safetensors, or a state dict written by torch.save (zip or legacy).
/// The format is recognised by the content, not by the name.
/// @throws DataError if the file cannot be read, is damaged, or has another format, which is named if it is
/// known
TensorMap read_weights(const std::filesystem::path& path);

}  // namespace hybrid::weights
