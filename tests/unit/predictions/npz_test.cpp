#include "predictions/npz.h"

#include <zip.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <functional>

#include "core/files.h"
#include "predictions/prediction_set.h"
#include "support/file_size_limit.h"
#include "test_files.h"

using namespace hybrid;
using namespace hybrid::predictions;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;
using test::data_error;

namespace {

const std::vector<double> kDoubles = {0.1, -2, 1e300};
const std::vector<std::uint8_t> kBytes = {1, 0, 255, 3};

std::filesystem::path write_sample(const std::filesystem::path& path) {
  const std::vector<NpyArray> arrays = {npy_view("doubles", kDoubles), npy_view("bytes", kBytes, {2, 2})};
  write_npz(path, arrays);
  return path;
}

}  // namespace

TEST_CASE("archives NumPy wrote are read, stored and deflated", "[predictions]") {
  for (const std::string name : {"set.npz", "set_deflated.npz"}) {
    const NpzFile npz(test::kFixtures / name);
    REQUIRE(npz.names() == std::vector<std::string>{"features", "ids", "labels", "latency_ms", "logits",
                                                    "meta", "payload_bytes", "weight"});
    REQUIRE(npz.has("ids"));
    REQUIRE_FALSE(npz.has("id"));
    REQUIRE(npz.open("logits").header() == NpyHeader{DType::float32, 4, {7, 12}});
    REQUIRE(npz.read<double>("payload_bytes") == std::vector<double>{0, 100, 200, 300, 400, 500, 600});
    REQUIRE(npz.read_text("ids")[6] == "img-6");
  }
}

TEST_CASE("every kind of array that is written is read back", "[predictions]") {
  const test::TemporaryFolder folder;
  const std::vector<float> floats = {0.5F, -1e-45F};
  const std::vector<std::int32_t> ints = {-2147483647 - 1, 2147483647};
  const std::vector<std::int64_t> longs = {INT64_MIN, INT64_MAX};
  const std::vector<std::string> texts = {"", "Zürich", "日本🐟"};
  const std::vector<NpyArray> arrays = {npy_view("doubles", kDoubles),
                                        npy_view("floats", floats, {1, 2}),
                                        npy_view("ints", ints),
                                        npy_view("longs", longs),
                                        npy_view("bytes", kBytes),
                                        npy_text("texts", texts),
                                        npy_scalar_text("note", "{\"a\": 1}"),
                                        npy_view("none", std::vector<float>{}),
                                        npy_text("no_texts", {})};
  write_npz(folder / "deep/down/a.npz", arrays);
  const NpzFile npz(folder / "deep/down/a.npz");
  REQUIRE(npz.names().size() == arrays.size());
  REQUIRE(npz.read<double>("doubles") == kDoubles);
  REQUIRE(npz.read<float>("floats") == floats);
  REQUIRE(npz.open("floats").header().shape == std::vector<std::size_t>{1, 2});
  REQUIRE(npz.read<std::int32_t>("ints") == ints);
  REQUIRE(npz.read<std::int64_t>("longs") == longs);
  REQUIRE(npz.read<std::uint8_t>("bytes") == kBytes);
  REQUIRE(npz.read_text("texts") == texts);
  REQUIRE(npz.open("note").header().shape.empty());
  REQUIRE(npz.read_text("note") == std::vector<std::string>{"{\"a\": 1}"});
  REQUIRE(npz.read<float>("none").empty());
  REQUIRE(npz.read_text("no_texts").empty());
}

TEST_CASE("equal arrays give equal bytes and leave nothing beside them", "[predictions]") {
  const test::TemporaryFolder folder;
  const std::string first = read_file(write_sample(folder / "a.npz"));
  REQUIRE(first == read_file(write_sample(folder / "b.npz")));
  write_sample(folder / "a.npz");
  REQUIRE(first == read_file(folder / "a.npz"));
  const std::filesystem::directory_iterator entries(folder.path());
  REQUIRE(std::distance(begin(entries), end(entries)) == 2);
}

