#include "nets/linear.h"

#include "nets/autocast.h"
#include "nets/threads.h"

namespace hybrid::nets {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

struct Linear : Function<Linear> {
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& weight,
                               const torch::Tensor& bias) {
    const FixedThreads one_thread(1);
    const torch::Tensor weight_used = weight.to(x.scalar_type());
    context->save_for_backward({x, weight_used});
    return torch::addmm(bias.to(x.scalar_type()), x, weight_used.t());
  }

  static variable_list backward(AutogradContext* context, variable_list output_gradients) {
    const FixedThreads one_thread(1);
    const auto saved = context->get_saved_variables();
    const torch::Tensor &x = saved[0], &weight = saved[1], &dy = output_gradients.front();
    torch::Tensor dx;
    if (context->needs_input_grad(0)) dx = dy.mm(weight);
    return {dx, dy.t().mm(x).to(torch::kFloat32), dy.to(torch::kFloat32).sum(0)};
  }
};

}  // namespace

torch::Tensor linear(torch::nn::LinearImpl& layer, const torch::Tensor& x) {
  if (!x.is_cpu()) return layer.forward(x);
  return Linear::apply(autocast_enabled(torch::kCPU) ? x.to(torch::kBFloat16) : x, layer.weight, layer.bias);
}

}  // namespace hybrid::nets
