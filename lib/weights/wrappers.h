#pragma once
// What training frameworks put around a network's tensors: prefixes of its names, copies with averaged
// weights, counters of profilers.

#include <filesystem>

#include "weights/tensor_file.h"

namespace hybrid::weights {

/// Returns the network's tensors under their own names: without the wrappers of torch.compile, DataParallel,
/// Lightning and others ("model._orig_mod.conv_stem.weight"), averaged copies beside the network ("ema."),
/// and counters of profilers ("total_ops") and of averaging ("n_averaged"). The notes tell each once. Tensors
/// that are none of these stay, so that match_weights() lists them.
/// @throws DataError if the network is there several times, or a name twice without its wrapper
TensorMap unwrap(TensorMap file, const std::filesystem::path& path);

}  // namespace hybrid::weights
