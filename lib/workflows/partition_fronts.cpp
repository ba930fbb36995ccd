#include "workflows/partition_fronts.h"

#include <algorithm>
#include <iterator>

namespace hybrid::workflows {

std::vector<PlacedPartition> partition_fronts(std::span<const arch::ModelCard> cards,
                                              const cost::SystemProfile& profile,
                                              const std::optional<arch::DeviceMemory>& memory,
                                              arch::FeatureFormat format, Partitions wanted) {
  std::vector<cost::Partition> cuts;
  for (const arch::ModelCard& card : cards)
    std::ranges::move(cost::partitions(card, profile, memory, format), std::back_inserter(cuts));
  std::vector<PlacedPartition> placed(cuts.size());
  for (const std::size_t i : cost::latency_front(cuts)) placed[i].on_latency_front = true;
  for (const std::size_t i : cost::energy_front(cuts)) placed[i].on_energy_front = true;
  for (std::size_t i = 0; i < cuts.size(); ++i) placed[i].partition = std::move(cuts[i]);
  if (wanted == Partitions::on_a_front)
    std::erase_if(placed, [](const PlacedPartition& p) { return !p.on_latency_front && !p.on_energy_front; });
  std::ranges::stable_sort(placed, {}, [](const PlacedPartition& p) { return p.partition.latency_ms; });
  return placed;
}

}  // namespace hybrid::workflows
