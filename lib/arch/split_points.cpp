#include "arch/split_points.h"

#include "arch/count.h"

namespace hybrid {

std::vector<SplitPoint> split_points(const ArchSpec& spec) {
  const ArchCount counted = count(spec);
  std::vector<SplitPoint> points{{.after = "input", .output = spec.input, .macs_after = counted.macs}};
  auto layer = counted.layers.begin();
  for (std::size_t i = 0; i < spec.layers.size(); ++i) {
    SplitPoint point = points.back();
    point.after = std::to_string(i);
    point.output = output_shape(spec.layers[i], point.output);
    for (; layer != counted.layers.end() && layer->name.substr(0, layer->name.find('.')) == point.after;
         ++layer) {
      point.macs_before += layer->macs;
      point.macs_after -= layer->macs;
    }
    points.push_back(point);
  }
  return points;
}

}  // namespace hybrid
