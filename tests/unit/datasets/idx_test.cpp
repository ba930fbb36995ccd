#include "datasets/idx.h"

#include "unit/datasets/idx_files.h"

using namespace hybrid;
using namespace hybrid::datasets;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using test::data_error;
using test::gzipped;
using test::idx;

namespace {

/// The error of reading a file with that content.
std::string error_of(const std::string& content, std::size_t rank) {
  const test::TemporaryFolder folder;
  const auto path = folder.file("x", content);
  const std::string error = data_error([&] { read_idx(path, rank); });
  REQUIRE_THAT(error, StartsWith(path.string() + ": "));
  return error.substr(path.string().size() + 2);
}

}  // namespace

TEST_CASE("plain and gzipped IDX files read the same", "[data]") {
  const test::TemporaryFolder folder;
  const std::string content = idx({2, 1, 3}, "abcdef");
  for (const auto& path : {folder.file("plain", content), folder.file("zipped.gz", gzipped(content))}) {
    const IdxArray array = read_idx(path, 3);
    REQUIRE(array.dimensions == std::vector<std::size_t>{2, 1, 3});
    REQUIRE(array.values == std::vector<std::uint8_t>{'a', 'b', 'c', 'd', 'e', 'f'});
  }
}

TEST_CASE("dimensions are big-endian, and may be zero", "[data]") {
  const test::TemporaryFolder folder;
  const std::string values(0x0102, 'x');
  REQUIRE(read_idx(folder.file("long", idx({0x0102}, values)), 1).dimensions.front() == 0x0102);
  REQUIRE(read_idx(folder.file("none", idx({0, 5, 5}, "")), 3).values.empty());
}

TEST_CASE("what is no IDX file of bytes with that many dimensions is refused", "[data]") {
  REQUIRE(error_of("PK\x03\x04", 1) == "not an IDX file: begins with 50 4b, expected 00 00");
  REQUIRE(error_of(std::string("\0\1\x08\1", 4), 1) == "not an IDX file: begins with 00 01, expected 00 00");
  REQUIRE(error_of(std::string("\0\0\x0d\1", 4), 1) == "element type 0x0d, expected 0x08 (unsigned bytes)");
  REQUIRE(error_of(idx({1}, "a"), 3) == "1 dimensions, expected 3 (images)");
  REQUIRE(error_of(idx({1, 1, 1}, "a"), 1) == "3 dimensions, expected 1 (labels)");
}

TEST_CASE("every truncation of an IDX file is refused", "[data]") {
  const std::string content = idx({2, 1, 3}, "abcdef");
  constexpr std::size_t kHeader = 16;
  for (std::size_t size = 0; size < content.size(); ++size) {
    const std::string error = error_of(content.substr(0, size), 3);
    if (size < kHeader)
      REQUIRE(error == "ends within the IDX header");
    else
      REQUIRE(error == fmt::format("ends after {} values, the header announces 6", size - kHeader));
  }
}

TEST_CASE("bytes behind the announced values are refused", "[data]") {
  REQUIRE(error_of(idx({2}, "abc"), 1) == "continues after the 2 values the header announces");
  REQUIRE(error_of(idx({0, 0, 0}, "a"), 3) == "continues after the 0 values the header announces");
}

TEST_CASE("a header that announces more than memory holds costs no memory", "[data]") {
  REQUIRE(error_of(idx({0xFFFFFFFFU}, "abc"), 1) == "ends after 3 values, the header announces 4294967295");
  REQUIRE_THAT(error_of(idx({0xFFFFFFFFU, 0xFFFFFFFFU, 0xFFFFFFFFU}, "abc"), 3),
               Contains("dimension 2 is 4294967295: more than"));
}

TEST_CASE("a damaged gzip file is refused wherever it is cut", "[data]") {
  const std::string zipped = gzipped(idx({300}, std::string(300, 'a')));
  for (std::size_t size = 11; size < zipped.size(); ++size)
    REQUIRE_THAT(error_of(zipped.substr(0, size), 1), StartsWith("damaged gzip file ("));
  std::string flipped = zipped;
  flipped[flipped.size() - 6] = static_cast<char>(flipped[flipped.size() - 6] ^ 1);  // in the checksum
  REQUIRE_THAT(error_of(flipped, 1), StartsWith("damaged gzip file ("));
}

TEST_CASE("a missing IDX file and a folder are refused by name", "[data]") {
  const test::TemporaryFolder folder;
  REQUIRE_THAT(data_error([&] { read_idx(folder.path() / "absent", 1); }),
               Contains("absent: cannot be read (No such file or directory)"));
  REQUIRE_THAT(data_error([&] { read_idx(folder.path(), 1); }),
               Contains("is a folder, expected an IDX file"));
}

TEST_CASE("a gzipped file that announces hundreds of times its size is refused before it is read", "[data]") {
  const std::string zeros(1'000'000, '\0');
  REQUIRE_THAT(error_of(gzipped(idx({2'000'000'000}, zeros)), 1),
               StartsWith("unpacks to at least 2,000,000,000 bytes from ") &&
                   Contains("if it is none, give the file unpacked"));
  const test::TemporaryFolder folder;
  const std::string ordinary(60'000'000, '\0');  // as empty as images can be
  REQUIRE(read_idx(folder.file("x.gz", gzipped(idx({60'000'000}, ordinary))), 1).values.size() ==
          ordinary.size());
}

TEST_CASE("a device is no IDX file", "[data]") {
  const test::TemporaryFolder folder;
  std::filesystem::create_symlink("/dev/zero", folder / "link");
  REQUIRE_THAT(data_error([&] { read_idx(folder / "link", 1); }), Contains("link: is a pipe or a device"));
}
