#include "arch/early_exit.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"

namespace hybrid::arch {

SplitPoint exit_point(const ArchSpec& network, std::string_view after) {
  const std::vector<SplitPoint> points = split_points(network);
  // Neither "input", which leaves no layer to the device, nor the last layer, which leaves none to the cloud.
  if (points.size() < 3)
    throw InvalidArgument(fmt::format("{} has one layer and cannot be split", network.name));
  std::vector<std::string> inner;
  for (std::size_t i = 1; i + 1 < points.size(); ++i) inner.push_back(points[i].after);
  const auto point = std::find_if(points.begin() + 1, points.end() - 1,
                                  [&](const SplitPoint& p) { return p.after == after; });
  if (point == points.end() - 1)
    throw InvalidArgument(fmt::format("{} cannot be split after '{}': both sides have work after {}",
                                      network.name, after, join(inner)));
  return *point;
}

ArchSpec exit_arch(const ArchSpec& network, const SplitPoint& point) {
  HYBRID_CHECK(point.layers > 0 && point.layers < network.layers.size(), "an exit after {} of {} layers",
               point.layers, network.layers.size());
  ArchSpec exit = network;
  exit.name = fmt::format("{}-exit-{}", network.name, point.after);
  exit.layers.resize(point.layers);
  if (point.output.height > 1 || point.output.width > 1) exit.layers.push_back(GlobalAveragePoolSpec{});
  exit.layers.push_back(LinearSpec{.outputs = network.classes});
  return exit;
}

}  // namespace hybrid::arch
