#pragma once
// Networks partitioned between device and cloud without a router: for every input the device runs the first
// layers and sends the features, and the cloud runs the remaining layers. Neurosurgeon (Kang et al. 2017)
// chooses the split point of one network, LENS (Odema et al. 2021) the network as well. Kag et al. 2022
// compare with the latter as "NAS + partition" (A.6, Figures 2 and 3). Their networks come from a search,
// ours from the cards with a published accuracy.
//
// The time of a layer on the device is its MACs divided by the device's speed, so cost/system_cost.h computes
// the cost from the MACs before the split point and the bytes sent. The cloud's time is the profile's,
// regardless of the split point. The accuracy is the card's for every split point: it holds for the card's
// resolution, and if the feature format loses no accuracy.

#include <optional>
#include <string>
#include <vector>

#include "arch/device_fit.h"
#include "arch/model_card.h"
#include "arch/split_points.h"
#include "cost/system_profile.h"

namespace hybrid::cost {

/// A network partitioned at one split point.
struct Partition {
  std::string model;  ///< name on its card
  arch::SplitPoint point;
  bool sends = true;      ///< false if the whole network runs on the device
  double sent_bytes = 0;  ///< 0 if nothing is sent
  double latency_ms = 0;
  double energy_mj = 0;  ///< the device's
  double top1_percent = 0;
  bool fits = true;  ///< whether the part on the device, in int8, fits its memory
};

/// Checks that the profile gives the cost of a layer, which lumps do not, in time and energy.
/// @throws InvalidArgument unless the profile is of kind parts and gives the powers
void require_parts(const SystemProfile& profile);

/// Returns every partition of the card's network: all in the cloud, split after each layer, all on the
/// device. Requires a profile of kind parts and a card with an accuracy.
/// @param memory of the device; std::nullopt: everything fits
std::vector<Partition> partitions(const arch::ModelCard& card, const SystemProfile& profile,
                                  const std::optional<arch::DeviceMemory>& memory,
                                  arch::FeatureFormat format);

/// Returns the indices of the partitions that fit and are Pareto-optimal in accuracy and latency, or energy.
std::vector<std::size_t> latency_front(const std::vector<Partition>& partitions);
std::vector<std::size_t> energy_front(const std::vector<Partition>& partitions);

}  // namespace hybrid::cost
