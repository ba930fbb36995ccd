#include "images/image_dataset.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace hybrid;
using namespace hybrid::images;

namespace {

ImageDataset three_images() {
  return {.name = "tiny",
          .channels = 2,
          .height = 1,
          .width = 2,
          .classes = 3,
          .class_names = {"a", "b", "c"},
          .images = {0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23},
          .labels = {2, 0, 1}};
}

}  // namespace

TEST_CASE("an image is its pixels, channel by channel", "[data]") {
  const ImageDataset dataset = three_images();
  REQUIRE(dataset.size() == 3);
  REQUIRE(dataset.pixels() == 4);
  const auto image = dataset.image(1);
  REQUIRE(std::vector(image.begin(), image.end()) == std::vector<std::uint8_t>{10, 11, 12, 13});
  REQUIRE_THROWS_AS(dataset.image(3), InternalError);
}

TEST_CASE("a limit keeps the first images, and none or a large one keeps all", "[data]") {
  const ImageDataset two = first_images(three_images(), 2);
  REQUIRE(two.labels == std::vector<std::int32_t>{2, 0});
  REQUIRE(two.images.size() == 8);
  REQUIRE(two.class_names.size() == 3);
  for (const std::size_t limit : {0U, 3U, 4U}) REQUIRE(first_images(three_images(), limit).size() == 3);
}

TEST_CASE("the fingerprint depends on pixels, labels and shape, and not on names", "[data]") {
  const std::string fingerprint = three_images().fingerprint();
  REQUIRE(fingerprint == three_images().fingerprint());
  REQUIRE(fingerprint.size() == 64);
  const auto changed = [&](auto change) {
    ImageDataset dataset = three_images();
    change(dataset);
    return dataset.fingerprint() != fingerprint;
  };
  REQUIRE(changed([](ImageDataset& d) { d.images[5] = 0; }));
  REQUIRE(changed([](ImageDataset& d) { d.labels[2] = 0; }));
  REQUIRE(changed([](ImageDataset& d) { std::swap(d.height, d.width); }));
  REQUIRE(changed([](ImageDataset& d) { d.classes = 4; }));
  REQUIRE(changed([](ImageDataset& d) { d = first_images(d, 2); }));
  REQUIRE_FALSE(changed([](ImageDataset& d) { std::swap(d.class_names[0], d.class_names[1]); }));
}
