#include "predictions/array_store.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"

namespace hybrid::predictions {

namespace fs = std::filesystem;

void ArrayStore::set_names(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end()) throw DataError(path_, fmt::format("holds the array '{}' twice", *twice));
  names_ = std::move(names);
}

bool ArrayStore::has(std::string_view name) const {
  return std::binary_search(names_.begin(), names_.end(), name);
}

NpyReader ArrayStore::open(const std::string& name, std::size_t gathered_bytes) const {
  if (!has(name))
    throw DataError(path_, fmt::format("has no array '{}'{}; found: {}", name, did_you_mean(name, names_),
                                       names_.empty() ? "none" : join(names_)));
  return NpyReader(open_bytes(name), gathered_bytes);
}

std::vector<std::string> ArrayStore::read_text(const std::string& name) const {
  NpyReader reader = open(name);
  return read_all_text(reader);
}

NpyFolder::NpyFolder(const fs::path& path) : ArrayStore(path) {
  std::error_code error;
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(path, error))
    if (entry.path().extension() == ".npy") names.push_back(entry.path().stem().string());
  if (error) throw DataError(path, fmt::format("cannot be listed ({})", error.message()));
  set_names(std::move(names));
}

std::unique_ptr<ByteSource> NpyFolder::open_bytes(const std::string& name) const {
  return open_file_source(path() / (name + ".npy"));
}

}  // namespace hybrid::predictions
