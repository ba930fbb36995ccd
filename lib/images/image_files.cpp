#include "images/image_files.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/files.h"
#include "core/limited_file.h"
#include "images/claimed_size.h"
#include "images/decode_jpeg.h"

namespace hybrid::images {
namespace {

/// Checks the claimed size, because OpenCV allocates the memory before it reads further, and zeros compress
/// to almost nothing.
void require_plausible_size(std::string_view bytes, std::string_view name) {
  const auto size = claimed_size(bytes);
  if (size && size->height > 0 && size->width > kMaxPixels / size->height)
    throw DataError(name, fmt::format("claims {} x {} pixels, at most {} are read", size->width, size->height,
                                      kMaxPixels));
}

}  // namespace

Image decode_image(std::string_view bytes, std::string_view name, const NeededSide& needed) {
  if (bytes.empty()) throw DataError(name, "is empty, expected an image");
  if (is_jpeg(bytes)) return decode_jpeg(bytes, name, needed);
  require_plausible_size(bytes, name);
  return decode_with_opencv(bytes, name);
}

Image decode_image(const std::filesystem::path& path, const NeededSide& needed) {
  require_regular_file(path);
  return decode_image(read_file(path), path.string(), needed);
}

}  // namespace hybrid::images
