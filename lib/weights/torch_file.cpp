#include "weights/torch_file.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <memory>
#include <optional>

#include "core/error.h"
#include "weights/pickle.h"
#include "weights/state_dict.h"

namespace hybrid::weights {

namespace fs = std::filesystem;
using Kind = PickleValue::Kind;

namespace {

/// Limit for storages shared by tensors: tied weights are read twice, hardly more often.
constexpr std::int64_t kMaxSharing = 4;

std::int64_t most_bytes(std::string_view file) {
  return kMaxSharing * static_cast<std::int64_t>(file.size());
}

/// A read-only zip archive in memory.
class ZipArchive {
 public:
  ZipArchive(std::string_view file, const fs::path& path)
      : path_(path), archive_(nullptr, &zip_discard), left_(file.size()) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(file.data(), file.size(), 0, &error);
    if (source != nullptr) archive_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    if (!archive_) {
      const std::string reason = zip_error_strerror(&error);
      zip_error_fini(&error);
      zip_source_free(source);
      throw DataError(path_, fmt::format("a damaged zip archive ({}); copy it again", reason));
    }
    zip_error_fini(&error);
  }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    const zip_int64_t count = zip_get_num_entries(archive_.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i)
      if (const char* name = zip_get_name(archive_.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW))
        names.emplace_back(name);
    return names;
  }

  bool contains(const std::string& name) const {
    return zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_ENC_RAW) >= 0;
  }

  /// Reads one entry. All entries together may have at most the bytes of the file, as torch.save does not
  /// compress.
  std::string read(const std::string& name) {
    zip_stat_t stat;
    if (zip_stat(archive_.get(), name.c_str(), ZIP_FL_ENC_RAW, &stat) != 0)
      throw DataError(path_, fmt::format("has no entry '{}'; it is incomplete", name));
    if ((stat.valid & ZIP_STAT_SIZE) == 0 || stat.comp_method != ZIP_CM_STORE || stat.size > left_)
      throw DataError(
          path_,
          fmt::format("entry '{}' is compressed or larger than the file; torch.save stores as it is", name));
    left_ -= stat.size;
    std::string content(stat.size, '\0');
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> entry(
        zip_fopen(archive_.get(), name.c_str(), ZIP_FL_ENC_RAW), &zip_fclose);
    // Reading one byte past the end makes libzip verify the checksum of the entry.
    char beyond = 0;
    if (!entry ||
        zip_fread(entry.get(), content.data(), content.size()) != static_cast<zip_int64_t>(stat.size) ||
        zip_fread(entry.get(), &beyond, 1) != 0)
      throw DataError(path_,
                      fmt::format("entry '{}' is damaged ({}); copy the file again", name,
                                  entry ? zip_file_strerror(entry.get()) : zip_strerror(archive_.get())));
    return content;
  }

 private:
  const fs::path& path_;
  std::unique_ptr<zip, void (*)(zip*)> archive_;
  std::uint64_t left_;
};

/// Returns the folder of all entries: "archive/".
std::string root_folder(const ZipArchive& archive, const fs::path& path) {
  constexpr std::string_view kPickle = "data.pkl";
  const std::vector<std::string> names = archive.names();
  const auto pickle = std::ranges::find_if(names, [&](const std::string& name) {
    return name.ends_with(kPickle) && name.find('/') + 1 == name.size() - kPickle.size();
  });
  if (pickle == names.end())
    throw DataError(path, fmt::format("a zip archive, but not of torch.save: has no data.pkl{}",
                                      names.empty() ? "" : " (its first entry is '" + names.front() + "')"));
  return pickle->substr(0, pickle->size() - kPickle.size());
}

// --- legacy ---

