#include "image_index/readable_images.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "datasets/synthetic.h"
#include "support/dataset_source.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::image_index;

namespace {

/// Made images of which some cannot be read.
class Damaged final : public images::ImageSource {
 public:
  explicit Damaged(std::vector<std::size_t> rows) : rows_(std::move(rows)) {}

  std::string name() const override { return "damaged"; }
  std::size_t size() const override { return source_.size(); }
  int classes() const override { return source_.classes(); }
  const std::vector<std::string>& class_names() const override { return source_.class_names(); }
  std::int32_t label(std::size_t i) const override { return source_.label(i); }
  std::string id(std::size_t i) const override { return source_.id(i); }
  std::string fingerprint() const override { return source_.fingerprint(); }
  images::Image image(std::size_t i) const override {
    if (std::ranges::find(rows_, i) != rows_.end()) throw DataError(id(i), "is damaged");
    return source_.image(i);
  }

 private:
  images::ImageDataset dataset_ = datasets::make_synthetic(20, SeedTree(1)).dataset;
  test::DatasetSource source_{dataset_};
  std::vector<std::size_t> rows_;
};

}  // namespace

TEST_CASE("what can be read keeps its order, its ids and its labels; the rest is told", "[data]") {
  Logger log(Verbosity::quiet);
  const ReadableImages readable =
      readable_images(std::make_unique<Damaged>(std::vector<std::size_t>{0, 3, 19}), {}, 2, log);
  const Damaged all({});
  REQUIRE(readable.images->size() == 17);
  std::size_t row = 0;
  for (std::size_t i = 0; i < 17; ++i, ++row) {
    while (row == 0 || row == 3) ++row;
    REQUIRE(readable.images->id(i) == all.id(row));
    REQUIRE(readable.images->label(i) == all.label(row));
    REQUIRE(readable.images->image(i).pixels == all.image(row).pixels);
  }
  REQUIRE(readable.skipped.size() == 3);
  REQUIRE((readable.skipped[1].row == 3 && readable.skipped[1].id == "train/3"));
  REQUIRE_THAT(readable.skipped[1].reason, Catch::Contains("is damaged"));
  REQUIRE(log.warnings().size() == 3);
  REQUIRE(readable.images->fingerprint() != all.fingerprint());
}

TEST_CASE("a set without damage is handed on as it is", "[data]") {
  Logger log(Verbosity::quiet);
  const ReadableImages readable =
      readable_images(std::make_unique<Damaged>(std::vector<std::size_t>{}), {}, 1, log);
  REQUIRE(readable.skipped.empty());
  REQUIRE(readable.images->name() == "damaged");
  REQUIRE(readable.images->fingerprint() == Damaged({}).fingerprint());
}

TEST_CASE("a set of which nothing can be read is refused", "[data]") {
  Logger log(Verbosity::quiet);
  std::vector<std::size_t> all(20);
  for (std::size_t i = 0; i < 20; ++i) all[i] = i;
  REQUIRE_THAT(
      test::error_message<DataError>([&] { readable_images(std::make_unique<Damaged>(all), {}, 2, log); }),
      Catch::Contains("none of its 20 images") && Catch::Contains("train/0"));
}

TEST_CASE("what was found is kept, and a damaged list says so", "[data]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet);
  const auto skipped = [&](std::vector<std::size_t> rows) {
    return readable_images(std::make_unique<Damaged>(std::move(rows)), folder.path() / "cache", 1, log)
        .skipped.size();
  };
  REQUIRE(skipped({2, 4}) == 2);
  REQUIRE(skipped({2, 4, 5}) == 2);  // nobody looked at the others again
  REQUIRE(skipped({4}) == 1);        // but one was fetched anew
  REQUIRE(skipped({2, 4}) == 1);     // which is kept
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "cache"))
    write_file_atomically(entry.path(), "[{}]");
  REQUIRE_THAT(test::error_message<DataError>([&] { skipped({}); }), Catch::Contains("delete it"));
}
