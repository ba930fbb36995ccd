#include "weights/tensor_file.h"

#include <fmt/format.h>

#include <bit>
#include <cstring>

#include "core/error.h"

namespace hybrid::weights {

static_assert(std::endian::native == std::endian::little, "tensors are kept as files have them");

namespace {

float from_bf16(std::uint16_t bits) {
  return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

float from_f16(std::uint16_t bits) {
  const std::uint32_t sign = (bits & 0x8000u) << 16;
  const std::uint32_t exponent = (bits >> 10) & 0x1fu;
  const std::uint32_t fraction = bits & 0x3ffu;
  if (exponent == 0) {  // zero or subnormal: fraction times 2^-24
    const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
    return sign != 0 ? -magnitude : magnitude;
  }
  if (exponent == 31) return std::bit_cast<float>(sign | 0x7f800000u | (fraction << 13));  // infinity, NaN
  return std::bit_cast<float>(sign | ((exponent + 127 - 15) << 23) | (fraction << 13));
}

template <class T, class Convert>
std::vector<float> convert(const std::vector<std::byte>& bytes, Convert to_float) {
  std::vector<float> values(bytes.size() / sizeof(T));
  for (std::size_t i = 0; i < values.size(); ++i) {
    T value;
    std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
    values[i] = to_float(value);
  }
  return values;
}

}  // namespace

std::string_view name_of(TensorType type) {
  switch (type) {
    case TensorType::f16:
      return "f16";
    case TensorType::bf16:
      return "bf16";
    case TensorType::f32:
      return "f32";
    case TensorType::f64:
      return "f64";
    case TensorType::i8:
      return "i8";
    case TensorType::u8:
      return "u8";
    case TensorType::i16:
      return "i16";
    case TensorType::i32:
      return "i32";
    case TensorType::i64:
      return "i64";
    case TensorType::boolean:
      return "bool";
  }
  HYBRID_CHECK(false, "tensor type {} is not one of ours", static_cast<int>(type));
}

std::size_t element_bytes(TensorType type) {
  switch (type) {
    case TensorType::i8:
    case TensorType::u8:
    case TensorType::boolean:
      return 1;
    case TensorType::f16:
    case TensorType::bf16:
    case TensorType::i16:
      return 2;
    case TensorType::f32:
    case TensorType::i32:
      return 4;
    case TensorType::f64:
    case TensorType::i64:
      return 8;
  }
  HYBRID_CHECK(false, "tensor type {} is not one of ours", static_cast<int>(type));
}

std::string to_string(const TensorShape& shape) {
  return fmt::format("[{}]", fmt::join(shape, ", "));
}

std::vector<float> to_floats(const NamedTensor& tensor) {
  switch (tensor.type) {
    case TensorType::f16:
      return convert<std::uint16_t>(tensor.bytes, from_f16);
    case TensorType::bf16:
      return convert<std::uint16_t>(tensor.bytes, from_bf16);
    case TensorType::f32:
      return convert<float>(tensor.bytes, [](float value) { return value; });
    case TensorType::f64:
      return convert<double>(tensor.bytes, [](double value) { return static_cast<float>(value); });
    default:
      HYBRID_CHECK(false, "tensor '{}' is {}, not of floating point", tensor.name, name_of(tensor.type));
  }
}

NamedTensor make_tensor(std::string name, TensorShape shape, const std::vector<float>& values) {
  NamedTensor tensor{std::move(name), TensorType::f32, std::move(shape), {}};
  tensor.bytes.resize(values.size() * sizeof(float));
  HYBRID_CHECK(claimed_bytes(tensor.type, tensor.shape) == static_cast<std::int64_t>(tensor.bytes.size()),
               "tensor '{}': {} values for {}", tensor.name, values.size(), to_string(tensor.shape));
  if (!values.empty()) std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
  return tensor;
}

std::int64_t claimed_bytes(TensorType type, const TensorShape& shape) {
  auto bytes = static_cast<std::int64_t>(element_bytes(type));
  bool is_empty = false;
  for (const std::int64_t size : shape) {
    if (size < 0) return -1;
    if (size == 0) is_empty = true;
    if (size != 0 && __builtin_mul_overflow(bytes, size, &bytes)) return -1;
  }
  return is_empty ? 0 : bytes;
}

}  // namespace hybrid::weights
