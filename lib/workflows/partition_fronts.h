#pragma once
// `hybrid partition`: networks with published accuracies, split anywhere between the device and the cloud of
// one system, and the Pareto fronts of latency or energy against accuracy (cost/partition.h).

#include <optional>
#include <span>
#include <vector>

#include "cost/partition.h"

namespace hybrid::workflows {

/// A partition and the Pareto fronts of its system that contain it.
struct PlacedPartition {
  cost::Partition partition;
  bool on_latency_front = false, on_energy_front = false;
};

enum class Partitions { on_a_front, all };

/// Returns the partitions of all networks on one system, in ascending order of latency.
/// @param cards of networks with an accuracy
/// @param profile of kind parts
/// @param memory of the device, which the int8 part on it must fit to be on a front; std::nullopt: not
/// checked
std::vector<PlacedPartition> partition_fronts(std::span<const arch::ModelCard> cards,
                                              const cost::SystemProfile& profile,
                                              const std::optional<arch::DeviceMemory>& memory,
                                              arch::FeatureFormat format, Partitions wanted);

}  // namespace hybrid::workflows
