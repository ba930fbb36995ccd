#include "arch/catalog.h"

#include <algorithm>
#include <array>

namespace hybrid {
namespace {

void add_separable(std::vector<LayerSpec>& layers, int inputs, int outputs, int stride) {
  layers.push_back(ConvSpec{.channels = inputs, .kernel = 3, .stride = stride, .groups = inputs});
  layers.push_back(ConvSpec{.channels = outputs});
}

void add_classifier(std::vector<LayerSpec>& layers, int classes) {
  layers.push_back(GlobalAveragePoolSpec{});
  layers.push_back(LinearSpec{.outputs = classes});
}

/// Two 3x3 convolutions and a sum (He et al. 2016, figure 5 left).
BlockSpec basic_block(int inputs, int outputs, int stride) {
  BlockSpec block;
  block.body = {ConvSpec{.channels = outputs, .kernel = 3, .stride = stride},
                ConvSpec{.channels = outputs, .kernel = 3, .activation = Activation::none}};
  if (inputs != outputs || stride != 1)
    block.projection = ConvSpec{.channels = outputs, .stride = stride, .activation = Activation::none};
  return block;
}

/// The weakest classifier there is, for trials and tests: 8 k MACs on 28x28 grey images.
std::vector<LayerSpec> linear(int classes) {
  return {LinearSpec{.outputs = classes}};
}

/// For a microcontroller: depthwise separable convolutions (Howard et al. 2017). 77 k MACs on 28x28 grey
/// images.
std::vector<LayerSpec> separable_tiny(int classes) {
  std::vector<LayerSpec> layers{ConvSpec{.channels = 8, .kernel = 3, .stride = 2}};
  add_separable(layers, 8, 16, 2);
  add_separable(layers, 16, 32, 1);
  add_separable(layers, 32, 32, 2);
  add_classifier(layers, classes);
  return layers;
}

/// For the other end of the link: a short residual network. 5.9 M MACs on 28x28 grey images.
std::vector<LayerSpec> resnet_small(int classes) {
  std::vector<LayerSpec> layers{ConvSpec{.channels = 32, .kernel = 5, .stride = 2},
                                ConvSpec{.channels = 64, .kernel = 3, .stride = 2}, basic_block(64, 64, 1),
                                basic_block(64, 64, 2)};
  add_classifier(layers, classes);
  return layers;
}

struct Entry {
  std::string_view name;
  std::vector<LayerSpec> (*layers)(int classes);
};
constexpr std::array kCatalog{Entry{"linear", linear}, Entry{"resnet-small", resnet_small},
                              Entry{"separable-tiny", separable_tiny}};

}  // namespace

std::optional<ArchSpec> find_arch(std::string_view name, const Shape& input, int classes) {
  const auto* entry = std::ranges::find(kCatalog, name, &Entry::name);
  if (entry == kCatalog.end()) return std::nullopt;
  return ArchSpec{
      .name = std::string(name), .input = input, .classes = classes, .layers = entry->layers(classes)};
}

std::vector<std::string> arch_names() {
  std::vector<std::string> names;
  for (const Entry& entry : kCatalog) names.emplace_back(entry.name);
  return names;
}

}  // namespace hybrid
