#include "image_index/index_cache.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <functional>

#include "core/files.h"
#include "core/sha256.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::image_index;
namespace fs = std::filesystem;

namespace {

ImageIndex small_index(const test::TemporaryFolder& folder) {
  ImageIndex index{
      .folder = folder.path().string(), .class_names = {"tench", "crane", "crane"}, .other_files = 3};
  index.add("a/1.jpg", 2);
  index.add("a/2.jpg", 0);
  index.depends_on(folder.file("origin", ""));
  index.warnings = {"class 0 has no image", ""};
  return index;
}

ImageIndex index_of_archives(const test::TemporaryFolder& folder) {
  ImageIndex index{.folder = folder.path().string(), .class_names = {"a"}, .archives = {"x.tar", "y.tar"}};
  index.add("a/1.jpg", 0, {.offset = 5'000'000'000, .size = 70'000, .archive = 1});
  index.add("a/2.jpg", 0, {.offset = 512, .size = 0, .archive = 0});
  index.depends_on(folder.file("x.tar", "some bytes"));
  return index;
}

}  // namespace

TEST_CASE("an index comes back from its bytes, and from no other bytes", "[data]") {
  const test::TemporaryFolder folder;
  const ImageIndex index = small_index(folder);
  const std::string bytes = to_bytes(index);
  REQUIRE(index_from_bytes(bytes) == index);
  REQUIRE(index_from_bytes(bytes)->path(1) == "a/2.jpg");
  REQUIRE(index_from_bytes(to_bytes({})) == ImageIndex{});
  REQUIRE_FALSE(index_from_bytes(""));
  REQUIRE_FALSE(index_from_bytes(bytes.substr(0, bytes.size() - 1)));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    REQUIRE_FALSE(index_from_bytes(damaged));
  }
}

TEST_CASE("places in archives come back, too", "[data]") {
  const test::TemporaryFolder folder;
  const ImageIndex index = index_of_archives(folder);
  REQUIRE(index_from_bytes(to_bytes(index)) == index);
  REQUIRE(index.name(0) == folder / "y.tar/a/1.jpg");
  std::string before = to_bytes(index);
  before.replace(before.find("index 4"), 7, "index 3");
  REQUIRE_FALSE(index_from_bytes(before));
}

TEST_CASE("an index of a tar file that has another size or time is made anew", "[data]") {
  const test::TemporaryFolder folder;
  const ImageIndex index = index_of_archives(folder);
  const auto time = fs::last_write_time(folder / "x.tar");
  REQUIRE(is_current(index));
  folder.file("x.tar", "some more bytes");
  fs::last_write_time(folder / "x.tar", time);
  REQUIRE_FALSE(is_current(index));
  folder.file("x.tar", "same bytes");
  fs::last_write_time(folder / "x.tar", time);
  REQUIRE(is_current(index));
  fs::last_write_time(folder / "x.tar", time + std::chrono::nanoseconds(1'000'000'000));
  REQUIRE_FALSE(is_current(index));
}

TEST_CASE("an index whose origin has changed is made anew", "[data]") {
  const test::TemporaryFolder folder;
  int made = 0;
  const auto list = [&] {
    ++made;
    return small_index(folder);
  };
  const ImageIndex index = cached_index(folder / "cache", "key", list, 2);
  REQUIRE(is_current(index));
  fs::last_write_time(folder / "origin", fs::file_time_type(std::chrono::hours(1)));
  REQUIRE_FALSE(is_current(index));
  (void)cached_index(folder / "cache", "key", list, 2);
  REQUIRE(made == 2);
  fs::remove(folder / "origin");
  REQUIRE_FALSE(is_current(index));
}

TEST_CASE("a kept index is read, not made; another key has another", "[data]") {
  const test::TemporaryFolder folder;
  const fs::path cache = folder / "cache";
  const ImageIndex index = small_index(folder);
  int made = 0;
  const auto list = [&] {
    ++made;
    return index;
  };
  REQUIRE(cached_index(cache, "key", list, 2) == index);
  REQUIRE(cached_index(cache, "key", list, 2) == index);
  REQUIRE(made == 1);
  REQUIRE(cached_index(cache, "other", list, 2) == index);
  REQUIRE(made == 2);
  for (const auto& entry : fs::directory_iterator(cache)) folder.file(entry.path().string(), "damaged");
  REQUIRE(cached_index(cache, "key", list, 2) == index);
  REQUIRE(made == 3);
}

TEST_CASE("a small index is not kept, and a cache that cannot be written is done without", "[data]") {
  const test::TemporaryFolder folder;
  const ImageIndex index = small_index(folder);
  int made = 0;
  const auto list = [&] {
    ++made;
    return index;
  };
  (void)cached_index(folder / "cache", "key", list);
  REQUIRE_FALSE(fs::exists(folder / "cache"));
  folder.file("file", "");
  REQUIRE(cached_index(folder / "file" / "cache", "key", list, 1) == index);
  (void)cached_index("", "key", list, 1);
  REQUIRE(made == 3);
}

TEST_CASE("an index with a right hash and impossible numbers is made anew", "[data]") {
  const test::TemporaryFolder folder;
  const ImageIndex good = index_of_archives(folder);
  const std::vector<std::function<void(ImageIndex&)>> faults{
      [](ImageIndex& index) { index.labels[0] = 1; },
      [](ImageIndex& index) { index.labels[1] = -1; },
      [](ImageIndex& index) { index.labels.pop_back(); },
      [](ImageIndex& index) { index.labels.push_back(0); },
      [](ImageIndex& index) { index.ends[0] = 1'000'000; },
      [](ImageIndex& index) { index.ends[1] = index.ends[0] - 1; },
      [](ImageIndex& index) { index.ends.clear(); },
      [](ImageIndex& index) { index.paths.pop_back(); },
      [](ImageIndex& index) { index.paths[0] = '\xff'; },
      [](ImageIndex& index) { index.places[0].archive = 2; },
      [](ImageIndex& index) { index.places.pop_back(); },
      [](ImageIndex& index) { index.archives.clear(); },
      [](ImageIndex& index) { index.class_names.clear(); }};
  for (std::size_t f = 0; f < faults.size(); ++f) {
    CAPTURE(f);
    ImageIndex index = good;
    faults[f](index);
    REQUIRE_FALSE(index_from_bytes(to_bytes(index)));
  }
}

TEST_CASE("an index with a right hash and a count beyond its bytes is made anew", "[data]") {
  const test::TemporaryFolder folder;
  const std::string bytes = to_bytes(small_index(folder));
  const std::size_t content_at = std::string("hybrid image index 4\n").size() + 64;
  for (std::size_t at = content_at; at + 8 <= bytes.size(); ++at)
    for (const std::uint64_t count : {UINT64_MAX, std::uint64_t{1} << 61, std::uint64_t{1} << 40}) {
      std::string crafted = bytes;
      std::memcpy(crafted.data() + at, &count, sizeof count);
      const std::string content = crafted.substr(content_at);
      crafted.replace(content_at - 64, 64, sha256(content));
      if (const auto index = index_from_bytes(crafted))  // a number without a range, such as a time
        for (std::size_t i = 0; i < index->size(); ++i) REQUIRE_NOTHROW(index->name(i));
    }
}
