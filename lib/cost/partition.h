#pragma once
// Networks cut between a device and the cloud without a router: every input runs through the first layers on
// the device, what they give is sent, the rest runs in the cloud. Neurosurgeon (Kang et al. 2017) chooses the
// cut of one network, LENS (Odema et al. 2021) the network as well; Kag et al. 2022 compare with the latter
// as "NAS + partition" (A.6, Figures 2 and 3). There, networks come from a search; here, from the cards whose
// accuracy is published.
//
// A layer's time on the device is its MACs over the device's speed, so that a cut costs what
// cost/system_cost.h makes of the MACs before it and of the bytes sent. The cloud's time is the profile's,
// however much is left to it. Accuracy is the card's, wherever the network is cut: it holds for the card's
// resolution, and if the format of the features costs none.

#include <optional>
#include <string>
#include <vector>

#include "arch/device_fit.h"
#include "arch/model_card.h"
#include "arch/split_points.h"
#include "cost/system_profile.h"

namespace hybrid {

/// A network cut at one place.
struct Partition {
  std::string model;  ///< as its card calls it
  SplitPoint point;
  bool sends = true;      ///< false where all of it runs on the device
  double sent_bytes = 0;  ///< 0 if nothing is sent
  double latency_ms = 0;
  double energy_mj = 0;  ///< the device's
  double top1_percent = 0;
  bool fits = true;  ///< the part on the device, in int8, in its memory
};

/// Lumps per inference do not say what a layer takes. @throws InvalidArgument unless the profile is of kind
/// parts
void require_parts(const SystemProfile& profile);

/// Every cut of the card's network: all in the cloud, after each layer, all on the device.
/// Requires a profile of kind parts and a card with an accuracy.
/// @param memory of the device; nothing: everything fits
std::vector<Partition> partitions(const ModelCard& card, const SystemProfile& profile,
                                  const std::optional<DeviceMemory>& memory, FeatureFormat format);

/// Places of the partitions that fit and that no other is better than: accuracy over latency, and over
/// energy.
std::vector<std::size_t> latency_front(const std::vector<Partition>& partitions);
std::vector<std::size_t> energy_front(const std::vector<Partition>& partitions);

}  // namespace hybrid
