#pragma once
// Named tensors as stored in files: bytes, little-endian, row-major. Independent of LibTorch.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid::weights {

enum class TensorType { f16, bf16, f32, f64, i8, u8, i16, i32, i64, boolean };

/// Returns "f16", "bf16", ..., "bool".
std::string_view name_of(TensorType type);
std::size_t element_bytes(TensorType type);

using TensorShape = std::vector<std::int64_t>;

/// Returns, for example, "[16, 3, 3, 3]".
std::string to_string(const TensorShape& shape);

struct NamedTensor {
  std::string name;
  TensorType type = TensorType::f32;
  TensorShape shape;  ///< empty for a scalar
  std::vector<std::byte> bytes;
  bool operator==(const NamedTensor&) const = default;
};

/// The tensors of a file, in its order, with distinct names.
struct TensorMap {
  std::vector<NamedTensor> tensors;
  /// Decisions of the reader that the user should know: "took the tensors under 'state_dict'".
  std::vector<std::string> notes;
};

/// Returns the values as float32; f64 is rounded. Requires a floating-point type.
std::vector<float> to_floats(const NamedTensor& tensor);
NamedTensor make_tensor(std::string name, TensorShape shape, const std::vector<float>& values);

/// Returns the bytes of a tensor of this type and shape, or -1 if they exceed 2^63 or a size is negative. For
/// sizes claimed by files.
std::int64_t claimed_bytes(TensorType type, const TensorShape& shape);

}  // namespace hybrid::weights
