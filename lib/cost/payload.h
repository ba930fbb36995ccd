#pragma once
// What the radio carries for one image: 8-bit pixels as they are, or encoded; or what the first layers of the
// cloud's network make of it on the device.

#include <string>
#include <string_view>
#include <vector>

namespace hybrid {

enum class PayloadFormat { raw, png, jpeg, features };

std::string_view name_of(PayloadFormat format);  ///< "jpeg"

struct Payload {
  PayloadFormat format = PayloadFormat::raw;
  int quality = 0;         ///< of JPEG alone, libjpeg's scale: 1 to 100
  std::string after = {};  ///< of features alone: the last layer on the device (arch/split_points.h)
  bool operator==(const Payload&) const = default;
};

/// "raw", "png", "jpeg:75" or "features:7". @throws InvalidArgument that begins with `option`, for any other
/// word or quality; what layers there are is not known here
Payload parse_payload(std::string_view option, const std::string& word);

/// What parse_payload reads.
std::string to_string(const Payload& payload);

/// How many bytes inputs take.
struct BytesSummary {
  double mean = 0;
  double p95 = 0;  ///< the smallest number that 95 % of them do not exceed
};
/// Requires at least one.
BytesSummary summary_of(std::vector<double> bytes);

/// What a device encodes before it is sent; raw pixels are not encoded.
struct Encoding {
  PayloadFormat format = PayloadFormat::jpeg;
  double elements = 0;  ///< pixels of an image (height x width), values of a feature map
  bool operator==(const Encoding&) const = default;
};

}  // namespace hybrid
