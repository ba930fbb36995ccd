#pragma once
// A network with unknown layers, saved by torch.jit.save, which is run as it is. The file is a program, which
// can write files (torch.save) and, where it is not what torch.jit.save writes, do anything. So it runs in a
// process without rights; time is not limited.

#include <filesystem>

#include "core/log.h"
#include "nets/inference_model.h"
#include "nets/torchscript_program.h"

namespace hybrid::nets {

/// Reads the network and runs it on three images of this shape, which shows the number of classes, the
/// fastest layout, whether it takes batches (if not, the model runs one image after the other), and whether
/// it ends in softmax (the model then returns logarithms). What a user should know of this is said in `log`,
/// once.
/// @throws DataError with the cause and what helps, if the file cannot be read, is damaged or is not
/// TorchScript, if the network does not map one float32 tensor [1, channels, height, width] to one [1,
/// classes], or if it gives two answers for one image. The model's `forward` throws DataError, too; both do
/// if the program ends its process.
InferenceModel read_torchscript(const std::filesystem::path& path, const arch::Shape& input, Logger& log,
                                config::Precision precision = config::Precision::fp32,
                                const torch::Device& device = torch::kCPU,
                                Isolation isolation = Isolation::sandbox);

}  // namespace hybrid::nets
