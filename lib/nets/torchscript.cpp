#include "nets/torchscript.h"

#include <fmt/ranges.h>
#include <torch/script.h>
#include <zip.h>

#include <array>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "core/error.h"
#include "nets/autocast.h"

namespace hybrid::nets {

namespace fs = std::filesystem;

namespace {

/// Rethrows an error of LibTorch, without its stack trace, in one line.
[[noreturn]] void refuse(const fs::path& path, std::string_view what, const std::exception& error) {
  const auto* ours = dynamic_cast<const c10::Error*>(&error);
  const std::string reason = ours != nullptr ? ours->what_without_backtrace() : error.what();
  throw DataError(path, fmt::format("{} ({})", what, reason.substr(0, reason.find('\n'))));
}

/// Verifies the checksums of all entries, which LibTorch does not check.
bool is_whole(const fs::path& path) {
  const std::unique_ptr<zip, void (*)(zip*)> archive(zip_open(path.c_str(), ZIP_RDONLY, nullptr),
                                                     &zip_discard);
  if (!archive) return false;
  std::array<char, 1 << 16> buffer;
  const zip_int64_t entries = zip_get_num_entries(archive.get(), 0);
  for (zip_int64_t i = 0; i < entries; ++i) {
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> entry(
        zip_fopen_index(archive.get(), static_cast<zip_uint64_t>(i), 0), &zip_fclose);
    zip_int64_t count = entry ? 1 : -1;
    while (count > 0) count = zip_fread(entry.get(), buffer.data(), buffer.size());
    if (count < 0) return false;
  }
  return true;
}

torch::jit::Module load(const fs::path& path, const torch::Device& device) {
  if (!is_whole(path)) throw DataError(path, "is a damaged zip archive; copy it again");
  try {
    torch::jit::Module module = torch::jit::load(path.string(), device);
    module.eval();
    if (!module.find_method("forward"))
      throw DataError(path, "is a TorchScript module without a method 'forward'");
    return module;
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    refuse(
        path,
        "is no network that this LibTorch can run, expected what torch.jit.save(torch.jit.script(m)) writes",
        error);
  }
}

torch::Tensor run(torch::jit::Module& module, const torch::Tensor& images, config::Precision precision) {
  const torch::NoGradGuard no_grad;
  const Autocast autocast(images.device(), precision);
  return module.forward({images}).toTensor().to(torch::kFloat32);
}

/// Returns channels-last, with faster convolutions, if the program accepts it and computes the same outputs.
/// A program that reshapes its tensors may fail with it.
at::MemoryFormat fastest_layout(torch::jit::Module& module, const arch::Shape& input,
                                config::Precision precision, const torch::Device& device) {
  constexpr double kSame = 1e-4;  // relative; a different order of summation has smaller differences
  const auto ramp =
      torch::linspace(-2, 2, 2 * input.elements()).view({2, input.channels, input.height, input.width});
  const torch::Tensor images = ramp.to(device);
  try {
    const auto plain = run(module, images, precision);
    const auto last = run(module, images.contiguous(at::MemoryFormat::ChannelsLast), precision);
    const double tolerance = precision == config::Precision::fp32 ? kSame : 100 * kSame;
    if (plain.sizes() == last.sizes() && torch::allclose(plain, last, tolerance, tolerance))
      return at::MemoryFormat::ChannelsLast;
  } catch (const std::exception&) {  // the test with one image reports any error
  }
  return at::MemoryFormat::Contiguous;
}

}  // namespace

bool looks_like_torchscript(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::array<char, 4> beginning{};
  in.read(beginning.data(), beginning.size());
  return in && std::string_view(beginning.data(), beginning.size()) == "PK\x03\x04";
}

InferenceModel read_torchscript(const fs::path& path, const arch::Shape& input, config::Precision precision,
                                const torch::Device& device) {
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) throw DataError(path, "is no file");
  if (!looks_like_torchscript(path)) throw DataError(path, "is no TorchScript file, which is a zip archive");
  auto module = std::make_shared<torch::jit::Module>(load(path, device));
  const at::MemoryFormat layout = fastest_layout(*module, input, precision, device);
  InferenceModel model{.name = path.filename().string(),
                       .input = input,
                       .precision = precision,
                       .device = device,
                       .forward = [module, precision, device, layout](const torch::Tensor& images) {
                         return run(*module, images.to(device).contiguous(layout), precision);
                       }};
  torch::Tensor logits;
  try {
    logits = model.forward(torch::zeros({1, input.channels, input.height, input.width}));
  } catch (const std::exception& error) {
    refuse(path, fmt::format("cannot run on one image of {}", to_string(input)), error);
  }
  if (logits.dim() != 2 || logits.size(0) != 1 || logits.size(1) < 1)
    throw DataError(path, fmt::format("gives a tensor of shape [{}] for one image, expected [1, classes]",
                                      fmt::join(logits.sizes(), ", ")));
  model.classes = static_cast<int>(logits.size(1));
  return model;
}

}  // namespace hybrid::nets
