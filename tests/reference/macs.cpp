#include "reference/macs.h"

namespace hybrid::reference {
namespace {

struct Run {
  std::int64_t macs = 0;
  arch::Shape shape;  ///< output shape of the layers so far

  void operator()(const arch::ConvSpec& conv) {
    const arch::Shape input = shape;
    shape = {conv.channels, 0, 0};
    for (int y = 0; y < input.height; y += conv.stride) ++shape.height;
    for (int x = 0; x < input.width; x += conv.stride) ++shape.width;
    const int inputs_of_group = input.channels / conv.groups;
    for (int place = 0; place < shape.height * shape.width; ++place)
      for (int out = 0; out < shape.channels; ++out)
        for (int in = 0; in < inputs_of_group; ++in)
          for (int tap = 0; tap < conv.kernel * conv.kernel; ++tap) ++macs;
  }
  void operator()(const arch::SqueezeExciteSpec& squeeze) {
    for (int in = 0; in < shape.channels; ++in)
      for (int out = 0; out < squeeze.squeezed; ++out) macs += 2;  // reduction and expansion
  }
  void operator()(const arch::BlockSpec& block) {
    const arch::Shape input = shape;
    for (const arch::LayerSpec& layer : block.body) std::visit(*this, layer);
    if (!block.projection) return;
    shape = input;
    (*this)(*block.projection);
  }
  void operator()(const arch::GlobalAveragePoolSpec&) { shape = {shape.channels, 1, 1}; }
  void operator()(const arch::LinearSpec& linear) {
    for (std::int64_t in = 0; in < shape.elements(); ++in)
      for (int out = 0; out < linear.outputs; ++out) ++macs;
    shape = {linear.outputs, 1, 1};
  }
};

}  // namespace

std::int64_t macs(const arch::ArchSpec& spec) {
  Run run{.shape = spec.input};
  for (const arch::LayerSpec& layer : spec.layers) std::visit(run, layer);
  return run.macs;
}

}  // namespace hybrid::reference
