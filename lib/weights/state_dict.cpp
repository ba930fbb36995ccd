#include "weights/state_dict.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <set>

#include "core/error.h"
#include "core/unicode.h"
#include "weights/nests.h"

namespace hybrid::weights {

namespace fs = std::filesystem;
using Kind = PickleValue::Kind;

namespace {

struct StorageType {
  std::string_view name;
  TensorType type;
};
constexpr std::array kStorages{StorageType{"torch.FloatStorage", TensorType::f32},
                               StorageType{"torch.DoubleStorage", TensorType::f64},
                               StorageType{"torch.HalfStorage", TensorType::f16},
                               StorageType{"torch.CharStorage", TensorType::i8},
                               StorageType{"torch.BFloat16Storage", TensorType::bf16},
                               StorageType{"torch.ByteStorage", TensorType::u8},
                               StorageType{"torch.ShortStorage", TensorType::i16},
                               StorageType{"torch.IntStorage", TensorType::i32},
                               StorageType{"torch.LongStorage", TensorType::i64},
                               StorageType{"torch.BoolStorage", TensorType::boolean}};

// The functions that make tensors.
constexpr std::string_view kRebuildTensor = "torch._utils._rebuild_tensor_v2";
constexpr std::string_view kRebuildParameter = "torch._utils._rebuild_parameter";
constexpr std::string_view kRebuildParameterWithState = "torch._utils._rebuild_parameter_with_state";
constexpr std::string_view kRebuildTyped = "torch._tensor._rebuild_from_type_v2";

constexpr std::size_t kMaxDimensions = 16;

/// A tensor as a strided view of a storage; in elements.
struct View {
  StorageReference storage;
  std::int64_t offset = 0;
  TensorShape shape, strides;
};

const PickleValue& item(const Pickle& pickle, const PickleValue& value, std::size_t i) {
  return pickle.at(value.items[i]);
}

/// Reads a tuple of integers >= 0.
/// @return std::nullopt for anything else
std::optional<TensorShape> read_sizes(const Pickle& pickle, const PickleValue& tuple) {
  if (tuple.kind != Kind::tuple || tuple.items.size() > kMaxDimensions) return std::nullopt;
  TensorShape sizes;
  for (std::size_t i = 0; i < tuple.items.size(); ++i) {
    const PickleValue& size = item(pickle, tuple, i);
    if (size.kind != Kind::integer || size.integer < 0) return std::nullopt;
    sizes.push_back(size.integer);
  }
  return sizes;
}

/// Returns the value whose items are (storage, offset, size, stride, ...): a call of _rebuild_tensor_v2,
/// possibly within a parameter, or its arguments within _rebuild_from_type_v2 (function, type, arguments,
/// state). Returns nullptr for anything else.
const PickleValue* tensor_arguments(const Pickle& pickle, const PickleValue& tensor) {
  const PickleValue* call = &tensor;
  const bool is_parameter = call->text == kRebuildParameter || call->text == kRebuildParameterWithState;
  if (call->kind == Kind::call && is_parameter && !call->items.empty()) call = &item(pickle, *call, 0);
  if (call->kind != Kind::call) return nullptr;
  if (call->text == kRebuildTensor) return call;
  if (call->text != kRebuildTyped || call->items.size() < 3) return nullptr;
  const PickleValue &function = item(pickle, *call, 0), &arguments = item(pickle, *call, 2);
  return function.text == kRebuildTensor && arguments.kind == Kind::tuple ? &arguments : nullptr;
}

/// Reads (storage, offset, size, stride, ...) of a tensor or parameter.
View read_view(const Pickle& pickle, const PickleValue& tensor, const std::string& name,
               const fs::path& path) {
  const PickleValue* call = tensor_arguments(pickle, tensor);
  const auto fail = [&] {
    throw DataError(
        path,
        fmt::format("tensor '{}' is not described as torch does it (storage, offset, size, stride)", name));
  };
  if (call == nullptr || call->items.size() < 4) fail();
  const PickleValue& offset = item(pickle, *call, 1);
  const auto shape = read_sizes(pickle, item(pickle, *call, 2));
  const auto strides = read_sizes(pickle, item(pickle, *call, 3));
  if (offset.kind != Kind::integer || offset.integer < 0 || !shape || !strides ||
      shape->size() != strides->size())
    fail();
  return {read_storage_reference(pickle, item(pickle, *call, 0), path), offset.integer, *shape, *strides};
}

/// Returns the number of elements from the view's first to its last, or std::nullopt on overflow.
std::optional<std::int64_t> reach(const View& view) {
  std::int64_t reached = 1;
  for (std::size_t i = 0; i < view.shape.size(); ++i) {
    if (view.shape[i] == 0) return 0;
    std::int64_t step = 0;
    if (__builtin_mul_overflow(view.shape[i] - 1, view.strides[i], &step) ||
        __builtin_add_overflow(reached, step, &reached))
      return std::nullopt;
  }
  return reached;
}

/// Copies the elements of a view, last dimension fastest. Requires that the view fits into the storage.
std::vector<std::byte> gather(const View& view, std::string_view storage, std::int64_t elements) {
  const std::size_t width = element_bytes(view.storage.type);
  std::vector<std::byte> bytes(static_cast<std::size_t>(elements) * width);
  TensorShape place(view.shape.size(), 0);
  // The stride of a dimension of size 1 is never used, and a hostile file may claim any.
  TensorShape strides = view.strides;
  for (std::size_t d = 0; d < strides.size(); ++d)
    if (view.shape[d] == 1) strides[d] = 0;
  std::int64_t from = view.offset;
  for (std::size_t to = 0; to < bytes.size(); to += width) {
    std::memcpy(bytes.data() + to, storage.data() + static_cast<std::size_t>(from) * width, width);
    for (std::size_t d = place.size(); d > 0; --d) {
      from += strides[d - 1];
      if (++place[d - 1] < view.shape[d - 1]) break;
      from -= view.shape[d - 1] * strides[d - 1];
      place[d - 1] = 0;
    }
  }
  return bytes;
}

NamedTensor read_tensor(const View& view, const std::string& name, std::string_view storage,
                        const fs::path& path) {
  const auto width = static_cast<std::int64_t>(element_bytes(view.storage.type));
  const auto available = static_cast<std::int64_t>(storage.size()) / width;
  const std::int64_t claimed = claimed_bytes(view.storage.type, view.shape);
  const auto reached = reach(view);
  // A view that repeats elements (a stride of 0) would take more memory than the file has bytes.
  if (claimed < 0 || !reached || view.offset > available || *reached > available - view.offset ||
      claimed / width > available)
    throw DataError(path,
                    fmt::format("tensor '{}' is {} with strides {} from {} in a storage of {} elements", name,
                                to_string(view.shape), to_string(view.strides), view.offset, available));
  return {name, view.storage.type, view.shape, gather(view, storage, claimed / width)};
}

/// Checks that each tensor has a name of its own and is of a kind that is read.
void check_tensors(const Pickle& pickle, const PickleValue& dict, const fs::path& path) {
  NameList others;
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < dict.items.size(); i += 2) {
    const PickleValue &key = item(pickle, dict, i), &value = item(pickle, dict, i + 1);
    if (value.kind == Kind::opaque && pickle.maker(value).find("._rebuild") != std::string::npos)
      others.add(fmt::format("{} ({})", key_text(key), pickle.maker(value)));
    if (!is_tensor(value)) continue;
    if (key.kind != Kind::text) others.add(key_text(key));
    if (key.kind == Kind::text && !decode_utf8(key.text))
      throw DataError(path, fmt::format("the name of entry {} of its state dict is not UTF-8", i / 2 + 1));
    if (key.kind == Kind::text && !seen.insert(key.text).second)
      throw DataError(path, fmt::format("has the tensor '{}' twice", key.text));
  }
  if (!others.empty())
    throw DataError(path, fmt::format("has tensors of a kind that is not read, or without a name: {}; save "
                                      "them as plain ones (tensor.dequantize(), tensor.to_dense()), by name",
                                      others.text()));
}

}  // namespace

