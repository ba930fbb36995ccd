#pragma once
// Matches the tensors of a file to those of a network, one to one.

#include <filesystem>

#include "arch/arch_spec.h"
#include "weights/dialects.h"
#include "weights/tensor_file.h"

namespace hybrid::weights {

/// Returns the network's tensors under our names and in our shapes, in execution order, as f32; step counters
/// as i64, of whatever type they are in the file. The file's names may be of any dialect, and wrapped
/// (weights/wrappers.h). A missing step counter is 0: it only counts training steps and is never read.
/// @throws DataError that lists every missing, surplus and wrongly shaped tensor; `path` is for messages
/// only.
TensorMap match_weights(TensorMap file, const arch::ArchSpec& spec, const std::filesystem::path& path);

/// Calls read_weights, then match_weights. The result's notes tell how the file was interpreted.
TensorMap read_weights_for(const arch::ArchSpec& spec, const std::filesystem::path& path);

/// Converts the network's tensors from our names and shapes to those of another library.
/// @throws DataError as match_weights, InvalidArgument if the library has no such network.
TensorMap rename_weights(const TensorMap& ours, const arch::ArchSpec& spec, Dialect dialect,
                         const std::filesystem::path& path);

}  // namespace hybrid::weights
