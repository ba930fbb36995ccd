#pragma once
// Weights files byte by byte, as other programs write them, well and badly.

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hybrid::test {

/// Little-endian.
template <class T>
std::string bytes_of(T value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

inline std::string bytes_of_floats(const std::vector<float>& values) {
  std::string bytes;
  for (const float value : values) bytes += bytes_of(value);
  return bytes;
}

inline std::string safetensors_file(const std::string& header, const std::string& data) {
  return bytes_of(std::uint64_t{header.size()}) + header + data;
}

// --- pickles, protocol 2 ---

inline std::string pickled(const std::string& body) {
  return "\x80\x02" + body + ".";
}
inline std::string text(std::string_view value) {
  return "X" + bytes_of(static_cast<std::uint32_t>(value.size())) + std::string(value);
}
inline std::string integer(std::int32_t value) {
  return "J" + bytes_of(value);
}
inline std::string global(const std::string& module, const std::string& name) {
  return "c" + module + "\n" + name + "\n";
}
inline std::string tuple(const std::vector<std::string>& items) {
  std::string body = "(";
  for (const auto& item : items) body += item;
  return body + "t";
}
/// Python's class(*arguments) and instance.__dict__.update(state), as pickled by default.
inline std::string object(const std::string& module, const std::string& name, const std::string& state = "") {
  return global(module, name) + ")\x81" + (state.empty() ? "" : state + "b");
}
/// function(*arguments).
inline std::string call(const std::string& module, const std::string& name,
                        const std::vector<std::string>& arguments) {
  return global(module, name) + tuple(arguments) + "R";
}
inline std::string sizes(const std::vector<std::int32_t>& values) {
  std::vector<std::string> items;
  for (const auto value : values) items.push_back(integer(value));
  return tuple(items);
}
inline std::string dict(const std::vector<std::pair<std::string, std::string>>& items) {
  std::string body = "}(";
  for (const auto& [key, value] : items) body += text(key) + value;
  return body + "u";
}

/// A call of torch._utils._rebuild_tensor_v2.
struct TensorPickle {
  std::string key = "0";
  std::int32_t elements = 6;  ///< of the storage
  std::int32_t offset = 0;
  std::vector<std::int32_t> shape{2, 3};
  std::vector<std::int32_t> strides{3, 1};
  std::string storage = "FloatStorage";

  std::string str() const {
    const std::string reference =
        tuple({text("storage"), global("torch", storage), text(key), text("cpu"), integer(elements)}) + "Q";
    return global("torch._utils", "_rebuild_tensor_v2") +
           tuple({reference, integer(offset), sizes(shape), sizes(strides), "\x89",
                  global("collections", "OrderedDict") + ")R"}) +
           "R";
  }
};

// --- zip without compression ---

inline std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xffffffffu;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0xedb88320u : 0u);
  }
  return ~crc;
}

using Entries = std::vector<std::pair<std::string, std::string>>;

inline std::string zip_file(const Entries& entries) {
  std::string file, directory;
  for (const auto& [name, content] : entries) {
    const std::string common = bytes_of(std::uint16_t{20}) + bytes_of(std::uint64_t{0}) +
                               bytes_of(crc32(content)) +
                               bytes_of(static_cast<std::uint32_t>(content.size())) +
                               bytes_of(static_cast<std::uint32_t>(content.size())) +
                               bytes_of(static_cast<std::uint16_t>(name.size())) + bytes_of(std::uint16_t{0});
    directory += "PK\x01\x02" + bytes_of(std::uint16_t{20}) + common + std::string(10, '\0') +
                 bytes_of(static_cast<std::uint32_t>(file.size())) + name;
    file += "PK\x03\x04" + common + name + content;
  }
  const auto count = static_cast<std::uint16_t>(entries.size());
  return file + directory + "PK\x05\x06" + bytes_of(std::uint32_t{0}) + bytes_of(count) + bytes_of(count) +
         bytes_of(static_cast<std::uint32_t>(directory.size())) +
         bytes_of(static_cast<std::uint32_t>(file.size())) + bytes_of(std::uint16_t{0});
}

/// What torch.save writes since 1.6.
inline std::string torch_zip(const std::string& body, const std::vector<std::string>& storages) {
  Entries entries{{"net/data.pkl", pickled(body)}, {"net/byteorder", "little"}};
  for (std::size_t i = 0; i < storages.size(); ++i)
    entries.emplace_back("net/data/" + std::to_string(i), storages[i]);
  entries.emplace_back("net/version", "3\n");
  return zip_file(entries);
}

/// What it wrote before: `storages` are of floats.
inline std::string legacy_torch_file(const std::string& body, const std::vector<std::string>& storages) {
  std::string file = pickled("\x8a\x0al\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19") + pickled(integer(1001)) +
                     pickled(dict({{"protocol_version", integer(1001)}, {"little_endian", "\x88"}})) +
                     pickled(body);
  std::string keys = "](";
  for (std::size_t i = 0; i < storages.size(); ++i) keys += text(std::to_string(i));
  file += pickled(keys + "e");
  for (const auto& storage : storages)
    file += bytes_of(std::uint64_t{storage.size() / sizeof(float)}) + storage;
  return file;
}

}  // namespace hybrid::test
