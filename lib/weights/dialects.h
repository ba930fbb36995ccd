#pragma once
// Names of the same networks' tensors in other libraries. To add a library, write a file like timm_names.cpp
// and a row in dialects.cpp.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arch/arch_spec.h"
#include "weights/places.h"
#include "weights/tensor_file.h"

namespace hybrid::weights {

/// A library's names of the two halves of a layer (see LayerTensor): "blocks.0.0.conv_dw", "blocks.0.0.bn1".
struct LayerNames {
  std::string first, second;
};

/// `mcunet`: the MCUNet zoo and Once-for-All, which share their code.
enum class Dialect { ours, mcunet, timm, torchvision };

std::string_view name_of(Dialect dialect);
std::optional<Dialect> find_dialect(std::string_view name);
std::vector<std::string> dialect_names();

/// One tensor of a network under our name and under another library's.
struct TensorName {
  std::string ours, theirs;
  std::string also;  ///< alternative name in some of the library's files, or empty
  TensorShape our_shape;
  TensorShape their_shape;  ///< our shape, possibly with trailing dimensions of size 1
  bool is_counter = false;  ///< kStepCounter: an i64 that may be missing from files
};

/// Returns every tensor of the network in execution order, or std::nullopt if the library has no such
/// network.
std::optional<std::vector<TensorName>> tensor_names(Dialect dialect, const arch::ArchSpec& spec);

/// Returns the dialect, recognised by names that only it uses, or std::nullopt.
std::optional<Dialect> detect_dialect(std::span<const NamedTensor> tensors);

/// Returns where the network's own name begins in a name that only one dialect uses, which may be wrapped: 6
/// for "model.conv_stem.weight". Returns std::nullopt for other names.
std::optional<std::size_t> begin_of_network_name(std::string_view name);

// One function per dialect. Each requires a network that fits the pattern of Places, and returns std::nullopt
// if the library has no such network.
std::optional<LayerNames> mcunet_names(const Place& place, const Places& all);
std::optional<LayerNames> timm_names(const Place& place, const Places& all);
std::optional<LayerNames> torchvision_names(const Place& place, const Places& all);

/// The stage of a block, its index in the stage, and the number of stages, by which timm and torchvision
/// number blocks.
struct StagePlace {
  int stage = 0, index = 0, stages = 0;
};

/// Returns the stage of block `block` in a network of `blocks` blocks: MobileNetV2, MobileNetV3 or
/// EfficientNet-B0 to B7, recognised by this number. Returns std::nullopt for other numbers.
std::optional<StagePlace> find_stage(int block, int blocks);

}  // namespace hybrid::weights
