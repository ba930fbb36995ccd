#include "images/resize.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/seed.h"
#include "core/sha256.h"
#include "noise_image.h"
#include "reference/resize.h"

using namespace hybrid;
using namespace hybrid::images;
using test::noise_pixels;

namespace {

using Pixels = std::vector<std::uint8_t>;

std::string sha256_of_pixels(const Pixels& pixels) {
  return sha256({reinterpret_cast<const char*>(pixels.data()), pixels.size()});
}

Pixels resized(const Resizer& resizer, const Pixels& from, int channels, int to_height, int to_width) {
  Pixels to(static_cast<std::size_t>(channels * to_height * to_width), 77);
  resizer(from, to);
  return to;
}

Box whole(int height, int width) {
  return {.right = static_cast<float>(width), .bottom = static_cast<float>(height)};
}

}  // namespace

TEST_CASE("resizing gives Pillow's pixels, bit for bit, up and down and of a box", "[data]") {
  for (const auto& [filter, file] :
       {std::pair{config::Resize::pillow_bilinear, "pillow_resize.csv"},
        std::pair{config::Resize::pillow_bicubic, "pillow_resize_bicubic.csv"}}) {
    const auto rows = test::fixture_rows(file);
    REQUIRE(rows.size() > 150);
    for (const auto& row : rows) {
      const auto integer = [&](std::size_t i) { return std::stoi(row.at(i)); };
      const auto number = [&](std::size_t i) { return std::stof(row.at(i)); };
      const int channels = integer(2), height = integer(3), width = integer(4), to_height = integer(5),
                to_width = integer(6);
      const Pixels image =
          noise_pixels(static_cast<std::uint32_t>(integer(0)), channels * height * width, integer(1) == 1);
      const Resizer resizer(filter, Box{number(7), number(8), number(9), number(10)}, height, width,
                            to_height, to_width, {.height = to_height, .width = to_width});
      INFO(file << " seed " << row[0] << ": " << height << "x" << width << " to " << to_height << "x"
                << to_width);
      REQUIRE(sha256_of_pixels(resized(resizer, image, channels, to_height, to_width)) == row.at(11));
    }
  }
}

TEST_CASE("resizing gives what its definition gives pixel by pixel, on every small size", "[data]") {
  for (const config::Resize filter : {config::Resize::pillow_bilinear, config::Resize::pillow_bicubic})
    for (int from = 1; from <= 9; ++from)
      for (int to = 1; to <= 20; ++to) {
        const int height = 10 - from, to_height = 21 - to;
        const Pixels image =
            noise_pixels(static_cast<std::uint32_t>(from * 100 + to), height * from, to % 2 == 0);
        const Resizer resizer(filter, height, from, to_height, to);
        REQUIRE(resized(resizer, image, 1, to_height, to) ==
                reference::resize(filter, image, height, from, whole(height, from), to_height, to));
      }
}

TEST_CASE("a window of the result has the pixels of the whole result", "[data]") {
  const Pixels image = noise_pixels(6, 2 * 13 * 37);
  const std::vector<config::Resize> filters{
      config::Resize::pillow_bilinear,
      config::Resize::pillow_bicubic,
#ifdef HYBRID_HAS_OPENCV
      config::Resize::opencv_bilinear,
#endif
  };
  for (const config::Resize filter : filters)
    for (const auto& [to_height, to_width] :
         {std::pair{9, 21}, std::pair{13, 37}, std::pair{13, 50}, std::pair{40, 37}}) {
      const Pixels all = resized(Resizer(filter, 13, 37, to_height, to_width), image, 2, to_height, to_width);
      for (int top = 0; top < to_height; top += 3)
        for (int left = 0; left < to_width; left += 5) {
          const Window window{top, left, std::min(4, to_height - top), std::min(7, to_width - left)};
          const Pixels part = resized(Resizer(filter, whole(13, 37), 13, 37, to_height, to_width, window),
                                      image, 2, window.height, window.width);
          std::size_t at = 0;
          for (int c = 0; c < 2; ++c)
            for (int y = 0; y < window.height; ++y)
              for (int x = 0; x < window.width; ++x)
                REQUIRE(part[at++] ==
                        all[static_cast<std::size_t>((c * to_height + top + y) * to_width + left + x)]);
        }
    }
  REQUIRE_THROWS_AS(Resizer(config::Resize::pillow_bilinear, whole(4, 4), 4, 4, 8, 8, Window{5, 0, 4, 4}),
                    InternalError);
  REQUIRE_THROWS_AS(Resizer(config::Resize::pillow_bilinear, whole(4, 4), 4, 4, 8, 8, Window{0, 0, 0, 4}),
                    InternalError);
  REQUIRE_THROWS_AS(Resizer(config::Resize::pillow_bilinear, whole(4, 4), 4, 4, 8, 8, Window{0, -1, 2, 2}),
                    InternalError);
}

