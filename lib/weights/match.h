#pragma once
// A file's tensors and a network's: every one of the one must be in the other.

#include <filesystem>

#include "arch/arch_spec.h"
#include "weights/dialects.h"
#include "weights/tensor_file.h"

namespace hybrid {

/// The network's tensors under our names, in the order the layers run, as f32 in our shapes; step counters as
/// i64. The file's names may be of any dialect. A step counter that is missing is 0: it only counts training
/// steps, and nothing reads it.
/// @throws DataError that lists every missing, surplus and wrongly shaped tensor; `path` is for messages
/// only.
TensorMap match_weights(const TensorMap& file, const ArchSpec& spec, const std::filesystem::path& path);

/// read_weights, then match_weights. Its notes say what was decided about the file.
TensorMap read_weights_for(const ArchSpec& spec, const std::filesystem::path& path);

/// The network's tensors, under our names, under those of another library and in its shapes.
/// @throws DataError as match_weights, InvalidArgument if the library has no such network.
TensorMap rename_weights(const TensorMap& ours, const ArchSpec& spec, Dialect dialect,
                         const std::filesystem::path& path);

}  // namespace hybrid
