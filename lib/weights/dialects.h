#pragma once
// What other libraries call the tensors of the same networks. To add one: a file like timm_names.cpp and a
// row in dialects.cpp.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arch/arch_spec.h"
#include "weights/places.h"
#include "weights/tensor_file.h"

namespace hybrid {

/// Where a library keeps the two halves of a layer: "blocks.0.0.conv_dw", "blocks.0.0.bn1". As LayerTensor
/// has them.
struct LayerNames {
  std::string first, second;
};

/// mcunet: the MCUNet zoo and Once-for-All, which share their code.
enum class Dialect { ours, mcunet, timm, torchvision };

std::string_view name_of(Dialect dialect);
std::optional<Dialect> find_dialect(std::string_view name);
std::vector<std::string> dialect_names();

/// One tensor of a network as we and as another library have it.
struct TensorName {
  std::string ours, theirs;
  std::string also;  ///< another name it has in some of their files, or empty
  TensorShape our_shape;
  TensorShape their_shape;  ///< ours, or ours with sizes of 1 behind
  bool is_counter = false;  ///< kStepCounter: an i64 that files may lack
};

/// Every tensor of the network in the order the layers run, or nothing if the library has no such network.
std::optional<std::vector<TensorName>> tensor_names(Dialect dialect, const ArchSpec& spec);

/// By the names that only it has, or nothing.
std::optional<Dialect> detect_dialect(std::span<const NamedTensor> tensors);

// The dialects themselves. Each requires a network that fits the pattern; nothing if the library has no such.
std::optional<LayerNames> mcunet_names(const Place& place, const Places& all);
std::optional<LayerNames> timm_names(const Place& place, const Places& all);
std::optional<LayerNames> torchvision_names(const Place& place, const Places& all);

/// Block `block` of a network with `blocks` of them belongs to a stage: which, how manieth there, and how
/// many stages there are. timm and torchvision number blocks so.
struct StagePlace {
  int stage = 0, index = 0, stages = 0;
};

/// MobileNetV2 and V3 and EfficientNet-B0 to B7, told apart by their number of blocks; nothing for other
/// numbers.
std::optional<StagePlace> find_stage(int block, int blocks);

}  // namespace hybrid
