#include "weights/dialects.h"

#include <algorithm>
#include <array>

#include "core/error.h"

namespace hybrid::weights {
namespace {

std::optional<LayerNames> our_names(const Place& place, const Places&) {
  const auto within = [&](const std::string& half) {
    return half.empty() ? place.name : place.name + "." + half;
  };
  return LayerNames{within(place.first), within(place.second)};
}

struct Row {
  Dialect dialect;
  std::string_view name;
  std::string_view mark;  ///< prefix of names that only this dialect uses
  bool wants_pattern;
  std::optional<LayerNames> (*names)(const Place&, const Places&);
};
constexpr std::array kRows{Row{Dialect::ours, "ours", "layers.", false, our_names},
                           Row{Dialect::mcunet, "mcunet", "first_conv.", true, mcunet_names},
                           Row{Dialect::timm, "timm", "conv_stem.", true, timm_names},
                           Row{Dialect::torchvision, "torchvision", "features.", true, torchvision_names}};

const Row& row_of(Dialect dialect) {
  const auto row = std::ranges::find(kRows, dialect, &Row::dialect);
  HYBRID_CHECK(row != kRows.end(), "dialect {} has no row", static_cast<int>(dialect));
  return *row;
}

/// The classifier of the MCUNet zoo, "classifier.linear", is called "classifier" in files written without the
/// zoo's own layer class.
std::string other_spelling(Dialect dialect, Role role, const std::string& leaf) {
  return dialect == Dialect::mcunet && role == Role::classifier ? "classifier." + leaf : "";
}

/// In timm the hidden layer after the pooling is a 1x1 convolution.
bool is_convolution_there(Dialect dialect, Role role, const std::string& leaf) {
  return dialect == Dialect::timm && role == Role::hidden && leaf == "weight";
}

struct Stages {
  int blocks;
  std::vector<int> lengths;
};

const std::vector<Stages>& known_stages() {
  static const std::vector<Stages> known{
      {11, {1, 2, 3, 2, 3}},           // MobileNetV3-Small
      {15, {1, 2, 3, 4, 2, 3}},        // MobileNetV3-Large
      {17, {1, 2, 3, 4, 3, 3, 1}},     // MobileNetV2
      {16, {1, 2, 2, 3, 3, 4, 1}},     // EfficientNet-B0
      {23, {2, 3, 3, 4, 4, 5, 2}},     // B1, B2
      {26, {2, 3, 3, 5, 5, 6, 2}},     // B3
      {32, {2, 4, 4, 6, 6, 8, 2}},     // B4
      {39, {3, 5, 5, 7, 7, 9, 3}},     // B5
      {45, {3, 6, 6, 8, 8, 11, 3}},    // B6
      {55, {4, 7, 7, 10, 10, 13, 4}},  // B7
  };
  return known;
}

}  // namespace

std::string_view name_of(Dialect dialect) {
  return row_of(dialect).name;
}

std::optional<Dialect> find_dialect(std::string_view name) {
  const auto row = std::ranges::find(kRows, name, &Row::name);
  return row == kRows.end() ? std::nullopt : std::optional(row->dialect);
}

std::vector<std::string> dialect_names() {
  std::vector<std::string> names;
  for (const Row& row : kRows) names.emplace_back(row.name);
  return names;
}

std::optional<std::vector<TensorName>> tensor_names(Dialect dialect, const arch::ArchSpec& spec) {
  const Places places = places_of(spec);
  const Row& row = row_of(dialect);
  if (row.wants_pattern && !places.fits_pattern()) return std::nullopt;
  std::vector<TensorName> names;
  for (const Place& place : places.list) {
    const auto theirs = row.names(place, places);
    if (!theirs) return std::nullopt;
    const LayerNames ours = *our_names(place, places);
    for (const LayerTensor& tensor : place.tensors) {
      const auto in = [&](const LayerNames& layer) {
        return (tensor.in_second_half ? layer.second : layer.first) + "." + tensor.leaf;
      };
      TensorName name{.ours = in(ours),
                      .theirs = in(*theirs),
                      .also = other_spelling(dialect, place.role, tensor.leaf),
                      .our_shape = tensor.shape,
                      .their_shape = tensor.shape,
                      .is_counter = tensor.leaf == kStepCounter};
      if (is_convolution_there(dialect, place.role, tensor.leaf))
        name.their_shape.insert(name.their_shape.end(), {1, 1});
      names.push_back(std::move(name));
    }
  }
  return names;
}

std::optional<Dialect> detect_dialect(std::span<const NamedTensor> tensors) {
  for (const Row& row : kRows)
    if (std::ranges::any_of(tensors,
                            [&](const NamedTensor& tensor) { return tensor.name.starts_with(row.mark); }))
      return row.dialect;
  return std::nullopt;
}

std::optional<std::size_t> begin_of_network_name(std::string_view name) {
  for (const Row& row : kRows)
    for (std::size_t at = name.find(row.mark); at != std::string_view::npos; at = name.find(row.mark, at + 1))
      if (at == 0 || name[at - 1] == '.') return at;
  return std::nullopt;
}

std::optional<StagePlace> find_stage(int block, int blocks) {
  const auto known = std::ranges::find(known_stages(), blocks, &Stages::blocks);
  if (known == known_stages().end()) return std::nullopt;
  StagePlace place{.stage = 0, .index = block, .stages = static_cast<int>(known->lengths.size())};
  for (const int length : known->lengths) {
    if (place.index < length) return place;
    place.index -= length;
    ++place.stage;
  }
  HYBRID_CHECK(false, "block {} of {}", block, blocks);
}

}  // namespace hybrid::weights
