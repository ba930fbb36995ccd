#include "archives/tar_members.h"

#include <catch2/catch.hpp>

#include "archives/file_bytes.h"
#include "core/error.h"
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
using test::tar_of;

namespace {

std::vector<TarMember> members_of(const FilePart& tar) {
  std::vector<TarMember> members;
  for_each_member(tar, [&](const TarMember& member) { members.push_back(member); });
  return members;
}

std::string bytes_at(const std::filesystem::path& file, const TarMember& member) {
  std::string bytes(member.size, '\0');
  REQUIRE(FileBytes(file).read(member.offset, bytes) == bytes.size());
  return bytes;
}

/// What libarchive itself reads, entry by entry.
std::vector<std::pair<std::string, std::string>> read_by_libarchive(const FilePart& tar) {
  std::vector<std::pair<std::string, std::string>> files;
  for (ArchiveReader reader(tar); reader.next();) {
    files.emplace_back(reader.name(), "");
    reader.read([&](std::string_view bytes, std::int64_t) { files.back().second += bytes; });
  }
  return files;
}

std::string error_of(const std::string& tar) {
  const test::TemporaryFolder folder;
  const auto path = folder.file("x.tar", tar);
  return error_message<DataError>([&] { members_of({.file = path}); });
}

}  // namespace

TEST_CASE("the bytes at a member's place are what libarchive reads, whatever header its name needs",
          "[data]") {
  const test::TemporaryFolder folder;
  const std::string long_name = std::string(90, 'd') + '/' + std::string(150, 'f') + ".jpg";
  const std::string umlaut = "n01/\xc3\xa4pfel.jpg";
  const auto path = folder.file(
      "x.tar", tar_entry("./a.jpg", "first") + test::gnu_entry("long/" + long_name, std::string(5000, 'g')) +
                   test::pax_entry(long_name, std::string(70'000, 'p')) +
                   test::pax_entry(umlaut, "in UTF-8") + tar_entry("empty.jpg", "") +
                   test::gnu_entry(umlaut + "2", "GNU") + tar_entry("b", "last") + kTarEnd);
  const auto members = members_of({.file = path});
  const auto expected = read_by_libarchive({.file = path});
  REQUIRE(members.size() == 7);
  REQUIRE(expected.size() == 7);
  REQUIRE(members[0].name == "a.jpg");
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) REQUIRE(members[i].name == expected[i].first);
    REQUIRE(bytes_at(path, members[i]) == expected[i].second);
  }
  REQUIRE(members[1].name == "long/" + long_name);
  REQUIRE(members[2].name == long_name);
  REQUIRE(members[3].name == umlaut);
  REQUIRE(members[5].name == umlaut + "2");
}

TEST_CASE("a tar within a tar is read in place, too", "[data]") {
  const test::TemporaryFolder folder;
  const std::string inner = tar_of({{"x.jpg", std::string(1000, 'x')}, {"y.jpg", "yy"}});
  const auto path = folder.file("x.tar", tar_of({{"before", "1"}, {"n01.tar", inner}, {"after", "2"}}));
  const auto outer = members_of({.file = path});
  REQUIRE(outer.size() == 3);
  const auto members = members_of(part_of({.file = path}, outer[1]));
  REQUIRE(members.size() == 2);
  REQUIRE(bytes_at(path, members[0]) == std::string(1000, 'x'));
  REQUIRE(bytes_at(path, members[1]) == "yy");
}

TEST_CASE("folders are told without a slash behind", "[data]") {
  const test::TemporaryFolder folder;
  const auto members =
      members_of({.file = folder.file("x.tar", tar_of({{"./", ""}, {"./a/", ""}, {"./a/b", "1"}}))});
  REQUIRE(members.size() == 3);
  REQUIRE((members[1].folder && members[1].name == "a" && members[1].size == 0));
  REQUIRE((!members[2].folder && members[2].name == "a/b"));
}

TEST_CASE(
    "a tar that is cut in a member, in a header, between two entries or in a tar within is told with the "
    "place",
    "[data]") {
  const std::string tar = tar_entry("a", std::string(2000, 'x')) + tar_entry("b", std::string(2000, 'y'));
  REQUIRE_THAT(error_of(tar.substr(0, 3500)),
               Contains("x.tar: is damaged or truncated at or after the entry b"));
  REQUIRE_THAT(error_of(tar.substr(0, 2700)), Contains("truncated at or after the entry a"));
  REQUIRE_THAT(error_of(tar.substr(0, 2560)),
               Contains("is truncated between two entries, 2560 bytes into it"));
  REQUIRE_THAT(error_of(tar), Contains("is truncated between two entries, 5120 bytes into it"));
  REQUIRE_THAT(error_of(""), Contains("x.tar: "));
  REQUIRE_THAT(error_of("no archive at all"), Contains("x.tar: "));
  const test::TemporaryFolder folder;
  REQUIRE(members_of({.file = folder.file("whole.tar", tar + kTarEnd)}).size() == 2);
  const auto path =
      folder.file("x.tar", tar_of({{"n01.tar", tar.substr(0, 3500)}, {"n02.tar", tar + kTarEnd}}));
  const auto outer = members_of({.file = path});
  REQUIRE_THAT(error_message<DataError>([&] { members_of(part_of({.file = path}, outer[0])); }),
               Contains("x.tar/n01.tar: is damaged or truncated at or after the entry b"));
  REQUIRE(members_of(part_of({.file = path}, outer[1])).size() == 2);
}

TEST_CASE("entries that leave their folder, and links, are refused", "[data]") {
  for (const char* name : {"../evil", "a/../../evil", "/evil", "a/..", ".."})
    REQUIRE_THAT(error_of(tar_entry("fine", "") + tar_entry(name, "x") + kTarEnd),
                 Contains(fmt::format("has the entry '{}', which lies outside its folder", name)));
  for (const char type : {'1', '2', '3', '6'})
    REQUIRE_THAT(error_of(tar_entry("odd", "", type) + kTarEnd),
                 Contains("has the entry 'odd', which is neither a file"));
}

TEST_CASE("a compressed tar is refused with what to do", "[data]") {
  REQUIRE_THAT(error_of(test::gzipped(tar_of({{"a", "1"}}))),
               Contains("is compressed") && Contains("gunzip"));
  for (const char* name : {"a.tar.gz", "a.tgz", "a.tar.zst", "a.zip"}) REQUIRE(is_compressed_name(name));
  for (const char* name : {"a.tar", "a.gz.tar", "tgz"}) REQUIRE_FALSE(is_compressed_name(name));
}

TEST_CASE("zeros where an entry was are not taken for the end while something comes behind them", "[data]") {
  const std::string first = tar_entry("a/1.jpg", "one"), second = tar_entry("a/2.jpg", "two");
  REQUIRE_THAT(error_of(first + std::string(512, '\0') + second + kTarEnd),
               Contains("continues after its end"));
  REQUIRE_THAT(error_of(first + std::string(1024, '\0') + second + kTarEnd),
               Contains("continues after its end"));
  REQUIRE_THAT(error_of(first + kTarEnd + second + kTarEnd), Contains("several tar files in one"));
  const test::TemporaryFolder folder;
  REQUIRE(members_of({.file = folder.file("x.tar", first + kTarEnd + std::string(100'000, '\0'))}).size() ==
          1);
}
