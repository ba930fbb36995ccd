#include "weights/safetensors.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"
#include "unit/weights/file_builders.h"

namespace hybrid::weights {
namespace {

using Catch::Matchers::Contains;
using test::safetensors_file;

TensorMap small_map() {
  NamedTensor counter{"steps", TensorType::i64, {}, std::vector<std::byte>(8)};
  counter.bytes[0] = std::byte{5};
  return {{make_tensor("b", {3}, {1, 2, 3}), counter, make_tensor("a", {1, 2}, {4, 5}),
           NamedTensor{"empty", TensorType::f16, {0, 7}, {}}},
          {}};
}

std::string refusal(const std::string& header, const std::string& data = "") {
  return test::error_message<DataError>([&] { parse_safetensors(safetensors_file(header, data), "w.st"); });
}

std::string entry(const std::string& shape, const std::string& offsets, const std::string& type = "F32") {
  return R"({"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}";
}

TEST_CASE("safetensors come back as they were written, widest elements first", "[weights]") {
  const TensorMap map = small_map();
  const TensorMap back = parse_safetensors(format_safetensors(map), "w.st");
  REQUIRE(back.tensors == std::vector{map.tensors[1], map.tensors[0], map.tensors[2], map.tensors[3]});
}

TEST_CASE("equal tensors make equal bytes, aligned to eight", "[weights]") {
  const std::string file = format_safetensors(small_map());
  REQUIRE(file == format_safetensors(small_map()));
  std::uint64_t header = 0;
  std::memcpy(&header, file.data(), 8);
  REQUIRE(header % 8 == 0);
  REQUIRE(file.size() == 8 + header + 8 + 12 + 8);
}

TEST_CASE("a written file is what is read", "[weights]") {
  const test::TemporaryFolder folder;
  write_safetensors(folder / "deep/w.safetensors", small_map());
  REQUIRE(read_file(folder / "deep/w.safetensors") == format_safetensors(small_map()));
}

TEST_CASE("a map without tensors is a file, too", "[weights]") {
  REQUIRE(parse_safetensors(format_safetensors({}), "w.st").tensors.empty());
}

TEST_CASE("two tensors of one name are a fault of ours", "[weights]") {
  const TensorMap twice{{make_tensor("a", {1}, {1}), make_tensor("a", {1}, {1})}, {}};
  REQUIRE_THROWS_AS(format_safetensors(twice), InternalError);
}

TEST_CASE("a header that is longer than the file is refused", "[weights]") {
  for (const std::uint64_t length : {std::uint64_t{3}, std::uint64_t{1} << 63, ~std::uint64_t{0}}) {
    const std::string file = test::bytes_of(length) + "{}";
    REQUIRE_THAT(test::error_message<DataError>([&] { parse_safetensors(file, "w.st"); }),
                 Contains("w.st: its header is to have " + std::to_string(length) + " bytes, only 2"));
  }
  REQUIRE_THAT(test::error_message<DataError>([&] { parse_safetensors("abc", "w.st"); }),
               Contains("3 bytes"));
}

TEST_CASE("a header that is no list of tensors is refused", "[weights]") {
  REQUIRE_THAT(refusal("[]"), Contains("no JSON object"));
  REQUIRE_THAT(refusal("{"), Contains("no JSON"));
  REQUIRE_THAT(refusal("{\"\xff\":1}"), Contains("no JSON"));
  REQUIRE_THAT(refusal(std::string(50000, '[')), Contains("nests JSON lists and objects deeper than"));
  REQUIRE_THAT(refusal(R"({"a":1})"), Contains("'a' has no dtype, shape and data_offsets"));
  REQUIRE_THAT(refusal(R"({"a":)" + entry("[1]", "[0,4]", "F8_E4M3") + "}", "1234"),
               Contains("dtype 'F8_E4M3', allowed are F16, BF16"));
  REQUIRE_THAT(refusal(R"({"a":)" + entry("[-1]", "[0,4]") + "}", "1234"), Contains("size -1"));
  REQUIRE_THAT(refusal(R"({"a":)" + entry("[1.0]", "[0,4]") + "}", "1234"), Contains("size 1.0"));
  REQUIRE_THAT(refusal(R"({"a":)" + entry("1", "[0,4]") + "}", "1234"), Contains("no list"));
  REQUIRE_THAT(refusal(R"({"a":)" + entry("[1]", "[0]") + "}", "1234"), Contains("two whole numbers"));
  REQUIRE_THAT(refusal(R"({"a":)" + entry("[1]", "[-4,0]") + "}", "1234"), Contains("two whole numbers"));
}

TEST_CASE("a tensor that is listed twice is refused", "[weights]") {
  const std::string one = R"("a":)" + entry("[1]", "[0,4]");
  REQUIRE_THAT(refusal("{" + one + "," + one + "}", "1234"), Contains("has 'a' twice"));
  REQUIRE_THAT(refusal(R"({"a":{"dtype":"F32","dtype":"F32"}})"), Contains("has 'dtype' twice"));
}

TEST_CASE("byte ranges must cover the data without gap or overlap", "[weights]") {
  const auto two = [](const std::string& first, const std::string& second) {
    return R"({"a":)" + entry("[1]", first) + R"(,"b":)" + entry("[1]", second) + "}";
  };
  const std::string data = "12345678";
  REQUIRE(parse_safetensors(safetensors_file(two("[4,8]", "[0,4]"), data), "w.st").tensors[0].name == "b");
  REQUIRE_THAT(refusal(two("[0,4]", "[2,6]"), data), Contains("'b' has the bytes 2 to 6, which overlap"));
  REQUIRE_THAT(refusal(two("[0,4]", "[0,4]"), data), Contains("overlap"));
  REQUIRE_THAT(refusal(two("[0,4]", "[6,10]"), data + "90"), Contains("leave a gap"));
  REQUIRE_THAT(refusal(two("[1,5]", "[5,9]"), data + "9"), Contains("leave a gap"));
  REQUIRE_THAT(refusal(two("[0,4]", "[4,12]"), data), Contains("only 8 after"));
  REQUIRE_THAT(refusal(two("[0,4]", "[8,4]"), data), Contains("end before they begin"));
  REQUIRE_THAT(refusal(two("[0,4]", "[4,8]"), data + "9"),
               Contains("1 bytes at its end belong to no tensor"));
}

TEST_CASE("a shape must take exactly its bytes, however large it claims to be", "[weights]") {
  const auto shaped = [](const std::string& shape) {
    return refusal(R"({"a":)" + entry(shape, "[0,4]") + "}", "1234");
  };
  REQUIRE_THAT(shaped("[2]"), Contains("f32 [2] takes 8"));
  REQUIRE_THAT(shaped("[4294967296,4294967296]"), Contains("takes more than 2^63"));
  REQUIRE_THAT(shaped("[4611686018427387904,4]"), Contains("takes more than 2^63"));
  REQUIRE_THAT(shaped("[18446744073709551615]"), Contains("size 18446744073709551615"));
  REQUIRE_THAT(shaped("[0]"), Contains("takes 0"));
}

}  // namespace
}  // namespace hybrid::weights