TEST_CASE("a constant image stays constant at every size", "[data]") {
  for (const std::uint8_t level : std::initializer_list<std::uint8_t>{0, 1, 128, 254, 255})
    for (const int to : {1, 2, 31, 32, 33, 96, 200}) {
      const Resizer resizer(config::Resize::pillow_bilinear, 32, 32, to, 201 - to);
      const Pixels result = resized(resizer, Pixels(32 * 32, level), 1, to, 201 - to);
      REQUIRE(result == Pixels(result.size(), level));
    }
}

TEST_CASE("weights of a pixel sum to 1 and reach no further than the triangle", "[data]") {
  const ResizeTaps up = pillow_taps(config::Resize::pillow_bilinear, 32, 0, 32, 96, 0, 96);
  REQUIRE(up.first.size() == 96);
  REQUIRE(up.stride == 3);
  const ResizeTaps down = pillow_taps(config::Resize::pillow_bilinear, 100, 0, 100, 10, 0, 10);
  REQUIRE(down.count[5] == 20);
  REQUIRE(down.first[5] == 45);
  for (const ResizeTaps& taps : {up, down})
    for (std::size_t i = 0; i < taps.first.size(); ++i) {
      std::int64_t sum = 0;
      for (std::size_t j = 0; j < taps.stride; ++j) {
        sum += taps.weights[i * taps.stride + j];
        REQUIRE((static_cast<int>(j) < taps.count[i] || taps.weights[i * taps.stride + j] == 0));
      }
      REQUIRE(std::abs(sum - (1 << 22)) <= static_cast<std::int64_t>(taps.stride));
    }
}

TEST_CASE("an image resized to its own size is itself", "[data]") {
  const Pixels image = noise_pixels(5, 3 * 7 * 11);
  REQUIRE(resized(Resizer(config::Resize::pillow_bilinear, 7, 11, 7, 11), image, 3, 7, 11) == image);
}

TEST_CASE("sizes, boxes and room that do not fit are a fault of ours", "[data]") {
  REQUIRE_THROWS_AS(Resizer(config::Resize::pillow_bilinear, 0, 1, 1, 1), InternalError);
  REQUIRE_THROWS_AS(Resizer(config::Resize::pillow_bilinear, 1, 1, 1, -1), InternalError);
  REQUIRE_THROWS_AS(Resizer(Box{2, 0, 2, 4}, 4, 4, 2, 2), InternalError);
  REQUIRE_THROWS_AS(Resizer(Box{0, 0, 4.5F, 4}, 4, 4, 2, 2), InternalError);
  REQUIRE_THROWS_AS(Resizer(Box{-1, 0, 4, 4}, 4, 4, 2, 2), InternalError);
  const Resizer resizer(config::Resize::pillow_bilinear, 4, 4, 2, 2);
  Pixels out(4);
  REQUIRE_NOTHROW(resizer(Pixels(16), out));
  REQUIRE_THROWS_AS(resizer(Pixels(17), out), InternalError);
  REQUIRE_THROWS_AS(resizer(Pixels(32), out), InternalError);
}

#ifdef HYBRID_HAS_OPENCV
TEST_CASE("OpenCV's filter looks at the two nearest pixels only, where Pillow's averages all", "[data]") {
  const Pixels stripes{0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255};  // one row of 16
  REQUIRE(resized(Resizer(config::Resize::opencv_bilinear, 1, 16, 1, 4), stripes, 1, 1, 4) ==
          Pixels{128, 128, 128, 128});
  const Pixels wide{0, 10, 20, 30};
  REQUIRE(resized(Resizer(config::Resize::opencv_bilinear, 1, 4, 1, 8), wide, 1, 1, 8) ==
          Pixels{0, 3, 8, 13, 18, 23, 28, 30});
  const Pixels spike{0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0};
  REQUIRE(resized(Resizer(config::Resize::opencv_bilinear, 1, 12, 1, 2), spike, 1, 1, 2) == Pixels{0, 0});
  REQUIRE(resized(Resizer(config::Resize::pillow_bilinear, 1, 12, 1, 2), spike, 1, 1, 2)[0] > 20);
}

TEST_CASE("OpenCV's filter treats each channel alike", "[data]") {
  const Pixels plane = noise_pixels(3, 9 * 12);
  Pixels image = plane;
  image.insert(image.end(), plane.begin(), plane.end());
  const Resizer resizer(config::Resize::opencv_bilinear, 9, 12, 5, 20);
  const Pixels one = resized(resizer, plane, 1, 5, 20);
  const Pixels two = resized(resizer, image, 2, 5, 20);
  REQUIRE(Pixels(two.begin(), two.begin() + 100) == one);
  REQUIRE(Pixels(two.begin() + 100, two.end()) == one);
}
#else
TEST_CASE("OpenCV's filter in a build without OpenCV is refused with what to install", "[data]") {
  REQUIRE_THROWS_AS(Resizer(config::Resize::opencv_bilinear, 4, 4, 2, 2), Infeasible);
}
#endif
