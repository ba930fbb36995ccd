#include "nets/torchscript.h"

#include <fmt/ranges.h>

#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "core/error.h"
#include "nets/torch_error.h"
#include "nets/torchscript_archive.h"
#include "predictions/probability_rows.h"

namespace hybrid::nets {

namespace fs = std::filesystem;

namespace {

/// A program, and what is known of it.
struct Program {
  fs::path path;
  config::Precision precision;
  std::unique_ptr<TorchScriptProgram> loaded;

  bool is_bf16() const { return precision == config::Precision::bf16; }

  torch::Tensor run(const torch::Tensor& images, at::MemoryFormat layout) const {
    return loaded->run(images, layout);
  }

  /// Runs one image after the other.
  torch::Tensor run_singly(const torch::Tensor& images, at::MemoryFormat layout) const {
    std::vector<torch::Tensor> outputs;
    for (std::int64_t i = 0; i < images.size(0); ++i) outputs.push_back(run(images.narrow(0, i, 1), layout));
    return torch::cat(outputs);
  }
};

std::unique_ptr<TorchScriptProgram> load(const fs::path& path, config::Precision precision,
                                         const torch::Device& device, Isolation isolation, Logger& log) {
  if (isolation == Isolation::none) return load_program(path, precision, device);
  if (device.is_cpu()) return load_sandboxed_program(path, precision, log);
  log.warn(
      "{}: is a program that runs with all rights of this process, since a GPU cannot be used from a "
      "sandbox",
      path.string());
  return load_program(path, precision, device);
}

/// Returns whether the outputs differ by no more than that share of the largest. Outputs that are not finite
/// are reported with the images that lead to them.
bool agree(const torch::Tensor& a, const torch::Tensor& b, double share) {
  if (a.sizes() != b.sizes()) return false;
  const double largest = a.abs().max().item<double>();
  return !std::isfinite(largest) || torch::allclose(a, b, /*rtol=*/0, share * largest);
}

/// Returns three images, darker to lighter.
torch::Tensor trial_images(const arch::Shape& input) {
  return torch::linspace(-2, 2, 3 * input.elements()).view({3, input.channels, input.height, input.width});
}

/// Runs the trial images one by one. Returns [3, classes].
torch::Tensor trial_outputs(const Program& program, const torch::Tensor& images, const arch::Shape& input) {
  torch::Tensor first, all;
  try {
    first = program.run(images.narrow(0, 0, 1), at::MemoryFormat::Contiguous);
    if (first.dim() != 2 || first.size(0) != 1 || first.size(1) < 1)
      throw DataError(program.path,
                      fmt::format("gives a tensor of shape [{}] for one image, expected [1, classes]",
                                  fmt::join(first.sizes(), ", ")));
    all = program.run_singly(images, at::MemoryFormat::Contiguous);
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    throw DataError(program.path,
                    fmt::format("cannot run on one image of {} ({})", to_string(input), explain(error)));
  }
  if (!agree(first, all.narrow(0, 0, 1), program.is_bf16() ? 1e-2 : 1e-4))
    throw DataError(program.path,
                    "gives two answers for the same image, as a network with dropout does that was traced in "
                    "training mode; call model.eval() before torch.jit.trace");
  return all;
}

/// Returns why the images cannot be run as a batch: empty if they can.
std::string fault_of_batches(const Program& program, const torch::Tensor& images,
                             const torch::Tensor& singly) {
  try {
    const torch::Tensor together = program.run(images, at::MemoryFormat::Contiguous);
    // Sums in another order and TF32 differ less; batch norm and centring over the batch differ more.
    if (agree(singly, together, program.is_bf16() ? 0.1 : 0.01)) return "";
    if (singly.sizes() != together.sizes())
      return fmt::format("gives [{}] for {} images", fmt::join(together.sizes(), ", "), images.size(0));
    return "its answer for an image changes with the others of its batch; if it was traced in training mode, "
           "call model.eval() before torch.jit.trace";
  } catch (const std::exception& error) {
    return fmt::format("{}, with {} images", cause_of(error), images.size(0));
  }
}

/// Returns channels-last, with faster convolutions, if the program accepts it and computes the same outputs.
/// A program that reshapes its tensors may fail with it.
at::MemoryFormat fastest_layout(const Program& program, const torch::Tensor& images, bool singly) {
  const double tolerance = program.is_bf16() ? 1e-2 : 1e-4;  // another order of summation differs less
  const auto outputs = [&](at::MemoryFormat layout) {
    return singly ? program.run_singly(images, layout) : program.run(images, layout);
  };
  try {
    const torch::Tensor plain = outputs(at::MemoryFormat::Contiguous);
    const torch::Tensor last = outputs(at::MemoryFormat::ChannelsLast);
    if (plain.sizes() == last.sizes() && torch::allclose(plain, last, tolerance, tolerance))
      return at::MemoryFormat::ChannelsLast;
  } catch (const std::exception&) {  // this layout is not used then
  }
  return at::MemoryFormat::Contiguous;
}

enum class OutputScale {
  logits,
  probabilities,      ///< a softmax's, or per cent
  log_probabilities,  ///< a log-softmax's: logits, too
  sigmoids,           ///< one probability per class
};

/// Recognises the scale by [images, classes] outputs.
OutputScale scale_of(const torch::Tensor& outputs) {
  if (outputs.size(1) < 2) return OutputScale::logits;
  const auto always = [](const torch::Tensor& condition) { return condition.all().item<bool>(); };
  const auto are_softmax = [](const torch::Tensor& values, double unit) {
    const torch::Tensor rows = values.contiguous();
    const auto classes = static_cast<std::size_t>(rows.size(1));
    for (std::int64_t i = 0; i < rows.size(0); ++i)
      if (!predictions::is_softmax({rows[i].data_ptr<double>(), classes}, unit)) return false;
    return true;
  };
  const torch::Tensor values = outputs.to(torch::kCPU, torch::kFloat64);
  if (are_softmax(values.exp(), 1)) return OutputScale::log_probabilities;
  if (are_softmax(values, 1) || are_softmax(values, 100)) return OutputScale::probabilities;
  if (!always(values >= 0)) return OutputScale::logits;
  const bool differ = always(values.max() > values.min());
  return differ && always(values <= 1) ? OutputScale::sigmoids : OutputScale::logits;
}

void tell(OutputScale scale, const fs::path& path, Logger& log) {
  switch (scale) {
    case OutputScale::logits:
      return;
    case OutputScale::probabilities:
      return log.info("{}: its outputs are probabilities, a softmax is part of it; taken as such",
                      path.string());
    case OutputScale::log_probabilities:
      return log.info(
          "{}: its outputs are logarithms of probabilities, a log-softmax is part of it; taken as such",
          path.string());
    case OutputScale::sigmoids:
      return log.warn(
          "{}: its outputs lie between 0 and 1 and do not sum to 1, as after a sigmoid; they are taken as "
          "logits, whose confidences are all low; save the network without the sigmoid",
          path.string());
  }
}

/// Returns logits whose softmax are these probabilities, [images, classes], of any constant sum.
torch::Tensor logarithms(const torch::Tensor& probabilities) {
  const torch::Tensor shares = probabilities / probabilities.sum(1, /*keepdim=*/true);
  return shares.clamp_min(std::numeric_limits<float>::min()).log();
}

}  // namespace

InferenceModel read_torchscript(const fs::path& path, const arch::Shape& input, Logger& log,
                                config::Precision precision, const torch::Device& device,
                                Isolation isolation) {
  require_torchscript(path);
  const auto program = std::make_shared<const Program>(
      Program{path, precision, load(path, precision, device, isolation, log)});
  const torch::Tensor images = trial_images(input);
  const torch::Tensor outputs = trial_outputs(*program, images, input);
  const std::string fault = fault_of_batches(*program, images, outputs);
  const bool singly = !fault.empty();
  if (singly)
    log.warn(
        "{}: runs one image at a time, which is slower, since in batches it does not answer as it does "
        "alone ({})",
        path.string(), fault);
  const at::MemoryFormat layout = fastest_layout(*program, images, singly);
  const OutputScale scale = scale_of(outputs);
  tell(scale, path, log);
  const bool is_softmax = scale == OutputScale::probabilities;
  const std::int64_t classes = outputs.size(1);
  return {.name = path.filename().string(),
          .input = input,
          .classes = static_cast<int>(classes),
          .macs = {},
          .precision = precision,
          .device = device,
          .gives_probabilities = is_softmax || scale == OutputScale::log_probabilities,
          .adapted = fmt::format("{}{}", singly ? " singly" : "", is_softmax ? " log" : ""),
          .forward = [program, layout, singly, is_softmax, classes](const torch::Tensor& batch) {
            torch::Tensor answers;
            try {
              answers = singly ? program->run_singly(batch, layout) : program->run(batch, layout);
            } catch (const Error&) {
              throw;
            } catch (const std::exception& error) {
              throw DataError(program->path,
                              fmt::format("fails on {} images ({})", batch.size(0), explain(error)));
            }
            if (answers.sizes() != torch::IntArrayRef({batch.size(0), classes}))
              throw DataError(program->path, fmt::format("gives [{}] for {} images, expected [{}, {}]",
                                                         fmt::join(answers.sizes(), ", "), batch.size(0),
                                                         batch.size(0), classes));
            return is_softmax ? logarithms(answers) : answers;
          }};
}

}  // namespace hybrid::nets
