#include "weights/places.h"

#include <fmt/format.h>

#include <algorithm>

namespace hybrid::weights {
namespace {

/// Appends the places of layers and keeps track of the position in the pattern.
class Walker {
 public:
  explicit Walker(const arch::ArchSpec& spec) {
    arch::Shape shape = spec.input;
    for (std::size_t i = 0; i < spec.layers.size(); ++i) {
      name_ = fmt::format("layers.{}", i);
      is_last_ = i + 1 == spec.layers.size();
      std::visit([&](const auto& layer) { add(layer, shape); }, spec.layers[i]);
      shape = arch::output_shape(spec.layers[i], shape);
    }
  }

  Places places;

 private:
  void add(const arch::ConvSpec& conv, const arch::Shape& input) {
    push_conv(name_, role_of_conv(), conv, input);
  }

  void add(const arch::SqueezeExciteSpec& squeeze, const arch::Shape& input) {
    push_squeeze(name_, Role::other, squeeze, input);
  }

  void add(const arch::GlobalAveragePoolSpec&, const arch::Shape&) { is_pooled_ = true; }

  void add(const arch::LinearSpec& linear, const arch::Shape& input) {
    const Role role = !is_pooled_ ? Role::other : is_last_ ? Role::classifier : Role::hidden;
    places.list.push_back({.name = name_,
                           .role = role,
                           .first = "",
                           .second = "",
                           .tensors = {{false, "weight", {linear.outputs, input.elements()}},
                                       {false, "bias", {linear.outputs}}}});
  }

  void add(const arch::BlockSpec& block, arch::Shape input) {
    const arch::Shape block_input = input;
    const bool fits = !block.projection && is_inverted(block, input);
    const bool widened = fits && std::get<arch::ConvSpec>(block.body.front()).groups == 1;
    for (std::size_t i = 0; i < block.body.size(); ++i) {
      add_part(block.body[i], fits ? role_in_block(block, i) : Role::other,
               fmt::format("{}.body.{}", name_, i), input);
      input = arch::output_shape(block.body[i], input);
      places.list.back().block = places.blocks;
      places.list.back().position = static_cast<int>(i);
      places.list.back().widened = widened;
    }
    if (block.projection) push_conv(name_ + ".shortcut", Role::other, *block.projection, block_input);
    ++places.blocks;
  }

  void add_part(const arch::LayerSpec& part, Role role, const std::string& name, const arch::Shape& input) {
    if (const auto* conv = std::get_if<arch::ConvSpec>(&part)) push_conv(name, role, *conv, input);
    if (const auto* squeeze = std::get_if<arch::SqueezeExciteSpec>(&part))
      push_squeeze(name, role, *squeeze, input);
  }

  Role role_of_conv() const {
    if (places.list.empty()) return Role::stem;
    if (places.blocks == 0) return Role::other;
    return is_pooled_ ? Role::mix : Role::last;
  }

  /// Returns whether the body is [1x1,] depthwise, [squeeze-and-excite,] 1x1.
  static bool is_inverted(const arch::BlockSpec& block, arch::Shape input) {
    std::vector<Role> roles;
    for (const arch::LayerSpec& layer : block.body) {
      const auto* conv = std::get_if<arch::ConvSpec>(&layer);
      if (conv == nullptr && !std::holds_alternative<arch::SqueezeExciteSpec>(layer)) return false;
      const bool is_depthwise =
          conv != nullptr && conv->groups == input.channels && conv->groups == conv->channels;
      const bool is_point = conv != nullptr && conv->groups == 1 && conv->kernel == 1;
      roles.push_back(conv == nullptr ? Role::squeeze
                      : is_depthwise  ? Role::depthwise
                      : is_point      ? Role::widen
                                      : Role::other);
      input = arch::output_shape(layer, input);
    }
    if (!roles.empty() && roles.back() == Role::widen) roles.back() = Role::narrow;
    if (!roles.empty() && roles.front() == Role::widen) roles.erase(roles.begin());
    return roles == std::vector{Role::depthwise, Role::narrow} ||
           roles == std::vector{Role::depthwise, Role::squeeze, Role::narrow};
  }

  static Role role_in_block(const arch::BlockSpec& block, std::size_t i) {
    if (std::holds_alternative<arch::SqueezeExciteSpec>(block.body[i])) return Role::squeeze;
    if (i + 1 == block.body.size()) return Role::narrow;
    return std::get<arch::ConvSpec>(block.body[i]).groups == 1 ? Role::widen : Role::depthwise;
  }

  void push_conv(const std::string& name, Role role, const arch::ConvSpec& conv, const arch::Shape& input) {
    Place place{.name = name, .role = role, .first = "conv", .second = "norm", .tensors = {}};
    place.tensors.push_back(
        {false, "weight", {conv.channels, input.channels / conv.groups, conv.kernel, conv.kernel}});
    if (conv.bias) place.tensors.push_back({false, "bias", {conv.channels}});
    if (conv.batch_norm) {
      for (const char* leaf : {"weight", "bias", "running_mean", "running_var"})
        place.tensors.push_back({true, leaf, {conv.channels}});
      place.tensors.push_back({true, std::string(kStepCounter), {}});
    }
    places.list.push_back(std::move(place));
  }

  void push_squeeze(const std::string& name, Role role, const arch::SqueezeExciteSpec& squeeze,
                    const arch::Shape& input) {
    const int wide = input.channels, thin = squeeze.squeezed;
    places.list.push_back({.name = name,
                           .role = role,
                           .first = "reduce",
                           .second = "expand",
                           .tensors = {{false, "weight", {thin, wide, 1, 1}},
                                       {false, "bias", {thin}},
                                       {true, "weight", {wide, thin, 1, 1}},
                                       {true, "bias", {wide}}}});
  }

  std::string name_;
  bool is_last_ = false, is_pooled_ = false;
};

}  // namespace

bool Places::fits_pattern() const {
  return blocks > 0 && !has(Role::other) && has(Role::classifier);
}

bool Places::has(Role role) const {
  return std::ranges::find(list, role, &Place::role) != list.end();
}

Places places_of(const arch::ArchSpec& spec) {
  return Walker(spec).places;
}

}  // namespace hybrid::weights
