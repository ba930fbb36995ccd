#include "image_index/index_cache.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "core/sha256.h"

namespace hybrid::image_index {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kMagic = "hybrid image index 4\n";
constexpr std::size_t kHashDigits = 64;

class ByteWriter {
 public:
  template <class T>
  void array(const T* values, std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes_.append(reinterpret_cast<const char*>(values), count * sizeof(T));
  }
  void number(std::uint64_t value) { array(&value, 1); }
  template <class T>
  void vector(const std::vector<T>& values) {
    number(values.size());
    array(values.data(), values.size());
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  void texts(const std::vector<std::string>& values) {
    number(values.size());
    for (const auto& value : values) text(value);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads the output of ByteWriter; the counts are trusted because the hash has been verified.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : left_(bytes) {}
  std::uint64_t number() {
    std::uint64_t value = 0;
    std::memcpy(&value, take(sizeof(value)).data(), sizeof(value));
    return value;
  }
  template <class T>
  std::vector<T> vector() {
    std::vector<T> values(number());
    const std::string_view bytes = take(values.size() * sizeof(T));
    if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }
  std::string text() {
    const std::uint64_t size = number();
    return std::string(take(size));
  }
  std::vector<std::string> texts() {
    std::vector<std::string> values(number());
    for (auto& value : values) value = text();
    return values;
  }

 private:
  std::string_view take(std::size_t count) {
    HYBRID_CHECK(count <= left_.size(), "an index of {} bytes ends {} early", left_.size(), count);
    const std::string_view taken = left_.substr(0, count);
    left_.remove_prefix(count);
    return taken;
  }
  std::string_view left_;
};

}  // namespace

std::string to_bytes(const ImageIndex& index) {
  ByteWriter writer;
  writer.text(index.folder);
  writer.texts(index.class_names);
  writer.vector(index.labels);
  writer.text(index.paths);
  writer.vector(index.ends);
  writer.texts(index.archives);
  writer.vector(index.places);
  writer.number(index.other_files);
  writer.number(index.origins.size());
  for (const auto& origin : index.origins) {
    writer.text(origin.path);
    writer.number(static_cast<std::uint64_t>(origin.modified));
    writer.number(origin.size);
  }
  writer.texts(index.warnings);
  const std::string content = writer.take();
  return std::string(kMagic) + sha256(content) + content;
}

std::optional<ImageIndex> index_from_bytes(std::string_view bytes) {
  if (!bytes.starts_with(kMagic) || bytes.size() < kMagic.size() + kHashDigits) return std::nullopt;
  const std::string_view hash = bytes.substr(kMagic.size(), kHashDigits);
  const std::string_view content = bytes.substr(kMagic.size() + kHashDigits);
  if (sha256(content) != hash) return std::nullopt;
  ByteReader reader(content);
  ImageIndex index;
  index.folder = reader.text();
  index.class_names = reader.texts();
  index.labels = reader.vector<std::int32_t>();
  index.paths = reader.text();
  index.ends = reader.vector<std::uint64_t>();
  index.archives = reader.texts();
  index.places = reader.vector<ImagePlace>();
  index.other_files = reader.number();
  index.origins.resize(reader.number());
  for (auto& origin : index.origins) {
    origin.path = reader.text();
    origin.modified = static_cast<std::int64_t>(reader.number());
    origin.size = reader.number();
  }
  index.warnings = reader.texts();
  return index;
}

bool is_current(const ImageIndex& index) {
  return std::ranges::all_of(index.origins,
                             [](const IndexOrigin& origin) { return origin_at(origin.path) == origin; });
}

ImageIndex cached_index(const fs::path& cache, std::string_view key, const std::function<ImageIndex()>& list,
                        std::size_t least_cached) {
  if (cache.empty()) return list();
  const fs::path path = cache / fmt::format("images-{}.index", sha256(key).substr(0, 16));
  if (fs::is_regular_file(path))
    if (auto kept = index_from_bytes(read_file(path)); kept && is_current(*kept)) return *std::move(kept);
  ImageIndex index = list();
  try {
    if (index.size() >= least_cached) write_file_atomically(path, to_bytes(index));
  } catch (const DataError&) {  // an unwritable folder only costs time
  }
  return index;
}

}  // namespace hybrid::image_index
