#include "weights/safetensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>
#include <span>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/limits.h"
#include "core/text.h"

namespace hybrid::weights {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::size_t kPrefix = 8;
constexpr std::string_view kMetadata = "__metadata__";

struct TypeName {
  std::string_view word;
  TensorType type;
};
constexpr std::array kTypes{TypeName{"F16", TensorType::f16}, TypeName{"BF16", TensorType::bf16},
                            TypeName{"F32", TensorType::f32}, TypeName{"F64", TensorType::f64},
                            TypeName{"I8", TensorType::i8},   TypeName{"U8", TensorType::u8},
                            TypeName{"I16", TensorType::i16}, TypeName{"I32", TensorType::i32},
                            TypeName{"I64", TensorType::i64}, TypeName{"BOOL", TensorType::boolean}};

/// The position of a tensor's bytes after the header.
struct Entry {
  std::string name;
  TensorType type{};
  TensorShape shape;
  std::uint64_t begin = 0, end = 0;
};

class HeaderReader {
 public:
  explicit HeaderReader(const fs::path& path) : path_(path) {}

  /// Returns the entries sorted by position.
  std::vector<Entry> read(std::string_view text) {
    const json header = parse(text);
    if (!header.is_object()) throw DataError(path_, "its header is no JSON object");
    std::vector<Entry> entries;
    for (const auto& [name, value] : header.items())
      if (name != kMetadata) entries.push_back(entry(name, value));
    std::ranges::sort(entries, {}, [](const Entry& e) { return std::tuple(e.begin, e.end, e.name); });
    return entries;
  }

 private:
  /// Refuses duplicate keys, of which nlohmann's parser would silently take the last.
  json parse(std::string_view text) {
    std::vector<std::set<std::string>> keys;  // of each open object
    const auto watch = [&](int, json::parse_event_t event, json& value) {
      if (event == json::parse_event_t::object_start) keys.emplace_back();
      if (event == json::parse_event_t::object_end) keys.pop_back();
      if (event == json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second)
        throw DataError(path_, fmt::format("its header has '{}' twice", value.get<std::string>()));
      return true;
    };
    try {
      return parse_json(text, path_, watch);
    } catch (const json::exception& error) {
      throw DataError(path_, fmt::format("its header is no JSON ({})", error.what()));
    }
  }

  Entry entry(const std::string& name, const json& value) {
    const auto fail = [&](const std::string& message) {
      throw DataError(path_, fmt::format("tensor '{}' {}", name, message));
    };
    if (!value.is_object() || !value.contains("dtype") || !value.contains("shape") ||
        !value.contains("data_offsets"))
      fail("has no dtype, shape and data_offsets");
    const json &dtype = value["dtype"], &shape = value["shape"], &offsets = value["data_offsets"];
    if (!dtype.is_string()) fail("has a dtype that is no text");
    const auto type = std::ranges::find(kTypes, dtype.get_ref<const std::string&>(), &TypeName::word);
    if (type == kTypes.end())
      fail(fmt::format("has the dtype '{}', allowed are {}", dtype.get<std::string>(), type_list()));
    Entry entry{.name = name, .type = type->type, .shape = {}};
    if (!shape.is_array()) fail("has a shape that is no list");
    for (const json& size : shape) {
      if (!size.is_number_unsigned() || size.get<std::uint64_t>() > INT64_MAX)
        fail(fmt::format("has the size {} in its shape, must be a whole number", size.dump()));
      entry.shape.push_back(size.get<std::int64_t>());
    }
    if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
        !offsets[1].is_number_unsigned())
      fail("has data_offsets that are no two whole numbers");
    entry.begin = offsets[0].get<std::uint64_t>();
    entry.end = offsets[1].get<std::uint64_t>();
    return entry;
  }

  static std::string type_list() {
    std::vector<std::string> words;
    for (const TypeName& type : kTypes) words.emplace_back(type.word);
    return join(words);
  }

  const fs::path& path_;
};

