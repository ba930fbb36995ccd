#include "image_index/image_bytes.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "core/error.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::image_index;
using Catch::Matchers::Contains;

namespace {

/// Archives of ten bytes; image i of each is byte i.
ImageIndex index_of(const test::TemporaryFolder& folder, std::uint32_t archives) {
  ImageIndex index{.folder = folder.path().string(), .class_names = {"a"}};
  for (std::uint32_t a = 0; a < archives; ++a) {
    index.archives.push_back(fmt::format("{}.tar", a));
    folder.file(index.archives.back(), fmt::format("{:010}", a));
  }
  for (std::uint64_t i = 0; i < 10; ++i)
    for (std::uint32_t a = 0; a < archives; ++a)
      index.add(fmt::format("{}/{}.jpg", a, i), 0, {.offset = i, .size = 1, .archive = a});
  return index;
}

}  // namespace

TEST_CASE("images are read from more archives than may be open, by several threads", "[data]") {
  const test::TemporaryFolder folder;
  const ImageIndex index = index_of(folder, 20);
  for (const std::size_t most_open : {1UL, 3UL, 64UL}) {
    const ImageBytes bytes(index, most_open);
    std::atomic<int> wrong = 0;
    {
      std::vector<std::jthread> threads;
      for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
          for (std::size_t i = 0; i < index.size(); ++i)
            if (bytes.read(i) != fmt::format("{:010}", i % 20).substr(i / 20, 1)) ++wrong;
        });
    }
    REQUIRE(wrong == 0);
  }
}

TEST_CASE("an archive that has become shorter, or is gone, is told with the image", "[data]") {
  const test::TemporaryFolder folder;
  const ImageIndex index = index_of(folder, 2);
  const ImageBytes bytes(index);
  REQUIRE(bytes.read(18) == "0");
  std::filesystem::resize_file(folder / "0.tar", 5);
  REQUIRE_THAT(test::error_message<DataError>([&] { bytes.read(18); }),
               Contains("0.tar/0/9.jpg: is no longer there: the tar file has become shorter"));
  std::filesystem::remove(folder / "1.tar");
  REQUIRE_THAT(test::error_message<DataError>([&] { bytes.read(1); }), Contains("1.tar: cannot be read"));
}

TEST_CASE("a place beyond the end of its archive takes no memory", "[data]") {
  const test::TemporaryFolder folder;
  for (const ImagePlace place : {ImagePlace{.offset = 0, .size = UINT32_MAX},
                                 {.offset = 10, .size = 1},
                                 {.offset = UINT64_MAX, .size = 1},
                                 {.offset = UINT64_MAX - 1, .size = 10}}) {
    ImageIndex index = index_of(folder, 1);
    index.places.front() = place;
    const ImageBytes bytes(index, 1);
    REQUIRE_THAT(test::error_message<DataError>([&] { (void)bytes.read(0); }),
                 Contains("is no longer there"));
    REQUIRE(bytes.read(1) == "0");
  }
}

TEST_CASE("an image that is a link to a device is refused at once", "[data]") {
  const test::TemporaryFolder folder;
  std::filesystem::create_symlink("/dev/zero", folder / "x.jpg");
  ImageIndex index{.folder = folder.path().string(), .class_names = {"a"}};
  index.add("x.jpg", 0);
  REQUIRE_THAT(test::error_message<DataError>([&] { (void)ImageBytes(index, 1).read(0); }),
               Contains("x.jpg: is a pipe or a device, expected a file"));
}
