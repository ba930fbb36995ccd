#pragma once
// The payload of one image: raw 8-bit pixels, encoded pixels, or features from the cloud model's first
// layers, which then run on the device.

#include <string>
#include <string_view>
#include <vector>

namespace hybrid::cost {

enum class PayloadFormat { raw, png, jpeg, features };

std::string_view name_of(PayloadFormat format);  ///< "jpeg"

struct Payload {
  PayloadFormat format = PayloadFormat::raw;
  int quality = 0;         ///< JPEG only, libjpeg's scale: 1 to 100
  std::string after = {};  ///< features only: the last layer on the device (arch/split_points.h)
  bool operator==(const Payload&) const = default;
};

/// Parses "raw", "png", "jpeg:75" or "features:7"; whether the layer exists is not checked.
/// @throws InvalidArgument beginning with `option` for any other word or quality
Payload parse_payload(std::string_view option, const std::string& word);

/// Returns the text that parse_payload reads.
std::string to_string(const Payload& payload);

/// Payload sizes of several inputs.
struct BytesSummary {
  double mean = 0;
  double p95 = 0;  ///< the smallest size that 95 % of the inputs do not exceed
};
/// Summarises payload sizes; requires at least one.
BytesSummary summary_of(std::vector<double> bytes);

/// Data that the device encodes before sending; raw pixels are not encoded.
struct Encoding {
  PayloadFormat format = PayloadFormat::jpeg;
  double elements = 0;  ///< pixels of an image (height x width), values of a feature map
  bool operator==(const Encoding&) const = default;
};

}  // namespace hybrid::cost
