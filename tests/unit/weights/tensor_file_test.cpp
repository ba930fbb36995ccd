#include "weights/tensor_file.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/error.h"

namespace hybrid::weights {
namespace {

template <class T>
NamedTensor tensor_of(TensorType type, const std::vector<T>& values) {
  NamedTensor tensor{"x", type, {static_cast<std::int64_t>(values.size())}, {}};
  tensor.bytes.resize(values.size() * sizeof(T));
  std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
  return tensor;
}

/// By the definition in IEEE 754.
float naive_half(unsigned bits) {
  const int exponent = static_cast<int>((bits >> 10) & 31u);
  const double fraction = bits & 1023u;
  const double sign = (bits >> 15) != 0 ? -1 : 1;
  if (exponent == 31)
    return fraction == 0 ? static_cast<float>(sign) * std::numeric_limits<float>::infinity()
                         : std::numeric_limits<float>::quiet_NaN();
  const double value =
      exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 15 - 10);
  return static_cast<float>(sign * value);
}

TEST_CASE("every number of 16 bits reads as IEEE 754 defines it", "[weights]") {
  std::vector<std::uint16_t> all(65536);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint16_t>(i);
  const std::vector<float> read = to_floats(tensor_of(TensorType::f16, all));
  for (unsigned i = 0; i < all.size(); ++i) {
    const float expected = naive_half(i);
    INFO("bits " << i << ", " << read[i] << ", expected " << expected);
    REQUIRE(((std::isnan(expected) && std::isnan(read[i])) ||
             (expected == read[i] && std::signbit(expected) == std::signbit(read[i]))));
  }
}

TEST_CASE("bf16 is the upper half of f32, f64 is rounded", "[weights]") {
  REQUIRE(to_floats(tensor_of<std::uint16_t>(TensorType::bf16, {0x3f80, 0xc000, 0x3e20, 0x7f80})) ==
          std::vector<float>{1, -2, 0.15625f, std::numeric_limits<float>::infinity()});
  REQUIRE(to_floats(tensor_of<double>(TensorType::f64, {0.1, 1e300})) ==
          std::vector<float>{0.1f, std::numeric_limits<float>::infinity()});
  REQUIRE(to_floats(tensor_of<float>(TensorType::f32, {0.1f})) == std::vector<float>{0.1f});
}

TEST_CASE("whole numbers are no weights", "[weights]") {
  REQUIRE_THROWS_AS(to_floats(tensor_of<std::int64_t>(TensorType::i64, {1})), InternalError);
}

TEST_CASE("claimed sizes that no memory has are known as such", "[weights]") {
  constexpr std::int64_t kHuge = std::int64_t{1} << 62;
  REQUIRE(claimed_bytes(TensorType::f32, {}) == 4);
  REQUIRE(claimed_bytes(TensorType::i64, {2, 3}) == 48);
  REQUIRE(claimed_bytes(TensorType::u8, {kHuge}) == kHuge);
  REQUIRE(claimed_bytes(TensorType::f16, {kHuge}) == -1);
  REQUIRE(claimed_bytes(TensorType::u8, {1 << 30, 1 << 30, 1 << 30}) == -1);
  REQUIRE(claimed_bytes(TensorType::u8, {kHuge, kHuge, 0}) == -1);
  REQUIRE(claimed_bytes(TensorType::u8, {kHuge, 0}) == 0);
  REQUIRE(claimed_bytes(TensorType::u8, {-1, -1}) == -1);
}

TEST_CASE("a tensor is made of as many values as its shape says", "[weights]") {
  const NamedTensor tensor = make_tensor("x", {2, 1}, {1, 2});
  REQUIRE(tensor.type == TensorType::f32);
  REQUIRE(to_floats(tensor) == std::vector<float>{1, 2});
  REQUIRE_THROWS_AS(make_tensor("x", {3}, {1, 2}), InternalError);
  REQUIRE(to_string(TensorShape{16, 3}) == "[16, 3]");
  REQUIRE(to_string(TensorShape{}) == "[]");
}

}  // namespace
}  // namespace hybrid::weights
