#pragma once

#include <string>
#include <vector>

#include "arch/arch_spec.h"

namespace hybrid {

/// A place where a network can be cut in two, the first part on the device and the second in the cloud.
struct SplitPoint {
  std::string after;  ///< the last layer on the device, "3"; "input" where all of it runs in the cloud
  Shape output;       ///< what is sent
  std::int64_t macs_before = 0;  ///< on the device
  std::int64_t macs_after = 0;
  std::int64_t bytes_int8() const { return output.elements(); }
  std::int64_t bytes_fp32() const { return 4 * output.elements(); }
};

/// Before the first layer, then after each top-level layer; a cut inside a residual block would have to send two
/// maps.
std::vector<SplitPoint> split_points(const ArchSpec& spec);

}  // namespace hybrid
