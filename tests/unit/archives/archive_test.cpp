#include "archives/archive.h"

#include <catch2/catch.hpp>
#include <cstdio>
#include <string>

#include "core/error.h"
#include "core/files.h"
#include "support/error_message.h"
#include "support/tar_files.h"
#include "support/temporary_folder.h"
#include "unit/datasets/idx_files.h"

using namespace hybrid;
using namespace hybrid::archives;
using Catch::Matchers::Contains;
using test::error_message;
using test::kTarEnd;
using test::tar_entry;
namespace fs = std::filesystem;

namespace {

std::string error_of(const std::string& tar) {
  const test::TemporaryFolder folder;
  const auto path = folder.file("x.tar", tar);
  const std::string message = error_message<DataError>([&] { unpack_archive(path, folder / "into"); });
  REQUIRE(fs::is_empty(folder / "into"));
  REQUIRE_FALSE(fs::exists(folder / "evil"));
  return message;
}

}  // namespace

TEST_CASE("an archive is unpacked with its folders, over what was there", "[data]") {
  const test::TemporaryFolder folder;
  folder.file("into/a/old", "");
  const std::string large(100'000, 'x');
  const auto path = folder.file(
      "x.tar", tar_entry("a/", "", '5') + tar_entry("a/b/1", large) + tar_entry("2", "two") + kTarEnd);
  unpack_archive(path, folder / "into");
  REQUIRE(read_file(folder / "into/a/b/1") == large);
  REQUIRE(read_file(folder / "into/2") == "two");
  REQUIRE_FALSE(fs::exists(folder / "into/a/old"));
  REQUIRE_FALSE(fs::exists(folder / "into/x.tar.unpacking"));
}

TEST_CASE("entries that leave their folder, and links, are refused, and nothing is unpacked", "[data]") {
  for (const char* name : {"../evil", "a/../../evil", "/evil", "a/..", ".."})
    REQUIRE_THAT(error_of(tar_entry("fine", "") + tar_entry(name, "x") + kTarEnd),
                 Contains(fmt::format("has the entry '{}'", name)));
  REQUIRE_THAT(error_of(tar_entry("link", "", '2') + kTarEnd), Contains("neither file nor folder"));
}

TEST_CASE("a tar file that is cut short or none at all is told with the place", "[data]") {
  const std::string tar = tar_entry("a", std::string(2000, 'x')) + tar_entry("b", std::string(2000, 'y'));
  REQUIRE_THAT(error_of(tar.substr(0, 3500)),
               Contains("x.tar: is damaged or truncated at or after the entry b, 3,500 bytes into it"));
  REQUIRE_THAT(error_of(tar.substr(0, 2700)), Contains("truncated at or after the entry a"));
  REQUIRE_THAT(error_of("no archive"), Contains("x.tar: "));
}

TEST_CASE("some files of an archive are read by their names, whatever the order, and missing ones are named",
          "[data]") {
  const test::TemporaryFolder folder;
  const std::string tar =
      tar_entry("d/", "", '5') + tar_entry("d/b", "two") + tar_entry("d/a", std::string(3000, 'x')) + kTarEnd;
  for (const auto& path : {folder.file("x.tar", tar), folder.file("x.tar.gz", test::gzipped(tar))}) {
    const std::vector<std::string> names{"d/a", "d/b"};
    REQUIRE(read_members(path, names) == std::vector<std::string>{std::string(3000, 'x'), "two"});
    const std::vector<std::string> missing{"d/b", "d/c"};
    REQUIRE_THAT(error_message<DataError>([&] { read_members(path, missing); }),
                 Contains("has no entry 'd/c'"));
  }
  const auto twice =
      folder.file("twice.tar", tar_entry("a", "1") + tar_entry("a", "2") + tar_entry("b", "") + kTarEnd);
  const std::vector<std::string> names{"a", "b"};
  REQUIRE_THAT(error_message<DataError>([&] { read_members(twice, names); }),
               Contains("has two entries 'a'"));
}

TEST_CASE("an archive that unpacks to hundreds of times its size is refused before its zeros are read",
          "[data]") {
  const test::TemporaryFolder folder;
  std::string header = tar_entry("zeros", "").substr(0, 512);
  header.replace(124, 11, "20000000000");  // 2 GiB, octal
  header.replace(148, 8, "        ");
  std::size_t sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  header.replace(148, 7, fmt::format("{:06o}", sum) + '\0');
  const std::string content = header + std::string(100'000, '\0');
  const auto bomb = folder.file("x.tar.gz", test::gzipped(tar_entry("first", "x") + content));
  for (const char* name : {"zeros", "last"})
    REQUIRE_THAT(
        error_message<DataError>([&] { (void)read_members(bomb, std::vector<std::string>{name}); }),
        Contains("x.tar.gz/zeros: unpacks to at least 2,147,48") && Contains("unpack the archive yourself"));
  REQUIRE_THAT(error_message<DataError>([&] { unpack_archive(bomb, folder / "into"); }),
               Contains("decompression bomb (docs/limits.md)"));
  REQUIRE(fs::is_empty(folder / "into"));
  REQUIRE(read_members(bomb, std::vector<std::string>{"first"}).front() == "x");
  // Without compression nothing is refused before its end.
  REQUIRE_THAT(error_message<DataError>([&] {
                 (void)read_members(folder.file("x.tar", content), std::vector<std::string>{"zeros"});
               }),
               Contains("is damaged or truncated"));
}

TEST_CASE("a pipe or a device is no archive, and is not waited for", "[data]") {
  const test::TemporaryFolder folder;
  fs::create_symlink("/dev/zero", folder / "x.tar");
  REQUIRE_THAT(error_message<DataError>([&] { unpack_archive(folder / "x.tar", folder / "into"); }),
               Contains("x.tar: is a pipe or a device, expected a file"));
}
