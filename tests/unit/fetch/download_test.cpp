#include "fetch/download.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "fetch/checksum.h"
#include "fetch/published_data.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::fetch;
using Catch::Matchers::Contains;
using test::error_message;
namespace fs = std::filesystem;

namespace {

const std::string kContent = "the quick brown fox";
constexpr std::uint64_t kMost = 1000;

std::string address_of(const fs::path& path) {
  return "file://" + path.string();
}

}  // namespace

TEST_CASE("MD5 is the published one", "[data]") {  // RFC 1321, A.5
  const test::TemporaryFolder folder;
  REQUIRE(md5_of(folder.file("x", "")) == "d41d8cd98f00b204e9800998ecf8427e");
  REQUIRE(md5_of(folder.file("x", "message digest")) == "f96b697d7cb7938d525a2f31aaf161d0");
  REQUIRE_THROWS_AS(md5_of(folder / "missing"), DataError);
}

TEST_CASE("a download goes on from the part that came before", "[data]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet);
  const auto source = folder.file("source", kContent);
  const std::string md5 = md5_of(source);
  for (const std::size_t came : {std::size_t{0}, std::size_t{1}, std::size_t{10}, kContent.size()}) {
    folder.file("to/x.part", kContent.substr(0, came));
    download(address_of(source), folder / "to/x", md5, kMost, log);
    REQUIRE(read_file(folder / "to/x") == kContent);
    REQUIRE_FALSE(fs::exists(folder / "to/x.part"));
  }
  // That it goes on, and does not begin anew: a part of other bytes stays in front.
  folder.file("to/x.part", "THE");
  download(address_of(source), folder / "to/x", "", kMost, log);
  REQUIRE(read_file(folder / "to/x") == "THE" + kContent.substr(3));
}

TEST_CASE("a wrong checksum leaves nothing, so that the next download begins anew", "[data]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet);
  const auto source = folder.file("source", kContent);
  folder.file("x.part", "THE");
  const std::string message = error_message<DataError>(
      [&] { download(address_of(source), folder / "x", md5_of(source), kMost, log); });
  REQUIRE_THAT(message,
               Contains("x: what was downloaded has the MD5 ") && Contains("published is " + md5_of(source)));
  REQUIRE_FALSE(fs::exists(folder / "x.part"));
  REQUIRE_FALSE(fs::exists(folder / "x"));
}

TEST_CASE("an address that cannot be had is named, and no empty part left", "[data]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet);
  REQUIRE_THAT(
      error_message<DataError>([&] { download(address_of(folder / "no"), folder / "x", "", kMost, log); }),
      Contains("/no: cannot be downloaded"));
  REQUIRE_FALSE(fs::exists(folder / "x.part"));
  folder.file("file", "");
  REQUIRE_THROWS_AS(download(address_of(folder / "file"), folder / "file/x", "", kMost, log), DataError);
}

TEST_CASE("a download that is longer than published ends, and leaves nothing", "[data]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet);
  const auto source = folder.file("source", std::string(5'000'000, 'x'));
  for (const std::size_t came : {0U, 1000U, 4096U}) {
    folder.file("x.part", std::string(came, 'x'));
    REQUIRE_THAT(error_message<DataError>([&] { download(address_of(source), folder / "x", "", 4096, log); }),
                 Contains("/source: sends more than 4,096 bytes, which the published file has not"));
    REQUIRE_FALSE(fs::exists(folder / "x.part"));
  }
  download(address_of(source), folder / "x", "", 5'000'000, log);
  REQUIRE(fs::file_size(folder / "x") == 5'000'000);
}

TEST_CASE("a partial file that is a link or a device is not written to", "[data]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet);
  const auto source = folder.file("source", kContent);
  fs::create_symlink(folder.file("victim", "mine"), folder / "x.part");
  const auto error = [&] {
    return error_message<DataError>([&] { download(address_of(source), folder / "x", "", kMost, log); });
  };
  REQUIRE_THAT(error(), Contains("x.part: is a link, through which nothing is written; delete it"));
  REQUIRE(read_file(folder / "victim") == "mine");
  fs::remove(folder / "x.part");
  fs::create_symlink("/dev/null", folder / "x.part");
  REQUIRE_THAT(error(), Contains("x.part: is a pipe or a device"));
  fs::remove(folder / "x.part");  // what the messages advise
  download(address_of(source), folder / "x", "", kMost, log);
  REQUIRE(read_file(folder / "x") == kContent);
}

TEST_CASE("every published file has a limit of bytes", "[data]") {
  for (const auto& data : published_data())
    for (const auto& file : data.files) REQUIRE(file.most_bytes >= 10'000);
}
