#include "images/memory_source.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "datasets/synthetic.h"
#include "support/error_message.h"

using namespace hybrid;
using namespace hybrid::images;

namespace {

/// Three grey images, of widths 1, 1 and 2.
class Uneven final : public ImageSource {
 public:
  std::string name() const override { return "test"; }
  std::string fingerprint() const override { return "test"; }
  std::size_t size() const override { return 3; }
  int classes() const override { return 1; }
  const std::vector<std::string>& class_names() const override { return class_names_; }
  std::int32_t label(std::size_t) const override { return 0; }
  std::string id(std::size_t i) const override { return "a/" + std::to_string(i); }
  Image image(std::size_t i) const override {
    return {1, 1, static_cast<int>(i / 2 + 1), std::vector<std::uint8_t>(i / 2 + 1)};
  }

 private:
  std::vector<std::string> class_names_{"a"};
};

}  // namespace

TEST_CASE("a data set as a source gives its images, labels and classes, and reads back as itself", "[data]") {
  const ImageDataset dataset = datasets::make_synthetic(30, SeedTree(1)).dataset;
  const auto source = source_of(dataset, "train");
  REQUIRE(source->size() == 30);
  REQUIRE(source->id(4) == "train/4");
  REQUIRE(source->label(4) == dataset.labels[4]);
  REQUIRE(source->image(4).pixels.size() == dataset.pixels());
  REQUIRE(read_all(*source, "copy").fingerprint() == dataset.fingerprint());
  REQUIRE(read_all(*source, "copy").class_names == dataset.class_names);
  REQUIRE(read_all(*source, "copy").name == "copy");
  REQUIRE_THROWS_AS(source->image(30), InternalError);
  REQUIRE_THROWS_AS(source->label(30), InternalError);
}

TEST_CASE("images of several sizes are no data set to train on; the first that differs is named", "[data]") {
  REQUIRE(test::error_message<DataError>([] { read_all(Uneven(), "uneven"); }) ==
          "a/2: is 1x1x2, the images before it 1x1x1; images in memory must be of one size");
}
