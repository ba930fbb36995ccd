#include "images/image_files.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/files.h"
#include "core/limited_file.h"
#include "images/decode_jpeg.h"

namespace hybrid::images {
namespace {

std::int64_t big_endian(std::string_view bytes) {
  std::int64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<std::uint8_t>(byte);
  return value;
}

/// Checks the claimed size of a PNG, because OpenCV allocates the memory before it reads further.
void require_plausible_png(std::string_view bytes, std::string_view name) {
  constexpr std::string_view kStart = "\x89PNG\r\n\x1a\n";
  if (!bytes.starts_with(kStart) || bytes.size() < 24) return;
  const std::int64_t width = big_endian(bytes.substr(16, 4)), height = big_endian(bytes.substr(20, 4));
  if (height > 0 && width > kMaxPixels / height)
    throw DataError(name,
                    fmt::format("claims {} x {} pixels, at most {} are read", width, height, kMaxPixels));
}

}  // namespace

Image decode_image(std::string_view bytes, std::string_view name, const NeededSide& needed) {
  if (bytes.empty()) throw DataError(name, "is empty, expected an image");
  if (is_jpeg(bytes)) return decode_jpeg(bytes, name, needed);
  require_plausible_png(bytes, name);
  return decode_with_opencv(bytes, name);
}

Image decode_image(const std::filesystem::path& path, const NeededSide& needed) {
  require_regular_file(path);
  return decode_image(read_file(path), path.string(), needed);
}

}  // namespace hybrid::images
