#pragma once
// A network with unknown layers, saved by torch.jit.save, which is run as it is. The file contains a program
// in TorchScript's restricted language. It cannot access files or the network, but can use unlimited time and
// memory, so only trusted files should be run.

#include <filesystem>

#include "nets/inference_model.h"

namespace hybrid::nets {

/// Returns whether the file begins like TorchScript, a zip archive; only read_torchscript makes certain.
bool looks_like_torchscript(const std::filesystem::path& path);

/// Reads the network and runs it on images of this shape to determine the fastest layout and the number of
/// classes.
/// @throws DataError if the file cannot be read, is damaged or is not TorchScript, or if the network does not
/// map one float32 tensor [1, channels, height, width] to one [1, classes]
InferenceModel read_torchscript(const std::filesystem::path& path, const arch::Shape& input,
                                config::Precision precision = config::Precision::fp32,
                                const torch::Device& device = torch::kCPU);

}  // namespace hybrid::nets
