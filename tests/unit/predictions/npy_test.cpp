#include "predictions/npy.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <memory>

#include "predictions/array_store.h"
#include "predictions/npz.h"
#include "test_files.h"

using namespace hybrid;
using namespace hybrid::predictions;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using test::data_error;
using test::npy_file;

namespace {

NpyFolder numpys_arrays() {
  return NpyFolder(test::kFixtures / "arrays");
}

/// The error of reading a file with that content as doubles.
std::string error_of(std::string_view content) {
  const test::TemporaryFolder folder;
  folder.file("x.npy", content);
  return data_error([&] { NpyFolder(folder.path()).read<double>("x"); });
}

std::string error_of_dict(std::string_view dict, std::size_t data_bytes = 12) {
  return error_of(npy_file(dict, std::string(data_bytes, '\0')));
}

template <class T>
void require_extremes(const std::string& name) {
  const auto arrays = numpys_arrays();
  using Limits = std::numeric_limits<T>;
  const std::vector<double> expected = {static_cast<double>(Limits::min()), 0, 1,
                                        static_cast<double>(Limits::max())};
  REQUIRE(arrays.read<double>(name) == expected);
}

/// Claims more bytes than it has, as a damaged zip directory does.
class ShortSource final : public ByteSource {
 public:
  ShortSource(std::string text, std::size_t claimed) : ByteSource("short", claimed), text_(std::move(text)) {}
  std::size_t read(std::span<std::byte> buffer) override {
    const std::size_t count = std::min(buffer.size(), text_.size() - std::min(at_, text_.size()));
    std::memcpy(buffer.data(), text_.data() + std::min(at_, text_.size()), count);
    at_ += count;
    return count;
  }
  void seek(std::size_t position) override { at_ = position; }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

}  // namespace

TEST_CASE("every number type NumPy writes is read as double", "[predictions]") {
  REQUIRE(numpys_arrays().read<double>("boolean") == std::vector<double>{1, 0, 1});
  require_extremes<std::int8_t>("int8");
  require_extremes<std::int16_t>("int16");
  require_extremes<std::int32_t>("int32");
  require_extremes<std::int64_t>("int64");
  require_extremes<std::uint8_t>("uint8");
  require_extremes<std::uint16_t>("uint16");
  require_extremes<std::uint32_t>("uint32");
  require_extremes<std::uint64_t>("uint64");
  REQUIRE(numpys_arrays().read<double>("float32") ==
          std::vector<double>{static_cast<double>(0.1F), -3.4028235e38F, 1e-45F});
  REQUIRE(numpys_arrays().read<double>("float64") == std::vector<double>{0.1, 1e308, 5e-324});
}

TEST_CASE("half precision is converted exactly, subnormals and infinities included", "[predictions]") {
  const auto values = numpys_arrays().read<double>("float16");
  const std::vector<double> expected = {0,     -0.0,    1,       -2.5,     0.0999755859375,
                                        65504, 0x1p-14, 0x1p-24, HUGE_VAL, -HUGE_VAL};
  REQUIRE(values.size() == 11);
  REQUIRE(std::vector<double>(values.begin(), values.begin() + 10) == expected);
  REQUIRE(std::signbit(values[1]));
  REQUIRE(std::isnan(values[10]));
}

TEST_CASE("text comes as UTF-8 without padding", "[predictions]") {
  REQUIRE(numpys_arrays().read_text("text") == std::vector<std::string>{"a", "", "Zürich", "日本", "🐟"});
  REQUIRE(numpys_arrays().read_text("bytes") == std::vector<std::string>{"a", "", "xyz"});
  REQUIRE(numpys_arrays().read_text("int16") == std::vector<std::string>{"-32768", "0", "1", "32767"});
}

TEST_CASE("scalars, empty arrays, matrices and all three format versions are read", "[predictions]") {
  const auto arrays = numpys_arrays();
  REQUIRE(arrays.open("scalar").header() == NpyHeader{DType::float64, 8, {}});
  REQUIRE(arrays.read<double>("scalar") == std::vector<double>{2.5});
  REQUIRE(arrays.open("empty").header().shape == std::vector<std::size_t>{0, 3});
  REQUIRE(arrays.read<float>("empty").empty());
  REQUIRE(to_string(arrays.open("matrix").header()) == "float32 [2, 3]");
  REQUIRE(arrays.read<float>("matrix") == std::vector<float>{0, 1, 2, 3, 4, 5});
  REQUIRE(arrays.read<std::int32_t>("version2") == std::vector<std::int32_t>{0, 1, 2});
  REQUIRE(arrays.read<std::int32_t>("version3") == std::vector<std::int32_t>{0, 1, 2});
}

TEST_CASE("reading in pieces gives the same values as reading at once", "[predictions]") {
  const test::TemporaryFolder folder;
  std::string data;
  for (int i = 0; i < 200000; ++i) data += static_cast<char>(i % 251);
  folder.file("x.npy", npy_file("{'descr': '|u1', 'fortran_order': False, 'shape': (200000,)}", data));
  const NpyFolder arrays(folder.path());
  const auto at_once = arrays.read<std::uint8_t>("x");
  NpyReader reader = arrays.open("x");
  std::vector<std::uint8_t> pieces(200000);
  for (std::size_t at = 0, step = 1; at < pieces.size();
       at += step, step = std::min(step * 3, pieces.size() - at))
    reader.read(std::span(pieces).subspan(at, step));
  REQUIRE(reader.remaining() == 0);
  REQUIRE(pieces == at_once);
  REQUIRE(std::string(pieces.begin(), pieces.end()) == data);
}

TEST_CASE("matrices in Fortran order of every type equal those in C order", "[predictions]") {
  REQUIRE(numpys_arrays().read<double>("fortran") == std::vector<double>{0, 1, 2, 3, 4, 5});
  for (const std::string file : {"fortran.npz", "fortran_deflated.npz"}) {
    const NpzFile arrays(test::kFixtures / file);
    std::size_t compared = 0;
    for (const std::string& name : arrays.names()) {
      if (name.ends_with("_f")) continue;
      // All rows at once, some, and one at a time.
      for (const std::size_t bytes : {kGatheredBytes, std::size_t{500}, std::size_t{1}}) {
        CAPTURE(file, name, bytes);
        NpyReader reader = arrays.open(arrays.has(name + "_f") ? name + "_f" : name, bytes);
        if (is_text(reader.header().dtype)) {
          REQUIRE(read_all_text(reader) == arrays.read_text(name));
        } else {
          REQUIRE(read_all<double>(reader) == arrays.read<double>(name));
        }
        ++compared;
      }
    }
    REQUIRE(compared == 14 * 2 * 3);
    REQUIRE(arrays.open("float32x19_f").header().fortran_order);
  }
}

TEST_CASE("a matrix in Fortran order is read from a .npy file in any pieces", "[predictions]") {
  const test::TemporaryFolder folder;
  std::string data;
  for (int i = 0; i < 40 * 33; ++i) data += static_cast<char>(i % 33 * 7 + i / 33);  // column by column
  folder.file("x.npy", npy_file("{'descr': '|u1', 'fortran_order': True, 'shape': (33, 40)}", data));
  for (const std::size_t bytes : {1U, 100U, 300U, 10000U}) {
    const NpyFolder arrays(folder.path());
    NpyReader reader = arrays.open("x", bytes);
    for (int i = 0, width = 1; i < 33 * 40; i += width, width = std::min(width % 5 + 1, 33 * 40 - i)) {
      std::vector<std::uint8_t> values(static_cast<std::size_t>(width));
      reader.read(std::span(values));
      for (int k = 0; k < width; ++k)
        REQUIRE(values[static_cast<std::size_t>(k)] ==
                static_cast<std::uint8_t>((i + k) / 40 * 7 + (i + k) % 40));
    }
    REQUIRE(reader.remaining() == 0);
  }
}

TEST_CASE("arrays that are not read say how to save them", "[predictions]") {
  const auto error = [](const std::string& name) {
    return data_error([&] { numpys_arrays().read<double>(name); });
  };
  REQUIRE_THAT(error("fortran3"), EndsWith("fortran3.npy: is in Fortran (column) order with 3 dimensions; "
                                           "save np.ascontiguousarray(array)"));
  REQUIRE_THAT(error("big_endian"), EndsWith("is big-endian ('>f4'); save array.astype('<f4')"));
  REQUIRE_THAT(error("objects"), Contains("pickled Python objects") && Contains("json.dumps"));
  REQUIRE_THAT(error("structured"), Contains("structured dtype"));
  REQUIRE_THAT(error("complex"), Contains("dtype '<c16'") && Contains("astype(np.float64)"));
  REQUIRE_THAT(error("text"), EndsWith("holds str, expected numbers"));
}

TEST_CASE("integers are read from integer arrays only, and only if they fit", "[predictions]") {
  const auto arrays = numpys_arrays();
  REQUIRE_THAT(data_error([&] { arrays.read<std::int32_t>("float32"); }),
               EndsWith("holds float32, expected integers; save array.astype(np.int64)"));
  REQUIRE_THAT(data_error([&] { arrays.read<std::int32_t>("float16"); }),
               Contains("holds float16, expected integers"));
  REQUIRE_THAT(data_error([&] { arrays.read<std::int32_t>("int64"); }),
               Contains("holds -9223372036854775808, which does not fit"));
  REQUIRE_THAT(data_error([&] { arrays.read<std::uint8_t>("int8"); }),
               EndsWith("holds -128, which does not fit 0 to 255"));
  REQUIRE_THAT(data_error([&] { arrays.read_text("float32"); }),
               EndsWith("holds float32, expected text or integers; save array.astype(str)"));
  REQUIRE_THAT(data_error([&] { arrays.open("float32").read_text(); }),
               EndsWith("holds float32, expected text"));
}

TEST_CASE("a source that has fewer bytes than it claims is refused before a row of it is held",
          "[predictions]") {
  for (const auto* shape : {"(1, 1099511627776)", "(2, 1099511627776)", "(1099511627776, 1)"}) {
    CAPTURE(shape);
    const std::string text =
        npy_file(fmt::format("{{'descr': '|u1', 'fortran_order': True, 'shape': {}, }}", shape), "abc");
    const std::size_t rows = shape[1] == '2' ? 2 : 1;
    NpyReader reader(std::make_unique<ShortSource>(text, text.size() - 3 + (rows << 40U)));
    std::vector<double> values(4);
    REQUIRE_THAT(data_error([&] { reader.read(std::span(values)); }), Contains("ends early"));
  }
}

TEST_CASE("a file that is not as long as its header says is refused with both numbers", "[predictions]") {
  const auto dict = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }";
  REQUIRE_THAT(error_of_dict(dict, 11),
               EndsWith("x.npy: is truncated: float32 [3] takes 12 bytes, 11 found"));
  REQUIRE_THAT(error_of_dict(dict, 13), EndsWith("is too long: float32 [3] takes 12 bytes, 13 found"));
  REQUIRE_THAT(error_of_dict("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }"),
               Contains("takes more than 2^64 bytes, 12 found"));
}

