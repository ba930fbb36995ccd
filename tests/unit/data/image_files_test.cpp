#include "data/image_files.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "core/error.h"
#include "core/sha256.h"
#include "noise_image.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using Catch::Matchers::Contains;
using test::error_message;

namespace {

const std::string kImages = HYBRID_TEST_DATA "/peers/data/images/";

}  // namespace

#ifdef HYBRID_HAS_OPENCV
TEST_CASE("image files of every kind become Pillow's RGB pixels, turned ones as they are stored", "[data]") {
  const auto rows = test::fixture_rows("pillow_decode.csv");
  REQUIRE(rows.size() == 9);
  for (const auto& row : rows) {
    const Image image = decode_image(kImages + row.at(0));
    INFO(row.at(0));
    REQUIRE(image.channels == 3);
    REQUIRE(image.height == std::stoi(row.at(1)));
    REQUIRE(image.width == std::stoi(row.at(2)));
    REQUIRE(sha256({reinterpret_cast<const char*>(image.pixels.data()), image.pixels.size()}) == row.at(3));
  }
}

TEST_CASE("a CMYK file becomes RGB, within a few levels of the picture it was made of", "[data]") {
  const Image cmyk = decode_image(kImages + "cmyk.jpg");
  const Image original = decode_image(kImages + "colour.png");
  REQUIRE(cmyk.channels == 3);
  REQUIRE(cmyk.pixels.size() == original.pixels.size());
  for (std::size_t i = 0; i < cmyk.pixels.size(); ++i)
    REQUIRE(std::abs(int{cmyk.pixels[i]} - int{original.pixels[i]}) <= 3);
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
    REQUIRE_THAT(error_of(jpeg.substr(0, cut)), Contains("x.jpg: is a JPEG file that was cut short"));
  const std::string png = read_file(kImages + "palette.png");
  REQUIRE_THAT(error_of(png.substr(0, 30)), Contains("x.jpg: is damaged"));
  REQUIRE_THROWS_AS(decode_image(folder / "missing.jpg"), DataError);
}
#else
TEST_CASE("image files in a build without OpenCV are refused with what to install", "[data]") {
  REQUIRE(error_message<Infeasible>([] { require_image_files("data.dataset: image_folder"); }) ==
          "data.dataset: image_folder needs OpenCV, and this program was built without it; install "
          "libopencv-imgcodecs-dev and configure and build again");
  REQUIRE_THROWS_AS(decode_image(kImages + "colour.jpg"), Infeasible);
}
#endif
