#include "image_index/index_cache.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "core/limited_file.h"
#include "core/sha256.h"
#include "core/unicode.h"

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

/// Thrown by ByteReader. The hash only tells that a file is complete: whoever writes one can hash it.
struct Damaged {};

/// Reads the output of ByteWriter.
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
    std::vector<T> values(count_of(sizeof(T)));
    const std::string_view bytes = take(values.size() * sizeof(T));
    if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }
  std::string text() {
    const std::uint64_t size = number();
    return std::string(take(size));
  }
  std::vector<std::string> texts() {
    std::vector<std::string> values(count_of(sizeof(std::uint64_t)));
    for (auto& value : values) value = text();
    return values;
  }
  /// Returns the number of entries that follow, of at least so many bytes each.
  std::size_t count_of(std::size_t least_bytes) {
    const std::uint64_t count = number();
    if (count > left_.size() / least_bytes) throw Damaged{};
    return count;
  }

 private:
  std::string_view take(std::size_t count) {
    if (count > left_.size()) throw Damaged{};
    const std::string_view taken = left_.substr(0, count);
    left_.remove_prefix(count);
    return taken;
  }
  std::string_view left_;
};

ImageIndex read_index(ByteReader reader) {
  ImageIndex index;
  index.folder = reader.text();
  index.class_names = reader.texts();
  index.labels = reader.vector<std::int32_t>();
  index.paths = reader.text();
  index.ends = reader.vector<std::uint64_t>();
  index.archives = reader.texts();
  index.places = reader.vector<ImagePlace>();
  index.other_files = reader.number();
  index.origins.resize(reader.count_of(3 * sizeof(std::uint64_t)));
  for (auto& origin : index.origins) {
    origin.path = reader.text();
    origin.modified = static_cast<std::int64_t>(reader.number());
    origin.size = reader.number();
  }
  index.warnings = reader.texts();
  return index;
}

/// Returns whether every number is in its range and every path is UTF-8, as ImageIndex::add makes them.
bool is_valid(const ImageIndex& index) {
  const std::size_t n = index.size();
  const auto classes = static_cast<std::int64_t>(index.class_names.size());
  const bool whole = index.ends.size() == n && (n == 0 ? 0 : index.ends.back()) == index.paths.size() &&
                     std::ranges::is_sorted(index.ends) &&
                     index.places.size() == (index.archives.empty() ? 0 : n);
  if (!whole) return false;
  for (std::size_t i = 0; i < n; ++i)
    if (index.labels[i] < 0 || index.labels[i] >= classes || !decode_utf8(index.path(i))) return false;
  return std::ranges::all_of(index.places,
                             [&](const ImagePlace& place) { return place.archive < index.archives.size(); });
}

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
  try {
    ImageIndex index = read_index(ByteReader(content));
    return is_valid(index) ? std::optional(std::move(index)) : std::nullopt;
  } catch (const Damaged&) {
    return std::nullopt;
  }
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
    if (auto kept = index_from_bytes(read_file(path, limits::kLargeFile)); kept && is_current(*kept))
      return *std::move(kept);
  ImageIndex index = list();
  try {
    if (index.size() >= least_cached) write_file_atomically(path, to_bytes(index));
  } catch (const DataError&) {  // an unwritable folder only costs time
  }
  return index;
}

}  // namespace hybrid::image_index