std::string_view header_of(std::string_view file, const fs::path& path) {
  if (file.size() < kPrefix)
    throw DataError(path, fmt::format("ends after {} bytes, before its header", file.size()));
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), kPrefix);
  if (length > file.size() - kPrefix)
    throw DataError(path, fmt::format("its header is to have {} bytes, only {} are left in the file", length,
                                      file.size() - kPrefix));
  if (length > limits::kJson)
    throw DataError(path,
                    fmt::format("its header has {} bytes, at most {} are allowed", length, limits::kJson));
  return file.substr(kPrefix, length);
}

void check_range(const Entry& entry, std::uint64_t expected_begin, std::uint64_t available,
                 const fs::path& path) {
  const std::string range =
      fmt::format("tensor '{}' has the bytes {} to {}", entry.name, entry.begin, entry.end);
  if (entry.begin > entry.end) throw DataError(path, range + ", which end before they begin");
  if (entry.end > available)
    throw DataError(path, fmt::format("{}, but the file has only {} after its header", range, available));
  if (entry.begin != expected_begin)
    throw DataError(path, fmt::format("{}, which {} at {}", range,
                                      entry.begin < expected_begin ? "overlap the tensor before it, that ends"
                                                                   : "leave a gap after the last byte used,",
                                      expected_begin));
  const std::int64_t claimed = claimed_bytes(entry.type, entry.shape);
  if (claimed < 0 || static_cast<std::uint64_t>(claimed) != entry.end - entry.begin)
    throw DataError(path,
                    fmt::format("{}, but {} {} takes {}", range, name_of(entry.type), to_string(entry.shape),
                                claimed < 0 ? "more than 2^63" : std::to_string(claimed)));
}

}  // namespace

TensorMap parse_safetensors(std::string_view file, const fs::path& path) {
  const std::string_view header = header_of(file, path);
  const auto data = std::as_bytes(std::span(file.substr(kPrefix + header.size())));
  const std::vector<Entry> entries = HeaderReader(path).read(header);
  std::uint64_t used = 0;
  for (const Entry& entry : entries) {
    check_range(entry, used, data.size(), path);
    used = entry.end;
  }
  if (used != data.size())
    throw DataError(path, fmt::format("{} bytes at its end belong to no tensor", data.size() - used));
  TensorMap map;
  for (const Entry& entry : entries) {
    const auto bytes = data.subspan(entry.begin, entry.end - entry.begin);
    map.tensors.push_back({entry.name, entry.type, entry.shape, {bytes.begin(), bytes.end()}});
  }
  return map;
}

std::string format_safetensors(const TensorMap& map) {
  std::vector<const NamedTensor*> tensors;
  for (const NamedTensor& tensor : map.tensors) tensors.push_back(&tensor);
  std::ranges::stable_sort(tensors, std::greater{},
                           [](const NamedTensor* tensor) { return element_bytes(tensor->type); });
  json header{{kMetadata, {{"format", "pt"}}}};
  std::size_t end = 0;
  for (const NamedTensor* tensor : tensors) {
    const std::size_t begin = end;
    end += tensor->bytes.size();
    HYBRID_CHECK(tensor->name != kMetadata && !header.contains(tensor->name), "tensor '{}' twice",
                 tensor->name);
    const auto type = std::ranges::find(kTypes, tensor->type, &TypeName::type);
    header[tensor->name] = {{"dtype", type->word}, {"shape", tensor->shape}, {"data_offsets", {begin, end}}};
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  std::string file(kPrefix, '\0');
  const std::uint64_t length = text.size();
  std::memcpy(file.data(), &length, kPrefix);
  file.reserve(kPrefix + text.size() + end);
  file += text;
  for (const NamedTensor* tensor : tensors)
    file.append(reinterpret_cast<const char*>(tensor->bytes.data()), tensor->bytes.size());
  return file;
}

void write_safetensors(const fs::path& path, const TensorMap& map) {
  write_file_atomically(path, format_safetensors(map));
}

}  // namespace hybrid::weights
