#pragma once
// A network whose layers we do not know, saved by torch.jit.save: run as it is. The file holds a program, in
// TorchScript's own small language, which cannot reach files or the network but can use all time and memory:
// run those of people you trust.

#include <filesystem>

#include "nets/inference_model.h"

namespace hybrid {

/// Whether the file begins as TorchScript does, which is a zip archive; read_torchscript tells for certain.
bool looks_like_torchscript(const std::filesystem::path& path);

/// Reads the network and tries it on images of that shape, which tells the fastest layout and the classes.
/// @throws DataError if the file cannot be read, is damaged or no TorchScript, or if the network does not
/// take one float32 tensor [1, channels, height, width] and return one [1, classes].
InferenceModel read_torchscript(const std::filesystem::path& path, const Shape& input,
                                Precision precision = Precision::fp32,
                                const torch::Device& device = torch::kCPU);

}  // namespace hybrid
