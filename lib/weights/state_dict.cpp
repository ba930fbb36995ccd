#include "weights/state_dict.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <set>

#include "core/error.h"
#include "core/text.h"

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

constexpr std::string_view kRebuildTensor = "torch._utils._rebuild_tensor_v2";
constexpr std::string_view kRebuildParameter = "torch._utils._rebuild_parameter";

/// Keys under which training scripts store the state dict, the likeliest first.
constexpr std::array<std::string_view, 6> kNests{"state_dict", "model_state_dict", "model",
                                                 "net",        "state_dict_ema",   "model_ema"};

/// Prefix of names in models wrapped in torch.nn.DataParallel.
constexpr std::string_view kParallelPrefix = "module.";

constexpr std::size_t kMaxDimensions = 16;

/// A tensor as a strided view of a storage; in elements.
struct View {
  StorageReference storage;
  std::int64_t offset = 0;
  TensorShape shape, strides;
};

bool is_tensor(const PickleValue& value) {
  return value.kind == Kind::call && (value.text == kRebuildTensor || value.text == kRebuildParameter);
}

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

/// Reads (storage, offset, size, stride, ...) of _rebuild_tensor_v2, possibly inside _rebuild_parameter.
View read_view(const Pickle& pickle, const PickleValue& tensor, const std::string& name,
               const fs::path& path) {
  const PickleValue* call = &tensor;
  if (call->text == kRebuildParameter && !call->items.empty()) call = &item(pickle, *call, 0);
  const auto fail = [&] {
    throw DataError(
        path,
        fmt::format("tensor '{}' is not described as torch does it (storage, offset, size, stride)", name));
  };
  if (call->kind != Kind::call || call->text != kRebuildTensor || call->items.size() < 4) fail();
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

/// The dict with the tensors, and a note about where it was found.
struct Found {
  const PickleValue* dict;
  std::vector<std::string> notes;
};

std::string key_text(const PickleValue& key) {
  return key.kind == Kind::text ? key.text : "(a key that is no text)";
}

std::vector<std::string> keys_of(const Pickle& pickle, const PickleValue& dict) {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < dict.items.size(); i += 2) keys.push_back(key_text(item(pickle, dict, i)));
  return keys;
}

bool holds_tensors(const Pickle& pickle, const PickleValue& dict) {
  for (std::size_t i = 1; i < dict.items.size(); i += 2)
    if (is_tensor(item(pickle, dict, i))) return true;
  return false;
}

Found find_state_dict(const Pickle& pickle, const fs::path& path) {
  const PickleValue& root = pickle.root();
  if (root.kind != Kind::dict) throw DataError(path, "holds no dict of tensors; save model.state_dict()");
  if (holds_tensors(pickle, root)) return {&root, {}};
  const std::vector<std::string> keys = keys_of(pickle, root);
  for (const std::string_view nest : kNests) {
    const auto key = std::ranges::find(keys, nest);
    if (key == keys.end()) continue;
    const auto index = static_cast<std::size_t>(key - keys.begin());
    const PickleValue& nested = item(pickle, root, 2 * index + 1);
    if (nested.kind != Kind::dict || !holds_tensors(pickle, nested)) continue;
    std::vector<std::string> rest;
    for (const std::string& other : keys)
      if (other != nest) rest.push_back(other);
    return {&nested,
            {fmt::format("took the tensors under '{}'{}", nest,
                         rest.empty() ? "" : ", left aside " + join(rest))}};
  }
  throw DataError(path, fmt::format("holds no tensors at its top nor under one of {}; its keys are: {}",
                                    fmt::join(kNests, ", "), keys.empty() ? "none" : join(keys)));
}

void check_all_are_tensors(const Pickle& pickle, const PickleValue& dict, const fs::path& path) {
  std::vector<std::string> others;
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < dict.items.size(); i += 2) {
    const PickleValue& key = item(pickle, dict, i);
    if (key.kind != Kind::text || !is_tensor(item(pickle, dict, i + 1))) others.push_back(key_text(key));
    if (key.kind == Kind::text && !seen.insert(key.text).second)
      throw DataError(path, fmt::format("has the tensor '{}' twice", key.text));
  }
  if (!others.empty())
    throw DataError(
        path, fmt::format("has entries among its tensors that are none: {}; save model.state_dict() alone",
                          join(others)));
}

void strip_parallel_prefix(TensorMap& map) {
  const auto has_prefix = [](const NamedTensor& tensor) { return tensor.name.starts_with(kParallelPrefix); };
  if (!std::ranges::all_of(map.tensors, has_prefix)) return;
  for (NamedTensor& tensor : map.tensors) tensor.name.erase(0, kParallelPrefix.size());
  map.notes.push_back(fmt::format("took '{}' off all names", kParallelPrefix));
}

}  // namespace

std::span<const std::string_view> state_dict_globals() {
  static const std::vector<std::string_view> globals = [] {
    std::vector<std::string_view> names{kRebuildTensor, kRebuildParameter, "collections.OrderedDict",
                                        "torch.Size", "torch.device"};
    for (const StorageType& storage : kStorages) names.push_back(storage.name);
    return names;
  }();
  return globals;
}

StorageReference read_storage_reference(const Pickle& pickle, const PickleValue& persistent_id,
                                        const fs::path& path) {
  const auto fail = [&](std::string_view what) -> StorageReference {
    throw DataError(path, fmt::format("names a storage in a way that torch does not: {}", what));
  };
  if (persistent_id.kind != Kind::persistent_id) return fail("no persistent id");
  const PickleValue& tuple = item(pickle, persistent_id, 0);
  if (tuple.kind != Kind::tuple || tuple.items.size() < 5) return fail("no tuple of five");
  const PickleValue &word = item(pickle, tuple, 0), &type = item(pickle, tuple, 1),
                    &key = item(pickle, tuple, 2);
  if (word.kind != Kind::text || word.text != "storage") return fail("does not begin with 'storage'");
  if (type.kind != Kind::global || key.kind != Kind::text) return fail("no type and key");
  if (tuple.items.size() > 5 && item(pickle, tuple, 5).kind != Kind::none)
    return fail(
        "a view of another storage, as torch before 0.4 wrote them; load and save it with a newer torch");
  const auto storage = std::ranges::find(kStorages, type.text, &StorageType::name);
  if (storage == kStorages.end()) return fail(type.text);
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
  Found found = find_state_dict(pickle, path);
  check_all_are_tensors(pickle, *found.dict, path);
  TensorMap map{{}, std::move(found.notes)};
  for (std::size_t i = 0; i < found.dict->items.size(); i += 2) {
    const std::string& name = item(pickle, *found.dict, i).text;
    const View view = read_view(pickle, item(pickle, *found.dict, i + 1), name, path);
    map.tensors.push_back(read_tensor(view, name, read_storage(view.storage), path));
    most_bytes -= static_cast<std::int64_t>(map.tensors.back().bytes.size());
    if (most_bytes < 0)
      throw DataError(path,
                      fmt::format("its tensors share storages so often that, at '{}', they have taken more "
                                  "memory than any weights of this file's size",
                                  name));
  }
  strip_parallel_prefix(map);
  return map;
}

}  // namespace hybrid::weights
