#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "arch/arch_spec.h"
#include "arch/count.h"

namespace hybrid {

/// A place where a network can be cut in two, the first part on the device and the second in the cloud.
struct SplitPoint {
  std::string after;       ///< the last layer on the device, "3"; "input" where all of it runs in the cloud
  std::size_t layers = 0;  ///< top-level layers on the device
  Shape output;            ///< what is sent
  std::int64_t macs_before = 0;  ///< on the device
  std::int64_t macs_after = 0;
  std::int64_t bytes_int8() const { return output.elements(); }
  std::int64_t bytes_fp32() const { return 4 * output.elements(); }
};

/// Before the first layer, then after each top-level layer; a cut inside a residual block would have to send
/// two maps.
std::vector<SplitPoint> split_points(const ArchSpec& spec);

/// The layers on the device, as counted in the whole network: nothing of the rest needs memory there.
ArchCount device_part(const ArchCount& whole, const SplitPoint& point);

/// How the numbers of a feature map go over the link.
enum class FeatureFormat { int8, fp32 };
std::string_view name_of(FeatureFormat format);
/// @throws InvalidArgument for a word that is neither "int8" nor "fp32"
FeatureFormat feature_format(std::string_view word);

/// What is sent at the cut. The input is sent as its 8-bit pixels, whatever the format.
std::int64_t sent_bytes(const SplitPoint& point, FeatureFormat format);

}  // namespace hybrid
