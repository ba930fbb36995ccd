#include "images/claimed_size.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace hybrid::images {
namespace {

using namespace std::string_view_literals;

/// Reads numbers at any place; what lies beyond the end makes the whole reading fail.
class HeaderBytes {
 public:
  HeaderBytes(std::string_view bytes, bool big_endian) : bytes_(bytes), big_endian_(big_endian) {}

  std::int64_t number(std::uint64_t at, std::size_t size) {
    if (at > bytes_.size() || size > bytes_.size() - at) {
      whole_ = false;
      return 0;
    }
    std::int64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
      value = value << 8 | static_cast<std::uint8_t>(bytes_[at + (big_endian_ ? i : size - 1 - i)]);
    return value;
  }
  std::optional<ClaimedSize> size(std::int64_t width, std::int64_t height) const {
    return whole_ ? std::optional(ClaimedSize{width, height}) : std::nullopt;
  }

 private:
  std::string_view bytes_;
  bool big_endian_;
  bool whole_ = true;
};

std::optional<ClaimedSize> png_size(std::string_view bytes) {
  HeaderBytes header(bytes, true);
  const std::int64_t width = header.number(16, 4), height = header.number(20, 4);
  return header.size(width, height);
}

std::optional<ClaimedSize> bmp_size(std::string_view bytes) {
  HeaderBytes header(bytes, false);
  const bool short_fields = header.number(14, 4) == 12;  // of OS/2
  const std::int64_t width = short_fields ? header.number(18, 2) : header.number(18, 4);
  const std::int64_t height = short_fields ? header.number(20, 2) : header.number(22, 4);
  const auto sign = static_cast<std::int32_t>(height);  // negative: the rows are stored from the top
  return header.size(width, short_fields ? height : std::llabs(sign));
}

std::optional<ClaimedSize> webp_size(std::string_view bytes) {
  HeaderBytes header(bytes, false);
  const std::string_view kind = bytes.substr(12, 4);
  if (kind == "VP8X") {
    const std::int64_t width = header.number(24, 3), height = header.number(27, 3);
    return header.size(width + 1, height + 1);
  }
  if (kind == "VP8L") {
    const std::int64_t sides = header.number(21, 4);
    return header.size((sides & 0x3fff) + 1, (sides >> 14 & 0x3fff) + 1);
  }
  if (kind != "VP8 ") return std::nullopt;
  const std::int64_t width = header.number(26, 2), height = header.number(28, 2);
  return header.size(width & 0x3fff, height & 0x3fff);
}

std::optional<ClaimedSize> tiff_size(std::string_view bytes) {
  constexpr std::int64_t kWidth = 256, kHeight = 257, kShort = 3;
  constexpr std::uint64_t kEntry = 12;
  HeaderBytes header(bytes, bytes.starts_with("MM"));
  const auto directory = static_cast<std::uint64_t>(header.number(4, 4));
  const auto entries = static_cast<std::uint64_t>(header.number(directory, 2));
  ClaimedSize size;
  for (std::uint64_t i = 0; i < entries; ++i) {
    const std::uint64_t at = directory + 2 + i * kEntry;
    const std::int64_t tag = header.number(at, 2);
    if (tag != kWidth && tag != kHeight) continue;
    (tag == kWidth ? size.width : size.height) =
        header.number(at + 8, header.number(at + 2, 2) == kShort ? 2 : 4);
  }
  return header.size(size.width, size.height);
}

/// Numbers in digits, between blanks and comments.
std::optional<ClaimedSize> pnm_size(std::string_view bytes) {
  std::size_t at = 2;
  const auto number = [&]() -> std::optional<std::int64_t> {
    while (at < bytes.size() &&
           (bytes[at] == '#' || std::isspace(static_cast<unsigned char>(bytes[at])) != 0))
      at = bytes[at] == '#' ? std::min(bytes.find('\n', at), bytes.size()) : at + 1;
    const std::size_t begin = at;
    std::int64_t value = 0;
    while (at < bytes.size() && std::isdigit(static_cast<unsigned char>(bytes[at])) != 0 && at - begin < 10)
      value = 10 * value + (bytes[at++] - '0');
    return at > begin ? std::optional(value) : std::nullopt;
  };
  const auto width = number();
  const auto height = number();
  if (!width || !height) return std::nullopt;
  return ClaimedSize{*width, *height};
}

}  // namespace

std::optional<ClaimedSize> claimed_size(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return png_size(bytes);
  if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv)) return tiff_size(bytes);
  if (bytes.starts_with("RIFF"sv) && bytes.size() >= 16 && bytes.substr(8, 4) == "WEBP")
    return webp_size(bytes);
  if (bytes.starts_with("BM"sv)) return bmp_size(bytes);
  if (bytes.size() > 2 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6') return pnm_size(bytes);
  return std::nullopt;
}

}  // namespace hybrid::images