std::span<const std::string_view> tensor_functions() {
  static constexpr std::array kFunctions{kRebuildTensor, kRebuildParameter, kRebuildParameterWithState,
                                         kRebuildTyped};
  return kFunctions;
}

StorageReference read_storage_reference(const Pickle& pickle, const PickleValue& persistent_id,
                                        const fs::path& path) {
  const auto fail = [&](std::string_view what) -> StorageReference {
    throw DataError(path, fmt::format("names a storage in a way that torch does not: {}", what));
  };
  if (persistent_id.kind != Kind::persistent_id) return fail("no persistent id");
  const PickleValue& tuple = item(pickle, persistent_id, 0);
  if (tuple.kind == Kind::tuple && !tuple.items.empty() && item(pickle, tuple, 0).text == "module")
    throw DataError(path, "holds a whole model, whose code is needed to read it; save model.state_dict()");
  if (tuple.kind != Kind::tuple || tuple.items.size() < 5) return fail("no tuple of five");
  const PickleValue &word = item(pickle, tuple, 0), &type = item(pickle, tuple, 1),
                    &key = item(pickle, tuple, 2);
  if (word.kind != Kind::text || word.text != "storage") return fail("does not begin with 'storage'");
  if (type.kind != Kind::global || key.kind != Kind::text) return fail("no type and key");
  if (tuple.items.size() > 5 && item(pickle, tuple, 5).kind != Kind::none)
    return fail(
        "a view of another storage, as torch before 0.4 wrote them; load and save it with a newer torch");
  const auto storage = std::ranges::find(kStorages, type.text, &StorageType::name);
  if (storage == kStorages.end())
    throw DataError(path, fmt::format("holds tensors of {}, which are not read; save them in float32 "
                                      "(quantised ones: tensor.dequantize())",
                                      type.text));
  return {key.text, storage->type};
}

std::vector<StorageReference> storage_references(const Pickle& pickle, const fs::path& path) {
  std::vector<StorageReference> references;
  for (const PickleValue& value : pickle.values())
    if (value.kind == Kind::persistent_id) references.push_back(read_storage_reference(pickle, value, path));
  return references;
}

TensorMap read_state_dict(const Pickle& pickle, const ReadStorage& read_storage, std::int64_t most_bytes,
                          const fs::path& path) {
  StateDict found = find_state_dict(pickle, path);
  check_tensors(pickle, *found.dict, path);
  TensorMap map{{}, std::move(found.notes)};
  for (std::size_t i = 0; i < found.dict->items.size(); i += 2) {
    const PickleValue& tensor = item(pickle, *found.dict, i + 1);
    if (!is_tensor(tensor)) continue;
    const std::string& name = item(pickle, *found.dict, i).text;
    const View view = read_view(pickle, tensor, name, path);
    map.tensors.push_back(read_tensor(view, name, read_storage(view.storage), path));
    most_bytes -= static_cast<std::int64_t>(map.tensors.back().bytes.size());
    if (most_bytes < 0)
      throw DataError(path,
                      fmt::format("its tensors share storages so often that, at '{}', they have taken more "
                                  "memory than any weights of this file's size",
                                  name));
  }
  return map;
}

}  // namespace hybrid::weights
