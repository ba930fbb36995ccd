#include "arch/split_points.h"

#include "core/error.h"

namespace hybrid::arch {

namespace {

/// Returns the top-level layer that contains the counted one: 3 for "3.body.1".
std::size_t top_level(const LayerCount& layer) {
  return std::stoul(layer.name);
}

}  // namespace

std::vector<SplitPoint> split_points(const ArchSpec& spec) {
  const ArchCount counted = count(spec);
  std::vector<SplitPoint> points{{.after = "input", .output = spec.input, .macs_after = counted.macs}};
  auto layer = counted.layers.begin();
  for (std::size_t i = 0; i < spec.layers.size(); ++i) {
    SplitPoint point = points.back();
    point.after = std::to_string(i);
    point.layers = i + 1;
    point.output = output_shape(spec.layers[i], point.output);
    for (; layer != counted.layers.end() && top_level(*layer) == i; ++layer) {
      point.macs_before += layer->macs;
      point.macs_after -= layer->macs;
    }
    points.push_back(point);
  }
  return points;
}

ArchCount device_part(const ArchCount& whole, const SplitPoint& point) {
  std::vector<LayerCount> layers;
  for (const LayerCount& layer : whole.layers)
    if (top_level(layer) < point.layers) layers.push_back(layer);
  return sum_of(std::move(layers));
}

std::string_view name_of(FeatureFormat format) {
  return format == FeatureFormat::int8 ? "int8" : "fp32";
}

FeatureFormat feature_format(std::string_view word) {
  for (const FeatureFormat format : {FeatureFormat::int8, FeatureFormat::fp32})
    if (word == name_of(format)) return format;
  throw InvalidArgument(fmt::format("features are sent as '{}', must be int8 or fp32", word));
}

std::int64_t sent_bytes(const SplitPoint& point, FeatureFormat format) {
  const bool pixels = point.layers == 0;
  return pixels || format == FeatureFormat::int8 ? point.bytes_int8() : point.bytes_fp32();
}

}  // namespace hybrid::arch