/// The end of the first pickle, a magic number. Before it stand the protocol and, from protocol 4, a frame.
constexpr std::string_view kLegacyMagic("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 13);
constexpr std::array<std::size_t, 2> kBeforeMagic{2, 11};

/// Returns the length of that pickle; 0 if the file begins otherwise.
std::size_t length_of_magic(std::string_view file) {
  for (const std::size_t before : kBeforeMagic)
    if (file.starts_with('\x80') && file.size() > before && file.substr(before).starts_with(kLegacyMagic))
      return before + kLegacyMagic.size();
  return 0;
}

constexpr std::int64_t kLegacyProtocol = 1001;

/// Skips the three pickles before that of the tensors: the magic number, the protocol, and sizes and byte
/// order of the writer.
void skip_legacy_head(std::string_view& rest, const fs::path& path) {
  rest.remove_prefix(length_of_magic(rest));
  const Pickle protocol = read_pickle(rest, {}, path);
  if (protocol.root().kind != Kind::integer || protocol.root().integer != kLegacyProtocol)
    throw DataError(path, fmt::format("torch's legacy layout, but not of protocol {}", kLegacyProtocol));
  const Pickle system = read_pickle(rest, {}, path);
  const PickleValue& dict = system.root();
  if (dict.kind != Kind::dict) throw DataError(path, "does not say on what system it was written");
  for (std::size_t i = 0; i < dict.items.size(); i += 2)
    if (system.at(dict.items[i]).text == "little_endian" && system.at(dict.items[i + 1]).integer == 0)
      throw DataError(path, "was written on a big-endian machine; load and save it with torch");
}

/// Returns the bytes of the storages by key. They are stored in the order of the list that precedes them.
std::map<std::string, std::string_view> read_legacy_storages(std::string_view rest, const Pickle& pickle,
                                                             const fs::path& path) {
  std::map<std::string, std::size_t> widths;
  for (const StorageReference& reference : storage_references(pickle, path)) {
    const std::size_t width = element_bytes(reference.type);
    if (widths.emplace(reference.key, width).first->second != width)
      throw DataError(path, fmt::format("storage '{}' has two types", reference.key));
  }
  const Pickle keys = read_pickle(rest, {}, path);
  if (keys.root().kind != Kind::list) throw DataError(path, "has no list of its storages");
  std::map<std::string, std::string_view> storages;
  for (const PickleValue::Index index : keys.root().items) {
    const std::string& key = keys.at(index).text;
    const auto width = widths.find(key);
    if (width == widths.end()) throw DataError(path, fmt::format("storage '{}' belongs to no tensor", key));
    std::uint64_t elements = 0;
    const bool has_length = rest.size() >= sizeof elements;
    if (has_length) {
      std::memcpy(&elements, rest.data(), sizeof elements);
      rest.remove_prefix(sizeof elements);
    }
    if (!has_length || elements > rest.size() / width->second)
      throw DataError(
          path, fmt::format("ends inside storage '{}': {} elements of {} bytes expected, {} bytes are left",
                            key, elements, width->second, rest.size()));
    storages[key] = rest.substr(0, elements * width->second);
    rest.remove_prefix(elements * width->second);
  }
  if (!rest.empty())
    throw DataError(path, fmt::format("{} bytes at its end belong to no tensor", rest.size()));
  return storages;
}

}  // namespace

bool is_legacy_torch_file(std::string_view file) {
  return length_of_magic(file) > 0;
}

TensorMap parse_torch_zip(std::string_view file, const fs::path& path) {
  ZipArchive archive(file, path);
  const std::string folder = root_folder(archive, path);
  if (archive.contains(folder + "constants.pkl"))
    throw DataError(path, "is TorchScript, a whole model and no weights; give it as the model itself");
  if (archive.contains(folder + "byteorder") && archive.read(folder + "byteorder") != "little")
    throw DataError(path, "was written on a big-endian machine; load and save it with torch");
  const std::string bytes = archive.read(folder + "data.pkl");
  std::string_view rest = bytes;
  const Pickle pickle = read_pickle(rest, tensor_functions(), path);
  std::map<std::string, std::string> storages;
  const auto read_storage = [&](const StorageReference& reference) -> std::string_view {
    const auto known = storages.find(reference.key);
    if (known != storages.end()) return known->second;
    return storages[reference.key] = archive.read(folder + "data/" + reference.key);
  };
  return read_state_dict(pickle, read_storage, most_bytes(file), path);
}

TensorMap parse_legacy_torch_file(std::string_view file, const fs::path& path) {
  HYBRID_CHECK(is_legacy_torch_file(file), "{} is not of torch's legacy layout", path.string());
  std::string_view rest = file;
  skip_legacy_head(rest, path);
  const Pickle pickle = read_pickle(rest, tensor_functions(), path);
  const auto storages = read_legacy_storages(rest, pickle, path);
  const auto read_storage = [&](const StorageReference& reference) {
    const auto found = storages.find(reference.key);
    if (found == storages.end()) throw DataError(path, fmt::format("has no storage '{}'", reference.key));
    return found->second;
  };
  return read_state_dict(pickle, read_storage, most_bytes(file), path);
}

}  // namespace hybrid::weights
