#pragma once
// The safetensors format (huggingface.co/docs/safetensors): eight bytes with the length of a JSON header, the
// header with each tensor's type, shape and byte range, then the bytes, which the ranges cover without gap or
// overlap.

#include <filesystem>
#include <string>
#include <string_view>

#include "weights/tensor_file.h"

namespace hybrid::weights {

/// Returns the tensors in the order of their bytes. `path` is for messages only.
/// @throws DataError if `file` violates the format; memory is never allocated by a claimed size
TensorMap parse_safetensors(std::string_view file, const std::filesystem::path& path);

/// Returns the file's bytes, which depend on the tensors alone: widest elements first, which aligns all
/// tensors, otherwise in the given order.
std::string format_safetensors(const TensorMap& map);

/// @throws DataError with the system's error message
void write_safetensors(const std::filesystem::path& path, const TensorMap& map);

}  // namespace hybrid::weights
