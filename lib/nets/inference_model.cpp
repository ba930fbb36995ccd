#include "nets/inference_model.h"

#include "arch/count.h"
#include "nets/autocast.h"
#include "nets/fold_batch_norm.h"

namespace hybrid::nets {

InferenceModel inference_model(const Network& network, config::Precision precision) {
  Network folded = fold_batch_norm(network);
  folded->eval();
  const torch::Device device = folded->parameters().front().device();
  const arch::ArchSpec& spec = folded->spec();
  return {.name = spec.name,
          .input = spec.input,
          .classes = spec.classes,
          .macs = count(spec).macs,
          .precision = precision,
          .device = device,
          .forward = [folded, device, precision](const torch::Tensor& images) mutable {
            const torch::NoGradGuard
                no_grad;  // not InferenceMode, because the logits may become targets of a loss
            const Autocast autocast(device, precision);
            return folded(images.to(device).contiguous(at::MemoryFormat::ChannelsLast)).to(torch::kFloat32);
          }};
}

}  // namespace hybrid::nets
