#include "nets/torchscript_program.h"

#include <torch/script.h>

#include "core/error.h"
#include "nets/autocast.h"
#include "nets/threads.h"
#include "nets/torch_error.h"
#include "nets/torchscript_archive.h"

namespace hybrid::nets {

namespace fs = std::filesystem;

namespace {

torch::jit::Module load(const fs::path& path, const torch::Device& device) {
  require_whole_archive(path);
  try {
    torch::jit::Module module = torch::jit::load(path.string(), device);
    module.eval();
    if (!module.find_method("forward"))
      throw DataError(path, "is a TorchScript module without a method 'forward'");
    return module;
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    throw DataError(path, fmt::format("is no network that this LibTorch can run, expected what "
                                      "torch.jit.save(torch.jit.script(m)) writes ({})",
                                      explain(error)));
  }
}

class LoadedProgram : public TorchScriptProgram {
 public:
  LoadedProgram(const fs::path& path, config::Precision precision, const torch::Device& device)
      : path_(path), module_(load(path, device)), precision_(precision), device_(device) {}

  torch::Tensor run(const torch::Tensor& images, at::MemoryFormat layout) override {
    const torch::NoGradGuard no_grad;
    const FixedThreads all(most_threads());  // its results may depend on their number
    const Autocast autocast(device_, precision_);
    const c10::IValue output = module_.forward({images.to(device_).contiguous(layout)});
    if (!output.isTensor())
      throw DataError(path_, fmt::format("gives a {}, expected one tensor [images, classes]; wrap it so that "
                                         "forward returns the logits alone",
                                         output.tagKind()));
    return output.toTensor().to(torch::kFloat32);
  }

 private:
  fs::path path_;
  torch::jit::Module module_;
  config::Precision precision_;
  torch::Device device_;
};

}  // namespace

std::unique_ptr<TorchScriptProgram> load_program(const fs::path& path, config::Precision precision,
                                                 const torch::Device& device) {
  return std::make_unique<LoadedProgram>(path, precision, device);
}

}  // namespace hybrid::nets
