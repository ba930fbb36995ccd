#include "images/decode_jpeg.h"

#include <fmt/format.h>
#include <turbojpeg.h>

#include <algorithm>
#include <array>
#include <memory>

#include "core/error.h"
#include "images/image_files.h"

namespace hybrid::images {
namespace {

constexpr std::array kEighths{8, 4, 2, 1};

/// The most pixels per byte of a file: at least one bit per block of 64 pixels, doubled for safety.
constexpr std::int64_t kMaxPixelsPerByte = 1024;

/// Returns whether the end-of-image marker is missing; libjpeg would fill the rest with grey without an
/// error. Segments before the first scan are skipped by their lengths, because they may hold a thumbnail.
/// After them the marker cannot occur by chance.
bool is_truncated(std::string_view bytes) {
  constexpr char kMark = '\xff', kScan = '\xda';
  constexpr std::string_view kEnd = "\xff\xd9";
  std::size_t at = 2;  // after the start-of-image marker
  while (at + 4 <= bytes.size() && bytes[at] == kMark) {
    if (bytes[at + 1] == kMark) {  // fill
      ++at;
      continue;
    }
    if (bytes[at + 1] == kScan) return bytes.find(kEnd, at) == std::string_view::npos;
    const auto byte = [&](std::size_t i) {
      return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i]));
    };
    at += 2 + (byte(at + 2) << 8 | byte(at + 3));
  }
  return at + 4 > bytes.size();  // otherwise the file is damaged, which the decoder reports
}

/// TurboJPEG's decoder, for one image: it cannot be reused after a damaged header.
class Decoder {
 public:
  Decoder() : handle_(tjInitDecompress(), tjDestroy) {
    HYBRID_CHECK(handle_ != nullptr, "TurboJPEG: {}", tjGetErrorStr2(nullptr));
  }
  tjhandle get() const { return handle_.get(); }
  /// Returns whether a call that returned `result` failed. Warnings of libjpeg are not failures; Pillow
  /// ignores them, too.
  bool failed(int result) const { return result != 0 && tjGetErrorCode(get()) == TJERR_FATAL; }

 private:
  std::unique_ptr<void, int (*)(tjhandle)> handle_;
};

struct Header {
  int height = 0;
  int width = 0;
  int colors = 0;  ///< TJCS
};

const unsigned char* data_of(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

DataError damaged(std::string_view name, const Decoder& decoder) {
  return {name, fmt::format("is damaged, or no JPEG file that TurboJPEG reads ({})",
                            tjGetErrorStr2(decoder.get()))};
}

Header read_header(const Decoder& decoder, std::string_view bytes, std::string_view name) {
  Header header;
  int subsampling = 0;
  if (decoder.failed(tjDecompressHeader3(decoder.get(), data_of(bytes), bytes.size(), &header.width,
                                         &header.height, &subsampling, &header.colors)))
    throw damaged(name, decoder);
  const std::int64_t pixels = std::int64_t{header.height} * header.width;
  if (pixels > kMaxPixels)
    throw DataError(name, fmt::format("claims {} x {} pixels, at most {} are read", header.width,
                                      header.height, kMaxPixels));
  if (pixels / kMaxPixelsPerByte > static_cast<std::int64_t>(bytes.size()))
    throw DataError(name, fmt::format("claims {} x {} pixels, which its {} bytes cannot hold: it is damaged",
                                      header.width, header.height, bytes.size()));
  return header;
}

int reduced(int side, int eighths) {
  return (side * eighths + 7) / 8;
}

/// Pillow's Image.convert("RGB") of CMYK files, which are inverted as written by Adobe's programs.
std::uint8_t rgb_of(int inverted_color, int inverted_black) {
  const int product = (255 - inverted_color) * inverted_black + 128;
  return static_cast<std::uint8_t>(std::max(inverted_black - (((product >> 8) + product) >> 8), 0));
}

/// Converts `pixels` from [plane, kChannels] to [3, plane].
template <std::size_t kChannels>
std::vector<std::uint8_t> to_planes(const std::vector<std::uint8_t>& pixels) {
  const std::size_t plane = pixels.size() / kChannels;
  std::vector<std::uint8_t> planes(3 * plane);
  for (std::size_t p = 0; p < plane; ++p)
    for (std::size_t c = 0; c < 3; ++c) {
      const std::uint8_t* pixel = pixels.data() + kChannels * p;
      if constexpr (kChannels == 4)
        planes[c * plane + p] = rgb_of(pixel[c], pixel[3]);
      else
        planes[c * plane + p] = pixel[kChannels == 1 ? 0 : c];
    }
  return planes;
}

}  // namespace

bool is_jpeg(std::string_view bytes) {
  return bytes.starts_with("\xff\xd8");
}

float reduced_extent(int decoded, int full) {
  for (const int eighths : kEighths)
    if (decoded == reduced(full, eighths)) return static_cast<float>(full * eighths) / 8.0F;
  return static_cast<float>(decoded);
}

Image decode_jpeg(std::string_view bytes, std::string_view name, const NeededSide& needed) {
  if (is_truncated(bytes)) throw DataError(name, "is a truncated JPEG file; download it again");
  const Decoder decoder;
  const Header header = read_header(decoder, bytes, name);
  const int wanted = needed ? needed(header.height, header.width) : 0;
  int eighths = 8;
  if (wanted > 0)
    for (const int smaller : {4, 2, 1})
      if (reduced(std::min(header.height, header.width), smaller) >= kReductionMargin * wanted)
        eighths = smaller;
  const int height = reduced(header.height, eighths), width = reduced(header.width, eighths);
  const bool grey = header.colors == TJCS_GRAY;
  const bool cmyk = header.colors == TJCS_CMYK || header.colors == TJCS_YCCK;
  const TJPF format = grey ? TJPF_GRAY : cmyk ? TJPF_CMYK : TJPF_RGB;
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(height) * static_cast<std::size_t>(width) *
                                   static_cast<std::size_t>(tjPixelSize[format]));
  // As in Pillow: libjpeg's accurate integer transform, smooth chroma upsampling. The number of scans is
  // limited, because a file with thousands of them would take hours.
  if (decoder.failed(tjDecompress2(decoder.get(), data_of(bytes), bytes.size(), pixels.data(), width, 0,
                                   height, format, TJFLAG_LIMITSCANS)))
    throw damaged(name, decoder);
  return {3, height, width, grey ? to_planes<1>(pixels) : cmyk ? to_planes<4>(pixels) : to_planes<3>(pixels)};
}

}  // namespace hybrid::images
