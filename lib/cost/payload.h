#pragma once
// What the radio carries for one image: 8-bit pixels as they are, or encoded.

#include <string>
#include <string_view>
#include <vector>

namespace hybrid {

enum class PayloadFormat { raw, png, jpeg };

std::string_view name_of(PayloadFormat format);  ///< "jpeg"

struct Payload {
  PayloadFormat format = PayloadFormat::raw;
  int quality = 0;  ///< of JPEG alone, libjpeg's scale: 1 to 100
  bool operator==(const Payload&) const = default;
};

/// "raw", "png" or "jpeg:75". @throws UsageError that begins with `option`, for any other word or quality
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

/// An image that a device encodes before it is sent; raw ones are not encoded.
struct Encoding {
  PayloadFormat format = PayloadFormat::jpeg;
  double pixels = 0;  ///< height x width
  bool operator==(const Encoding&) const = default;
};

}  // namespace hybrid
