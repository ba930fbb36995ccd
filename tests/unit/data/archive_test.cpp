#include "data/archive.h"

#include <catch2/catch.hpp>
#include <cstdio>
#include <string>

#include "core/error.h"
#include "core/files.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using Catch::Matchers::Contains;
using test::error_message;
namespace fs = std::filesystem;

namespace {

/// One entry of a tar file (POSIX ustar).
std::string tar_entry(const std::string& name, const std::string& content, char type = '0') {
  std::string header(512, '\0');
  const auto put = [&](std::size_t at, const std::string& text) { header.replace(at, text.size(), text); };
  const auto octal = [](std::size_t value, int digits) { return fmt::format("{:0{}o}", value, digits); };
  put(0, name);
  put(100, "0000644");
  put(124, octal(content.size(), 11));
  put(136, "00000000000");
  put(148, "        ");
  header[156] = type;
  put(257, std::string("ustar\0"
                       "00",
                       8));
  std::size_t sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(148, octal(sum, 6) + '\0');
  return header + content + std::string((512 - content.size() % 512) % 512, '\0');
}

const std::string kEnd(1024, '\0');

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
      "x.tar", tar_entry("a/", "", '5') + tar_entry("a/b/1", large) + tar_entry("2", "two") + kEnd);
  unpack_archive(path, folder / "into");
  REQUIRE(read_file(folder / "into/a/b/1") == large);
  REQUIRE(read_file(folder / "into/2") == "two");
  REQUIRE_FALSE(fs::exists(folder / "into/a/old"));
  REQUIRE_FALSE(fs::exists(folder / "into/x.tar.unpacking"));
}

TEST_CASE("entries that leave their folder, and links, are refused, and nothing is unpacked", "[data]") {
  for (const char* name : {"../evil", "a/../../evil", "/evil", "a/..", ".."})
    REQUIRE_THAT(error_of(tar_entry("fine", "") + tar_entry(name, "x") + kEnd),
                 Contains(fmt::format("has the entry '{}'", name)));
  REQUIRE_THAT(error_of(tar_entry("link", "", '2') + kEnd), Contains("neither file nor folder"));
}

TEST_CASE("a tar file that is cut short or none at all is told with the place", "[data]") {
  const std::string tar = tar_entry("a", std::string(2000, 'x')) + tar_entry("b", std::string(2000, 'y'));
  REQUIRE_THAT(error_of(tar.substr(0, 3500)),
               Contains("x.tar: is damaged or cut short at or behind the entry b, 3,500 bytes into it"));
  REQUIRE_THAT(error_of(tar.substr(0, 2700)), Contains("cut short at or behind the entry a"));
  REQUIRE_THAT(error_of("no archive"), Contains("x.tar: "));
}
