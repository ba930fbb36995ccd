#include "loading/batch_loader.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <numeric>
#include <thread>

#include "core/error.h"
#include "datasets/synthetic.h"
#include "support/dataset_source.h"
#include "support/error_message.h"

using namespace hybrid;
using namespace hybrid::loading;
using namespace std::chrono_literals;

namespace {

/// Images that count who reads them, some slowly, and some of which cannot be read.
class Watched final : public images::ImageSource {
 public:
  explicit Watched(std::size_t n)
      : dataset_(datasets::make_synthetic(n, SeedTree(3)).dataset), source_(dataset_) {}

  std::string name() const override { return source_.name(); }
  std::size_t size() const override { return source_.size(); }
  int classes() const override { return source_.classes(); }
  const std::vector<std::string>& class_names() const override { return source_.class_names(); }
  std::int32_t label(std::size_t i) const override { return source_.label(i); }
  std::string id(std::size_t i) const override { return source_.id(i); }
  std::string fingerprint() const override { return source_.fingerprint(); }
  images::Image image(std::size_t i) const override {
    ++read;
    if (i % 7 == 0) std::this_thread::sleep_for(200us);  // so that threads overtake each other
    if (std::ranges::find(broken, i) != broken.end()) throw DataError(id(i), "is broken");
    return source_.image(i);
  }

  mutable std::atomic<std::size_t> read{0};
  std::vector<std::size_t> broken;

 private:
  images::ImageDataset dataset_;
  test::DatasetSource source_;
};

const transforms::Normalization kAny{.mean = {0.0F}, .stddev = {1.0F}};
const std::vector<transforms::Transform> kTwoTransforms{
    {{.input = {.size = 5}, .normalization = kAny},
     {{.kind = config::Augment::flip_shift, .shift = 2}, SeedTree(1)}},
    {{.input = {.size = 16, .crop = 0.8}, .normalization = kAny},
     {{.kind = config::Augment::flip}, SeedTree(2)}}};

std::vector<LoadedBatch> all_of(BatchLoader& loader) {
  std::vector<LoadedBatch> batches;
  while (auto batch = loader.next()) batches.push_back(std::move(*batch));
  return batches;
}

/// The same, one image after the other on this thread.
std::vector<LoadedBatch> naive(const images::ImageSource& images, const Batches& batches,
                               const std::vector<transforms::Transform>& transforms) {
  const auto shapes = transforms::transformed_shapes(images, transforms);
  std::vector<LoadedBatch> made;
  for (const auto& rows : batches) {
    LoadedBatch batch{rows, std::vector<std::vector<std::uint8_t>>(transforms.size())};
    for (const auto row : rows) {
      std::vector<std::vector<std::uint8_t>> pixels;
      std::vector<std::span<std::uint8_t>> out;
      for (const auto& shape : shapes) pixels.emplace_back(static_cast<std::size_t>(shape.elements()));
      for (auto& transform : pixels) out.emplace_back(transform);
      transforms::MultiTransform(images, transforms, shapes)(row, out);
      for (std::size_t v = 0; v < transforms.size(); ++v)
        batch.pixels[v].insert(batch.pixels[v].end(), pixels[v].begin(), pixels[v].end());
    }
    made.push_back(std::move(batch));
  }
  return made;
}

bool same(const std::vector<LoadedBatch>& a, const std::vector<LoadedBatch>& b) {
  return std::ranges::equal(a, b, [](const LoadedBatch& x, const LoadedBatch& y) {
    return x.rows == y.rows && x.pixels == y.pixels;
  });
}

}  // namespace

TEST_CASE("the batches are the same for any number of threads and any room for those made ahead", "[data]") {
  const Watched images(150);
  const Batches batches = shuffled_batches(150, 20, SeedTree(4));
  const auto expected = naive(images, batches, kTwoTransforms);
  for (const int threads : {1, 2, 3, 8})
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{20000}, kPrefetchBytes}) {
      BatchLoader loader(images, batches, kTwoTransforms, {.threads = threads, .prefetch_bytes = bytes});
      REQUIRE(same(all_of(loader), expected));
      REQUIRE_FALSE(loader.next().has_value());
    }
}

TEST_CASE("no batches, and batches of nothing, end at once", "[data]") {
  const Watched images(5);
  BatchLoader none(images, {}, kTwoTransforms, {.threads = 3});
  REQUIRE_FALSE(none.next().has_value());
  BatchLoader empty(images, {{}, {2}, {}}, kTwoTransforms, {.threads = 3});
  const auto batches = all_of(empty);
  REQUIRE(batches.size() == 3);
  REQUIRE(batches[1].rows == std::vector<std::size_t>{2});
  REQUIRE_THROWS_AS(BatchLoader(images, {{1}}, kTwoTransforms, {.threads = 0}), InternalError);
}

TEST_CASE("what waits is bounded in bytes: nobody reads on until there is room", "[data]") {
  const Watched images(400);
  std::vector<std::size_t> rows(400);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  constexpr std::size_t kImage = 5 * 5 + 16 * 16;
  BatchLoader loader(images, batches_in_order(rows, 10), kTwoTransforms,
                     {.threads = 3, .prefetch_bytes = 35 * kImage});  // three batches and a half
  const auto reads_and_stops_at = [&](std::size_t images_read) {
    while (images.read < images_read) std::this_thread::sleep_for(1ms);
    std::this_thread::sleep_for(20ms);
    return images.read == images_read;
  };
  // The first image for the shapes, the batches that were taken and three more.
  (void)loader.next();
  REQUIRE(reads_and_stops_at(1 + 10 + 30));
  (void)loader.next();
  REQUIRE(reads_and_stops_at(1 + 20 + 30));
}

TEST_CASE("an image that cannot be read fails its batch, and of several the first in the batch's order",
          "[data]") {
  Watched images(60);
  images.broken = {17, 21, 25};
  for (const int threads : {1, 2, 5}) {
    BatchLoader loader(images, {{1, 2, 3}, {4, 25, 5, 6, 7, 8, 9, 10, 11, 21, 17, 12}, {13}}, kTwoTransforms,
                       {.threads = threads});
    REQUIRE(loader.next()->rows.size() == 3);
    REQUIRE_THAT(test::error_message<DataError>([&] { (void)loader.next(); }), Catch::Contains("train/25"));
    REQUIRE(loader.next()->rows == std::vector<std::size_t>{13});
  }
}

TEST_CASE("a loader that is given up in the middle stops, whatever its threads are at", "[data]") {
  const Watched images(2000);
  for (const int threads : {1, 4})
    for (const int taken : {0, 1, 3}) {
      const std::size_t before = images.read;
      {
        BatchLoader loader(images, shuffled_batches(2000, 50, SeedTree(1)), kTwoTransforms,
                           {.threads = threads});
        for (int b = 0; b < taken; ++b) (void)loader.next();
      }
      REQUIRE(images.read - before < 2000);
    }
}
