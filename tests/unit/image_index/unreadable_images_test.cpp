#include "image_index/unreadable_images.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace hybrid;
using namespace hybrid::image_index;

namespace {

/// Every third image cannot be read; number 7 is a fault of the program's.
class Holes final : public images::ImageSource {
 public:
  std::string name() const override { return "test"; }
  std::string fingerprint() const override { return "test"; }
  std::size_t size() const override { return 100; }
  int classes() const override { return 1; }
  const std::vector<std::string>& class_names() const override { return names_; }
  std::int32_t label(std::size_t) const override { return 0; }
  std::string id(std::size_t i) const override { return std::to_string(i); }
  images::Image image(std::size_t i) const override {
    HYBRID_CHECK(i != 7, "seven");
    if (i % 3 == 0) throw DataError(id(i), "is a hole");
    return {};
  }

 private:
  std::vector<std::string> names_{"only"};
};

}  // namespace

TEST_CASE("unreadable images are the same for any number of threads, each row is tried once", "[data]") {
  const std::vector<std::size_t> rows{90, 1, 2, 3, 4, 5, 6, 8, 9, 10};
  for (const int threads : {1, 2, 5, 20}) {
    std::size_t tried = 0;
    REQUIRE(unreadable_images(Holes(), rows, threads, [&] { ++tried; }) ==
            std::vector<UnreadableImage>{
                {3, "3: is a hole"}, {6, "6: is a hole"}, {9, "9: is a hole"}, {90, "90: is a hole"}});
    REQUIRE(tried == rows.size());
  }
}

TEST_CASE("a fault of the program's in a thread is not taken for a bad image", "[data]") {
  const std::vector<std::size_t> rows{1, 7, 8};
  for (const int threads : {1, 3})
    REQUIRE_THROWS_AS(unreadable_images(Holes(), rows, threads, [] {}), InternalError);
}
