#include "cost/payload.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/error.h"
#include "core/text.h"

namespace hybrid::cost {

namespace {

constexpr std::string_view kJpeg = "jpeg:", kFeatures = "features:";
const std::vector<std::string> kWords{"raw", "png", "jpeg:75", "features:7"};
constexpr double kBestQuality = 100;

}  // namespace

Payload parse_payload(std::string_view option, const std::string& word) {
  if (word == "raw") return {};
  if (word == "png") return {.format = PayloadFormat::png};
  if (word == "jpeg")
    throw InvalidArgument(fmt::format("{} is 'jpeg', say with what quality: jpeg:75", option));
  if (word == "features" || word == kFeatures)
    throw InvalidArgument(fmt::format("{} is '{}', say after which layer: features:7", option, word));
  if (word.starts_with(kFeatures))
    return {.format = PayloadFormat::features, .after = word.substr(kFeatures.size())};
  if (!word.starts_with(kJpeg))
    throw InvalidArgument(
        fmt::format("{} is '{}', must be raw, png, jpeg:QUALITY or features:LAYER, such as jpeg:75{}", option,
                    word, did_you_mean(word, kWords)));
  const auto quality = parse_double(word.substr(kJpeg.size()));
  if (!quality || !(*quality >= 1 && *quality <= kBestQuality) || *quality != static_cast<int>(*quality))
    throw InvalidArgument(
        fmt::format("{} is '{}', the quality must be a whole number from 1 to 100", option, word));
  return {.format = PayloadFormat::jpeg, .quality = static_cast<int>(*quality)};
}

BytesSummary summary_of(std::vector<double> bytes) {
  HYBRID_CHECK(!bytes.empty(), "the sizes of no inputs");
  std::ranges::sort(bytes);
  const auto n = static_cast<double>(bytes.size());
  const auto rank = static_cast<std::size_t>(std::ceil(0.95 * n - 1e-9));
  return {.mean = std::accumulate(bytes.begin(), bytes.end(), 0.0) / n, .p95 = bytes[rank - 1]};
}

std::string_view name_of(PayloadFormat format) {
  switch (format) {
    case PayloadFormat::raw:
      return "raw";
    case PayloadFormat::png:
      return "png";
    case PayloadFormat::features:
      return "features";
    case PayloadFormat::jpeg:
      break;
  }
  return "jpeg";
}

std::string to_string(const Payload& payload) {
  const std::string_view name = name_of(payload.format);
  if (payload.format == PayloadFormat::jpeg) return fmt::format("{}:{}", name, payload.quality);
  if (payload.format == PayloadFormat::features) return fmt::format("{}:{}", name, payload.after);
  return std::string(name);
}

}  // namespace hybrid::cost