TEST_CASE("a full disk is an error, and the old file stays as it was", "[predictions]") {
  const test::TemporaryFolder folder;
  const std::string before = read_file(write_sample(folder / "a.npz"));
  const std::vector<double> many(100000, 1.0);
  const std::vector<NpyArray> arrays = {npy_view("many", many)};
  std::string message;
  {
    const test::FileSizeLimit limit(50000);
    message = data_error([&] { write_npz(folder / "a.npz", arrays); });
  }
  REQUIRE_THAT(message, Contains("a.npz: cannot be written (") && Contains("File too large"));
  REQUIRE(read_file(folder / "a.npz") == before);
  const std::filesystem::directory_iterator entries(folder.path());
  REQUIRE(std::distance(begin(entries), end(entries)) == 1);
}

TEST_CASE("a place that cannot be written is an error", "[predictions]") {
  const test::TemporaryFolder folder;
  folder.file("taken", "x");
  REQUIRE_THAT(data_error([&] { write_sample(folder / "taken/a.npz"); }),
               Contains("taken: folder cannot be made"));
  std::filesystem::create_directory(folder / "folder.npz");
  REQUIRE_THAT(data_error([&] { write_sample(folder / "folder.npz"); }), Contains("folder.npz: is a folder"));
}

TEST_CASE("files that are no archive of arrays are refused", "[predictions]") {
  const test::TemporaryFolder folder;
  REQUIRE_THAT(data_error([&] { NpzFile(folder / "none.npz"); }), Contains("No such file"));
  REQUIRE_THAT(
      data_error([&] { NpzFile(folder.file("text.npz", "PK, hello")); }),
      Contains("text.npz: cannot be opened as .npz (Not a zip archive); make it again with np.savez"));

  const auto path = folder / "other.npz";
  zip_t* other = zip_open(path.c_str(), ZIP_CREATE, nullptr);
  zip_file_add(other, "archive/data.pkl", zip_source_buffer(other, "x", 1, 0), 0);
  REQUIRE(zip_close(other) == 0);
  REQUIRE_THAT(data_error([&] { NpzFile{path}; }),
               EndsWith("is a zip archive without .npy arrays (its first entry is 'archive/data.pkl'); "
                        "make it with np.savez"));
}

TEST_CASE("a truncated archive is refused", "[predictions]") {
  const test::TemporaryFolder folder;
  const std::string whole = read_file(test::kFixtures / "set.npz");
  for (std::size_t size = 0; size < whole.size(); size += 97) {
    CAPTURE(size);
    const auto path = folder.file("cut.npz", whole.substr(0, size));
    REQUIRE_THAT(data_error([&] { NpzFile{path}; }), Contains("cut.npz: cannot be opened as .npz"));
  }
}

TEST_CASE("a flipped bit in an array is found", "[predictions]") {
  const test::TemporaryFolder folder;
  for (const std::string name : {"set.npz", "set_deflated.npz"}) {
    std::string bytes = read_file(test::kFixtures / name);
    const NpzFile whole(test::kFixtures / name);
    // The data of the entry `logits`, which lies in the file behind the local header that names it.
    const std::size_t at = bytes.find("logits.npy") + 200;
    bytes[at] = static_cast<char>(bytes[at] ^ 4);
    const NpzFile npz(folder.file("damaged.npz", bytes));
    REQUIRE(npz.read<double>("weight") == whole.read<double>("weight"));
    REQUIRE_THAT(data_error([&] { npz.read<double>("logits"); }), Contains("damaged.npz[logits]: "));
  }
}

