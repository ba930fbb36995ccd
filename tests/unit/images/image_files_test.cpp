#include "images/image_files.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "core/error.h"
#include "core/sha256.h"
#include "images/decode_jpeg.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"
#include "unit/images/noise_image.h"

using namespace hybrid;
using namespace hybrid::images;
using Catch::Matchers::Contains;
using test::error_message;

namespace {

const std::string kImages = HYBRID_TEST_DATA "/peers/data/images/";

}  // namespace

TEST_CASE(
    "image files of every kind become Pillow's RGB pixels, turned ones as they are stored, reduced ones too",
    "[data]") {
  const auto rows = test::fixture_rows("pillow_decode.csv");
  REQUIRE(rows.size() == 31);
  for (const auto& row : rows) {
    INFO(row.at(0) << " by " << row.at(1));
    const bool is_jpeg_file = row.at(0).ends_with(".jpg");
#ifndef HYBRID_HAS_OPENCV
    if (!is_jpeg_file) continue;
#endif
    const int side = std::min(std::stoi(row.at(2)), std::stoi(row.at(3)));
    const NeededSide needed = [&](int height, int width) {
      REQUIRE((height == 19 && width == 26));
      return static_cast<int>(side / kReductionMargin);
    };
    const Image image = decode_image(kImages + row.at(0), is_jpeg_file ? needed : NeededSide{});
    REQUIRE(image.channels == 3);
    REQUIRE(image.height == std::stoi(row.at(2)));
    REQUIRE(image.width == std::stoi(row.at(3)));
    REQUIRE(sha256({reinterpret_cast<const char*>(image.pixels.data()), image.pixels.size()}) == row.at(4));
  }
}

TEST_CASE("a JPEG file is reduced no further than is needed, and not at all for nobody", "[data]") {
  const auto height_for = [](int needed) {
    return decode_image(kImages + "colour.jpg", [&](int, int) { return needed; }).height;
  };
  REQUIRE(height_for(0) == 19);
  REQUIRE(height_for(1) == 3);
  REQUIRE(height_for(2) == 5);
  REQUIRE(height_for(3) == 10);
  REQUIRE(height_for(5) == 10);
  REQUIRE(height_for(6) == 19);
  REQUIRE(height_for(5000) == 19);
  REQUIRE(decode_image(kImages + "colour.jpg").height == 19);
}

TEST_CASE("a JPEG file is whole whatever comes behind its end, and not by the end of an image within it",
          "[data]") {
  const std::string jpeg = read_file(kImages + "colour.jpg");
  const auto pixels = decode_image(jpeg, "whole").pixels;
  REQUIRE(decode_image(jpeg + "a film \xff\xda without end", "motion").pixels == pixels);
  // A preview of its own in a segment: start, scan and end.
  const std::string preview = "\xff\xe1" + std::string("\x00\x0c", 2) + "\xff\xd8\xff\xda....\xff\xd9";
  const std::string with_preview = jpeg.substr(0, 2) + preview + jpeg.substr(2);
  REQUIRE(decode_image(with_preview, "preview").pixels == pixels);
  REQUIRE_THAT(
      error_message<DataError>([&] { decode_image(with_preview.substr(0, with_preview.size() - 40), "x"); }),
      Contains("is a truncated"));
}

TEST_CASE("a damaged file does no harm to the next", "[data]") {
  const std::string jpeg = read_file(kImages + "colour.jpg");
  const Image whole = decode_image(jpeg, "whole");
  for (std::size_t at = 2; at < jpeg.size(); at += 5) {
    std::string damaged = jpeg;
    damaged[at] = static_cast<char>(damaged[at] ^ 0xff);
    try {
      (void)decode_image(damaged, "damaged");
    } catch (const DataError&) {
    }
    REQUIRE(decode_image(jpeg, "whole").pixels == whole.pixels);
  }
}

TEST_CASE("the part of a reduced axis that stands for the image is a share of its pixels", "[data]") {
  REQUIRE(reduced_extent(26, 26) == 26);
  REQUIRE(reduced_extent(13, 26) == 13);
  REQUIRE(reduced_extent(7, 26) == 6.5F);
  REQUIRE(reduced_extent(4, 26) == 3.25F);
  for (int full = 1; full < 100; ++full)
    for (const int eighths : {1, 2, 4, 8}) {
      const int decoded = (full * eighths + 7) / 8;
      REQUIRE(reduced_extent(decoded, full) <= static_cast<float>(decoded));
      REQUIRE(reduced_extent(decoded, full) > static_cast<float>(decoded - 1));
    }
}

TEST_CASE("a header that claims more than its bytes can hold is refused before memory is taken", "[data]") {
  const test::TemporaryFolder folder;
  std::string jpeg = read_file(kImages + "colour.jpg");
  const auto frame = jpeg.find("\xff\xc0");
  REQUIRE(frame != std::string::npos);
  for (const int side : {60000, 4000}) {
    for (const std::size_t at : {std::size_t{5}, std::size_t{7}}) {
      jpeg[frame + at] = static_cast<char>(side >> 8);
      jpeg[frame + at + 1] = static_cast<char>(side & 255);
    }
    const auto path = folder.file("x.jpg", jpeg);
    REQUIRE_THAT(error_message<DataError>([&] { decode_image(path); }),
                 Contains("x.jpg: claims " + std::to_string(side) + " x " + std::to_string(side)));
  }
}

#ifdef HYBRID_HAS_OPENCV
TEST_CASE("a PNG header that claims too much is refused before memory is taken", "[data]") {
  const test::TemporaryFolder folder;
  std::string png = read_file(kImages + "colour.png");
  for (const std::size_t at : {std::size_t{18}, std::size_t{22}})
    png[at] = static_cast<char>(0xea), png[at + 1] = 0x60;  // 60,000
  const auto path = folder.file("x.png", png);
  REQUIRE_THAT(error_message<DataError>([&] { decode_image(path); }),
               Contains("x.png: claims 60000 x 60000"));
}

TEST_CASE("a file that is no image, or not a whole one, is refused by name", "[data]") {
  const test::TemporaryFolder folder;
  const auto error_of = [&](const std::string& content) {
    const auto path = folder.file("x.jpg", content);
    return error_message<DataError>([&] { decode_image(path); });
  };
  REQUIRE_THAT(error_of(""), Contains("x.jpg: is empty"));
  REQUIRE_THAT(error_of("not an image"), Contains("x.jpg: is damaged, or no image"));
  const std::string jpeg = read_file(kImages + "colour.jpg");
  for (const std::size_t cut : {std::size_t{3}, jpeg.size() / 3, jpeg.size() - 60, jpeg.size() - 1})
    REQUIRE_THAT(error_of(jpeg.substr(0, cut)), Contains("x.jpg: is a truncated JPEG file"));
  const std::string png = read_file(kImages + "palette.png");
  REQUIRE_THAT(error_of(png.substr(0, 30)), Contains("x.jpg: is damaged"));
  REQUIRE_THROWS_AS(decode_image(folder / "missing.jpg"), DataError);
}
#else
TEST_CASE("image files other than JPEG are refused in a build without OpenCV with what to install",
          "[data]") {
  REQUIRE(error_message<Infeasible>([] { require_image_files("data.dataset: image_folder"); }) ==
          "data.dataset: image_folder needs OpenCV, and this program was built without it; install "
          "libopencv-imgcodecs-dev and configure and build again");
  REQUIRE_THROWS_AS(decode_image(kImages + "colour.png"), Infeasible);
}
#endif
