#include "arch/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "arch/cifar_resnet.h"
#include "arch/efficientnet.h"
#include "arch/inverted_residual.h"
#include "arch/mcunet.h"
#include "arch/mobilenet_v2.h"
#include "arch/mobilenet_v3.h"
#include "arch/once_for_all.h"

namespace hybrid::arch {
namespace {

void add_separable(std::vector<LayerSpec>& layers, int inputs, int outputs, int stride) {
  layers.push_back(ConvSpec{.channels = inputs, .kernel = 3, .stride = stride, .groups = inputs});
  layers.push_back(ConvSpec{.channels = outputs});
}

/// The weakest classifier, for trials and tests: 8 k MACs on 28x28 grey images.
std::vector<LayerSpec> linear(int classes) {
  return {LinearSpec{.outputs = classes}};
}

/// A microcontroller's network: depthwise separable convolutions (Howard et al. 2017). 77 k MACs on 28x28
/// grey images.
std::vector<LayerSpec> separable_tiny(int classes) {
  std::vector<LayerSpec> layers{ConvSpec{.channels = 8, .kernel = 3, .stride = 2}};
  add_separable(layers, 8, 16, 2);
  add_separable(layers, 16, 32, 1);
  add_separable(layers, 32, 32, 2);
  add_classifier(layers, classes);
  return layers;
}

/// A cloud model: a short residual network. 5.9 M MACs on 28x28 grey images.
std::vector<LayerSpec> resnet_small(int classes) {
  std::vector<LayerSpec> layers{ConvSpec{.channels = 32, .kernel = 5, .stride = 2},
                                ConvSpec{.channels = 64, .kernel = 3, .stride = 2}, basic_block(64, 64, 1),
                                basic_block(64, 64, 2)};
  add_classifier(layers, classes);
  return layers;
}

struct Entry {
  std::string name;
  Shape input;  ///< the published input shape
  int classes;
  std::function<std::vector<LayerSpec>(int classes)> layers;
};

constexpr Shape kGrey{1, 28, 28};
constexpr Shape kCifar{3, 32, 32};

/// Networks for ImageNet.
void add(std::vector<Entry>& entries, const std::string& name, int resolution,
         std::function<std::vector<LayerSpec>(int)> layers) {
  entries.push_back({name, {3, resolution, resolution}, 1000, std::move(layers)});
}

void add_mobilenets(std::vector<Entry>& entries) {
  for (const int width : {35, 50, 75, 100, 140})
    add(entries, fmt::format("mobilenet-v2-{:03}", width), 224,
        [=](int classes) { return mobilenet_v2(width / 100.0, MobileNetV2Variant::standard, classes); });
  for (const int width : {50, 75, 100, 125})
    for (const auto& [word, size] :
         {std::pair("small", MobileNetV3Size::small), std::pair("large", MobileNetV3Size::large)})
      add(entries, fmt::format("mobilenet-v3-{}-{:03}", word, width), 224,
          [=, size = size](int classes) { return mobilenet_v3(size, width / 100.0, classes); });
}

/// torchvision trains these with a different batch norm epsilon than timm; with the wrong one the weights
/// load, but the logits are wrong.
void add_torchvision_twins(std::vector<Entry>& entries) {
  constexpr double kEpsilon = 1e-3;
  const std::vector<Entry> of_timm = entries;
  for (const Entry& entry : of_timm)
    for (const std::string_view name : {"mobilenet-v3-small-100", "mobilenet-v3-large-100", "efficientnet-b5",
                                        "efficientnet-b6", "efficientnet-b7"})
      if (entry.name == name)
        entries.push_back({entry.name + std::string(kTorchvisionSuffix), entry.input, entry.classes,
                           [layers = entry.layers](int classes) {
                             return with_norm_epsilon({.layers = layers(classes)}, kEpsilon).layers;
                           }});
}

/// Networks that the MCUNet zoo compares its own with.
void add_zoo_baselines(std::vector<Entry>& entries) {
  for (const auto& [name, resolution, width] :
       {std::tuple("mbv2-w0.3", 80, 0.3), std::tuple("mbv2-w0.35", 144, 0.35)})
    add(entries, name, resolution,
        [width = width](int classes) { return mobilenet_v2(width, MobileNetV2Variant::zoo, classes); });
  for (const auto& [name, resolution, width, sixth_stage] :
       {std::tuple("proxyless-w0.25", 112, 0.25, 48), std::tuple("proxyless-w0.3", 176, 0.3, 64),
        std::tuple("proxyless-mobile", 224, 1.0, 192)})
    add(entries, name, resolution, [width = width, sixth_stage = sixth_stage](int classes) {
      return proxyless_mobile(width, sixth_stage, classes);
    });
}

std::vector<Entry> make_catalog() {
  std::vector<Entry> entries{{"linear", kGrey, 10, linear},
                             {"resnet-small", kGrey, 10, resnet_small},
                             {"separable-tiny", kGrey, 10, separable_tiny}};
  for (const int depth : {20, 32, 44, 56, 110})
    entries.push_back({fmt::format("resnet-{}", depth), kCifar, 10,
                       [=](int classes) { return cifar_resnet(depth, classes); }});
  add_mobilenets(entries);
  for (int b = 0; b <= 7; ++b)
    add(entries, fmt::format("efficientnet-b{}", b), efficientnet_resolution(b),
        [=](int classes) { return efficientnet(b, classes); });
  add_torchvision_twins(entries);
  add_zoo_baselines(entries);
  for (const McunetDesign& design : mcunet_designs())
    add(entries, std::string(design.name), design.resolution,
        [&design](int classes) { return mcunet(design, classes); });
  for (const OnceForAllDesign& design : once_for_all_designs())
    add(entries, std::string(design.name), design.resolution,
        [&design](int classes) { return once_for_all(design, classes); });
  std::ranges::sort(entries, {}, &Entry::name);
  return entries;
}

const std::vector<Entry>& catalog() {
  static const std::vector<Entry> entries = make_catalog();
  return entries;
}

const Entry* find_entry(std::string_view name) {
  const auto entry = std::ranges::find(catalog(), name, &Entry::name);
  return entry == catalog().end() ? nullptr : &*entry;
}

}  // namespace

std::optional<ArchSpec> find_arch(std::string_view name, const Shape& input, int classes) {
  const Entry* entry = find_entry(name);
  if (entry == nullptr) return std::nullopt;
  return ArchSpec{.name = entry->name, .input = input, .classes = classes, .layers = entry->layers(classes)};
}

std::optional<ArchSpec> find_arch(std::string_view name) {
  const Entry* entry = find_entry(name);
  if (entry == nullptr) return std::nullopt;
  return find_arch(name, entry->input, entry->classes);
}

std::vector<std::string> arch_names() {
  std::vector<std::string> names;
  for (const Entry& entry : catalog()) names.push_back(entry.name);
  return names;
}

}  // namespace hybrid::arch