TEST_CASE("files that are no .npy are refused", "[predictions]") {
  REQUIRE_THAT(error_of(""), EndsWith("x.npy: is not a .npy file (too short)"));
  REQUIRE_THAT(error_of("label,p0,p1\n"), Contains("is not a .npy file; save with np.save"));
  REQUIRE_THAT(error_of("\x93NUMPY\x04\x01xxxxxxx"),
               EndsWith("is .npy format version 4, expected 1, 2 or 3"));
  REQUIRE_THAT(error_of(npy_file("{}", "").substr(0, 8)),
               Contains("ends early: 2 more bytes expected, 0 found"));
  std::string long_header = npy_file("{}", "");
  long_header[8] = '\x7f';
  REQUIRE_THAT(error_of(long_header), Contains("is damaged: a .npy header of 127 bytes in 12 bytes"));
}

TEST_CASE("a header that is not what NumPy writes is refused and shown", "[predictions]") {
  const std::vector<std::string> malformed = {
      "",
      "{",
      "{}",
      "{'descr': '<f4', 'fortran_order': False}",
      "{'descr': '<f4', 'shape': (3,)}",
      "{'fortran_order': False, 'shape': (3,)}",
      "{'descr': '<f4', 'fortran_order': No, 'shape': (3,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': 3}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (-3,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (3",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
      "{'descr': '<f4",
      "{'descr': 4}",
      "{'descr': '<f4' 'fortran_order': False, 'shape': (3,)}",
      "{'descr' '<f4', 'fortran_order': False, 'shape': (3,)}",
      "{descr: '<f4', 'fortran_order': False, 'shape': (3,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), 'more': 1}",
  };
  for (const auto& dict : malformed) {
    CAPTURE(dict);
    REQUIRE_THAT(error_of_dict(dict), EndsWith("is damaged: its .npy header reads \"" + dict + "\""));
  }
  for (const auto& dtype :
       {"<f3", "<i3", "<U", "<Ux", "<U0", "|S0", "f", "", "|V2", "<M8[ns]", "<U99999999999"}) {
    CAPTURE(dtype);
    REQUIRE_THAT(
        error_of_dict(fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': (3,)}}", dtype)),
        Contains(fmt::format("has dtype '{}', expected bool", dtype)));
  }
}

TEST_CASE("harmless variants of the header are read", "[predictions]") {
  const std::string data(12, '\0');
  for (const auto& dict : {"{'shape': (3,), 'fortran_order': False, 'descr': '<f4'}\n",
                           "{\"descr\":\"=f4\",\"fortran_order\":True,\"shape\":(3,)}",
                           "{ 'descr' : 'f4' , 'fortran_order' : False , 'shape' : ( 3 , 1 , ) , }  \n",
                           "{'descr': '>u1', 'fortran_order': False, 'shape': (3, 4)}"}) {
    CAPTURE(dict);
    const test::TemporaryFolder folder;
    folder.file("x.npy", npy_file(dict, data));
    for (const double value : NpyFolder(folder.path()).read<double>("x")) REQUIRE(value == 0);
  }
}

TEST_CASE("text with impossible code points is refused", "[predictions]") {
  const auto dict = "{'descr': '<U1', 'fortran_order': False, 'shape': (1,)}";
  for (const std::string& data : {std::string("\x00\xd8\x00\x00", 4), std::string("\x00\x00\x11\x00", 4)}) {
    const test::TemporaryFolder folder;
    folder.file("x.npy", npy_file(dict, data));
    REQUIRE_THAT(data_error([&] { NpyFolder(folder.path()).read_text("x"); }),
                 Contains("impossible code point 0x"));
  }
}

TEST_CASE("a header that is written is read back, and its data aligned", "[predictions]") {
  const std::vector<NpyHeader> headers = {{DType::float32, 4, {2, 3}}, {DType::boolean, 1, {6}},
                                          {DType::int64, 8, {}},       {DType::utf32, 12, {2}},
                                          {DType::bytes, 5, {1, 4}},   {DType::float16, 2, {0}}};
  for (const auto& header : headers) {
    const test::TemporaryFolder folder;
    const std::string text = format_npy_header(header);
    REQUIRE(text.size() % 64 == 0);
    folder.file("x.npy", text + std::string(header.data_bytes(), '\0'));
    REQUIRE(NpyFolder(folder.path()).open("x").header() == header);
  }
}

TEST_CASE("asking for more elements than there are is our fault", "[predictions]") {
  const auto arrays = numpys_arrays();
  NpyReader reader = arrays.open("float32");
  std::vector<double> four(4);
  REQUIRE_THROWS_AS(reader.read(std::span(four)), InternalError);
}

TEST_CASE("a missing array is named with the nearest one", "[predictions]") {
  REQUIRE_THAT(data_error([] { numpys_arrays().open("matrx"); }),
               Contains("arrays: has no array 'matrx'; did you mean 'matrix'?; found: big_endian, boolean"));
  REQUIRE_THAT(data_error([] { NpyFolder("/nowhere/at/all"); }),
               Contains("/nowhere/at/all: cannot be listed"));
}