TEST_CASE("a flipped bit in a matrix in Fortran order is found in any number of passes", "[predictions]") {
  const test::TemporaryFolder folder;
  for (const std::string name : {"fortran.npz", "fortran_deflated.npz"})
    for (const std::size_t gathered : {kGatheredBytes, std::size_t{200}}) {
      std::string bytes = read_file(test::kFixtures / name);
      const std::size_t at = bytes.find("float32x19_f.npy") + 250;
      bytes[at] = static_cast<char>(bytes[at] ^ 4);
      const NpzFile npz(folder.file("damaged.npz", bytes));
      REQUIRE_THAT(data_error([&] {
                     NpyReader reader = npz.open("float32x19_f", gathered);
                     read_all<double>(reader);
                   }),
                   Contains("damaged.npz[float32x19_f]: "));
    }
}

TEST_CASE("arrays that do not fit their shape, text that is no UTF-8 and empty archives are our fault",
          "[predictions]") {
  const test::TemporaryFolder folder;
  REQUIRE_THROWS_AS(npy_view("x", kDoubles, {2}), InternalError);
  REQUIRE_THROWS_AS(npy_scalar_text("x", "\xff"), InternalError);
  REQUIRE_THROWS_AS(write_npz(folder / "a.npz", {}), InternalError);
}

namespace {

/// Writes an archive of deflated arrays of zeros of this type, n each.
std::filesystem::path write_zeros(const std::filesystem::path& path, DType dtype, std::size_t item,
                                  const std::vector<std::pair<std::string, std::size_t>>& arrays) {
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  REQUIRE(archive != nullptr);
  for (const auto& [name, n] : arrays) {
    const std::string header = format_npy_header({dtype, item, {n}});
    const std::size_t size = header.size() + n * item;
    auto* bytes = static_cast<char*>(std::calloc(size, 1));  // libzip frees it
    std::copy(header.begin(), header.end(), bytes);
    zip_file_add(archive, (name + ".npy").c_str(), zip_source_buffer(archive, bytes, size, 1), 0);
  }
  REQUIRE(zip_close(archive) == 0);
  return path;
}

}  // namespace

TEST_CASE("an array that unpacks to hundreds of times its size is refused before it is read",
          "[predictions]") {
  const test::TemporaryFolder folder;
  const auto path = write_zeros(folder / "bomb.npz", DType::uint8, 1, {{"labels", 1000}});
  std::string zip = read_file(path);
  // In the directory the name follows a header of 46 bytes, with the announced size at byte 24.
  const std::uint32_t announced = 2'000'000'000;
  std::memcpy(zip.data() + zip.rfind("labels.npy") - 46 + 24, &announced, sizeof announced);
  folder.file("bomb.npz", zip);
  for (const auto& open : {std::function<void()>([&] { (void)read_prediction_set(path); }),
                           std::function<void()>([&] { (void)NpzFile(path).read<double>("labels"); })})
    REQUIRE_THAT(data_error(open),
                 StartsWith(path.string() + "[labels]: unpacks to at least 2,000,000,000 bytes") &&
                     EndsWith("save the arrays uncompressed, with np.savez"));
}

TEST_CASE("more examples than the limit are refused, however few bytes they take", "[predictions]") {
  const test::TemporaryFolder folder;
  const auto path = write_zeros(folder / "bomb.npz", DType::uint8, 1, {{"labels", 20'000'001}});
  REQUIRE(std::filesystem::file_size(path) < 25'000);
  REQUIRE_THAT(data_error([&] { (void)read_prediction_set(path); }),
               Contains("bomb.npz[labels]: holds more than 20,000,000 examples"));
}

TEST_CASE("regular arrays of ordinary size are read from a compressed archive", "[predictions]") {
  const test::TemporaryFolder folder;
  const std::size_t n = 1'300'000;  // ImageNet's training set
  const auto path =
      write_zeros(folder / "set.npz", DType::int64, 8, {{"labels", n}, {"predicted", n}, {"weight", 1}});
  REQUIRE(NpzFile(path).read<std::int32_t>("labels").size() == n);
}
