#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "arch/arch_spec.h"
#include "arch/count.h"

namespace hybrid::arch {

/// A position where a network can be split: the first part runs on the device, the second in the cloud.
struct SplitPoint {
  std::string after;  ///< the last layer on the device, "3"; "input" if the whole network runs in the cloud
  std::size_t layers = 0;        ///< number of top-level layers on the device
  Shape output;                  ///< shape of what is sent
  std::int64_t macs_before = 0;  ///< on the device
  std::int64_t macs_after = 0;
  std::int64_t bytes_int8() const { return output.elements(); }
  std::int64_t bytes_fp32() const { return 4 * output.elements(); }
};

/// Returns the split points: before the first layer, then after each top-level layer. A cut inside a residual
/// block would have to send two feature maps.
std::vector<SplitPoint> split_points(const ArchSpec& spec);

/// Returns the counts of the layers on the device, taken from those of the whole network.
ArchCount device_part(const ArchCount& whole, const SplitPoint& point);

/// The number format in which a feature map is sent.
enum class FeatureFormat { int8, fp32 };
std::string_view name_of(FeatureFormat format);
/// Parses a format.
/// @throws InvalidArgument unless the word is "int8" or "fp32"
FeatureFormat feature_format(std::string_view word);

/// Returns the bytes sent at this split point. The input image is sent as 8-bit pixels in either format.
std::int64_t sent_bytes(const SplitPoint& point, FeatureFormat format);

}  // namespace hybrid::arch
