#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hybrid::images {

struct ClaimedSize {
  std::int64_t width = 0, height = 0;
  bool operator==(const ClaimedSize&) const = default;
};

/// Returns the size in the header of a PNG, PNM, BMP, TIFF (first page) or WebP file, before anything is
/// decoded.
/// @return std::nullopt for a file of another kind, and one that ends before its size
std::optional<ClaimedSize> claimed_size(std::string_view bytes);

}  // namespace hybrid::images
