#pragma once
// State dicts written by torch.save: a pickle that describes the tensors, and the storages; each tensor is a
// strided view of a storage. Both layouts are read: the zip archive of torch 1.6 and later (data.pkl, data/0,
// data/1, ...) and the legacy layout (five pickles, then the storages). Nested checkpoints are unwrapped.

#include <filesystem>
#include <string_view>

#include "weights/tensor_file.h"

namespace hybrid::weights {

/// Returns whether `file` begins like torch's legacy layout.
bool is_legacy_torch_file(std::string_view file);

/// Returns the tensors of a zip archive or legacy file, made contiguous, in the order of the state dict.
/// `path` is for messages only.
/// @throws DataError if the file is damaged, is TorchScript, holds no state dict, or names functions that run
/// programs; nothing is ever run, and memory is never allocated by a claimed size
TensorMap parse_torch_zip(std::string_view file, const std::filesystem::path& path);
TensorMap parse_legacy_torch_file(std::string_view file, const std::filesystem::path& path);

}  // namespace hybrid::weights
