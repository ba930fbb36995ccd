#pragma once
// The program in a TorchScript file, loaded to run in this process or in one of its own.

#include <torch/torch.h>

#include <filesystem>
#include <memory>

#include "config/network.h"
#include "core/log.h"

namespace hybrid::nets {

/// Where a TorchScript program is run.
enum class Isolation {
  sandbox,  ///< in a process without rights (core/sandbox.h), whose crash is an error like others
  none,     ///< in this process, with all its rights
};

class TorchScriptProgram {
 public:
  TorchScriptProgram() = default;
  virtual ~TorchScriptProgram() = default;
  TorchScriptProgram(const TorchScriptProgram&) = delete;
  TorchScriptProgram& operator=(const TorchScriptProgram&) = delete;

  /// Runs `forward` in evaluation mode, without gradients, on float32 [b, channels, height, width] in this
  /// memory layout. Returns its output, a tensor of any shape, in float32.
  /// @throws DataError if it gives no tensor, or ended its process
  /// @throws std::exception with a message for explain(), if it fails
  virtual torch::Tensor run(const torch::Tensor& images, at::MemoryFormat layout) = 0;
};

/// Loads the program into this process. Loading already runs what is in the file.
/// @throws DataError if it is damaged or no TorchScript module with `forward`
std::unique_ptr<TorchScriptProgram> load_program(const std::filesystem::path& path,
                                                 config::Precision precision, const torch::Device& device);

/// Loads the program into a process of its own, a copy of this one, that runs it on the CPU with as many
/// threads as this one would, and gives the same results. Only that process reads the file.
/// @throws DataError as load_program, and if no process can be started; `log` says where it has rights left
std::unique_ptr<TorchScriptProgram> load_sandboxed_program(const std::filesystem::path& path,
                                                           config::Precision precision, Logger& log);

}  // namespace hybrid::nets
