#include "core/limited_file.h"

#include <sys/stat.h>

#include <thread>

#include "core/csv.h"
#include "core/error.h"
#include "core/files.h"
#include "core/sha256.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using test::error_message;
namespace fs = std::filesystem;

namespace {

constexpr limits::FileLimit kSmall{"a test", 100'000};

}  // namespace

TEST_CASE("a file is read up to its limit, and one byte more is refused", "[core]") {
  const test::TemporaryFolder folder;
  for (const std::size_t size : {0U, 1U, 65'535U, 65'536U, 65'537U, 100'000U}) {
    const std::string content(size, 'x');
    REQUIRE(read_file(folder.file("f", content), kSmall) == content);
  }
  REQUIRE_THAT(
      error_message<DataError>([&] { read_file(folder.file("f", std::string(100'001, 'x')), kSmall); }),
      EndsWith("f: is longer than 100,000 bytes, the most that is read of a test (docs/limits.md)"));
}

TEST_CASE("a device without end is refused, behind a link as well", "[core]") {
  const test::TemporaryFolder folder;
  fs::create_symlink("/dev/zero", folder / "link");
  REQUIRE_THAT(error_message<DataError>([&] { read_file(folder / "link", kSmall); }),
               EndsWith("link: is a device, expected a file; save it as one"));
  REQUIRE_THAT(error_message<DataError>([&] { read_file("/dev/zero"); }), Contains("/dev/zero: is a device"));
  REQUIRE_THAT(error_message<DataError>([&] { CsvReader(folder / "link").next(); }),
               EndsWith("link: line 1 begins a record of more than 67,108,864 bytes, the most that is read "
                        "(docs/limits.md)"));
  const auto sparse = folder.file("sparse", "");
  fs::resize_file(sparse, std::uintmax_t{1} << 40);
  REQUIRE_THAT(error_message<DataError>([&] { read_file(sparse); }),
               Contains("sparse: is longer than 268,435,456 bytes"));
}

TEST_CASE("a pipe is read to its end", "[core]") {
  const test::TemporaryFolder folder;
  const fs::path pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const std::string content(90'000, 'x');
  std::thread writer([&] { folder.file("pipe", content); });
  REQUIRE(read_file(pipe, kSmall) == content);
  writer.join();
}

TEST_CASE("where a file is needed, pipes and devices are refused without being opened", "[core]") {
  const test::TemporaryFolder folder;
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  fs::create_symlink("/dev/zero", folder / "link");
  for (const char* name : {"pipe", "link"}) {
    const std::string expected =
        (folder / name).string() + ": is a pipe or a device, expected a file; save it as one";
    REQUIRE(error_message<DataError>([&] { require_regular_file(folder / name); }) == expected);
    REQUIRE(error_message<DataError>([&] { sha256_of(folder / name); }) == expected);
  }
  fs::create_symlink(folder.file("f", ""), folder / "good");
  for (const char* name : {"f", "good", "missing"}) REQUIRE_NOTHROW(require_regular_file(folder / name));
}

TEST_CASE("data unpack to 1 GiB, or to 250 times their size", "[core]") {
  const auto unpacks = [](std::uint64_t compressed, std::uint64_t unpacked) {
    require_bounded_unpacking("f.npz", compressed, unpacked, "; advice");
  };
  REQUIRE_NOTHROW(unpacks(1, limits::kUnpacked));
  REQUIRE_THROWS_AS(unpacks(1000, limits::kUnpacked + 1), DataError);
  REQUIRE_NOTHROW(unpacks(10'000'000, 2'500'000'000));
  REQUIRE_NOTHROW(unpacks(UINT64_MAX, UINT64_MAX));
  REQUIRE(
      error_message<DataError>([&] { unpacks(3'048'000, 3'136'000'000); }) ==
      "f.npz: unpacks to at least 3,136,000,000 bytes from 3,048,000, more than 250 times as many: refused as a "
      "decompression bomb (docs/limits.md); advice");
}
