#pragma once
// What torch.save writes of a state dict: a pickle that describes the tensors, and their storages, of which
// each tensor is a strided view. Both layouts: the zip archive of torch 1.6 and later (data.pkl, data/0,
// data/1, ...) and the legacy one before it (five pickles, then the storages). Nested checkpoints are
// unwrapped.

#include <filesystem>
#include <string_view>

#include "weights/tensor_file.h"

namespace hybrid {

/// Whether `file` begins as torch's legacy layout does.
bool is_legacy_torch_file(std::string_view file);

/// The tensors of a zip archive or legacy file, each made contiguous, in the order of the state dict. `path`
/// is for messages only.
/// @throws DataError if the file is damaged, TorchScript, holds other things than tensors, or would run code;
/// nothing is allocated by a size it claims.
TensorMap parse_torch_zip(std::string_view file, const std::filesystem::path& path);
TensorMap parse_legacy_torch_file(std::string_view file, const std::filesystem::path& path);

}  // namespace hybrid
