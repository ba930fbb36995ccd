#include "images/claimed_size.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <string>

#include "core/error.h"
#include "images/image_files.h"
#include "support/error_message.h"

using namespace hybrid;
using namespace hybrid::images;
using Catch::Matchers::Contains;

namespace {

std::string number(std::uint64_t value, std::size_t size, bool big_endian = false) {
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) {
    const auto byte = static_cast<char>(value >> (8 * i) & 0xff);
    bytes.insert(big_endian ? bytes.begin() : bytes.end(), byte);
  }
  return bytes;
}

std::string png(std::uint64_t width, std::uint64_t height) {
  return "\x89PNG\r\n\x1a\n" + number(13, 4, true) + "IHDR" + number(width, 4, true) +
         number(height, 4, true);
}

std::string bmp(std::uint64_t width, std::uint64_t height) {
  return "BM" + std::string(12, '\0') + number(40, 4) + number(width, 4) + number(height, 4);
}

std::string old_bmp(std::uint64_t width, std::uint64_t height) {
  return "BM" + std::string(12, '\0') + number(12, 4) + number(width, 2) + number(height, 2);
}

std::string webp(const std::string& chunk) {
  return "RIFF" + number(100, 4) + "WEBP" + chunk;
}

std::string extended_webp(std::uint64_t width, std::uint64_t height) {
  return webp("VP8X" + std::string(8, '\0') + number(width - 1, 3) + number(height - 1, 3));
}

std::string lossless_webp(std::uint64_t width, std::uint64_t height) {
  return webp("VP8L" + number(10, 4) + "\x2f" + number((width - 1) | (height - 1) << 14, 4));
}

std::string lossy_webp(std::uint64_t width, std::uint64_t height) {
  return webp("VP8 " + number(10, 4) + std::string(6, '\0') + number(width, 2) + number(height, 2));
}

std::string tiff(bool big_endian, std::uint64_t size, std::uint64_t width, std::uint64_t height) {
  const auto entry = [&](std::uint64_t tag, std::uint64_t value) {
    const std::string bytes = number(value, size, big_endian) + std::string(4 - size, '\0');
    return number(tag, 2, big_endian) + number(size == 2 ? 3 : 4, 2, big_endian) + number(1, 4, big_endian) +
           bytes;
  };
  return (big_endian ? std::string("MM\0*", 4) : std::string("II*\0", 4)) + number(8, 4, big_endian) +
         number(3, 2, big_endian) + entry(254, 0) + entry(256, width) + entry(257, height);
}

}  // namespace

TEST_CASE("the size in a header is read, and one that is cut off is none", "[data]") {
  const ClaimedSize size{300, 20};
  for (const std::string& whole : {png(300, 20), bmp(300, 20), old_bmp(300, 20), extended_webp(300, 20),
                                   lossless_webp(300, 20), lossy_webp(300, 20), tiff(false, 4, 300, 20),
                                   tiff(true, 4, 300, 20), tiff(false, 2, 300, 20), tiff(true, 2, 300, 20)}) {
    CAPTURE(whole);
    REQUIRE(claimed_size(whole) == size);
    REQUIRE(claimed_size(whole + "more") == size);
    for (std::size_t n = 0; n < whole.size() - 3; ++n) REQUIRE_FALSE(claimed_size(whole.substr(0, n)));
  }
  REQUIRE(claimed_size(bmp(300, 0xffffffecU)) == size);  // -20: from the top
  for (const char* pnm : {"P6 300 20 255\n", "P5\n# by hand\n300\n#\n20\n255\n", "P1\t300 20 "})
    REQUIRE(claimed_size(pnm) == size);
  for (const char* none :
       {"", "P", "P6", "P6 300", "P6 x 20", "P7 300 20", "P6 # 300 20", "GIF89a", "\xff\xd8\xff"})
    REQUIRE_FALSE(claimed_size(none));
}

TEST_CASE("headers that claim more pixels than are read are refused before memory is taken", "[data]") {
  for (const std::string& bytes :
       {png(60'000, 60'000), bmp(60'000, 60'000), bmp(60'000, 0x100000000U - 60'000U),
        extended_webp(60'000, 60'000), tiff(false, 4, 60'000, 60'000), tiff(true, 4, 60'000, 60'000),
        std::string("P6 60000 60000 255\n")})
    REQUIRE_THAT(test::error_message<DataError>([&] { (void)decode_image(bytes, "x"); }),
                 Contains("x: claims 60000 x 60000 pixels, at most 178956970 are read"));
  REQUIRE_THAT(
      test::error_message<DataError>([&] { (void)decode_image(lossless_webp(16'384, 16'384), "x"); }),
      Contains("x: claims 16384 x 16384 pixels"));
}
