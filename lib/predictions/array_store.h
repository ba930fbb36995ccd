#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "predictions/npy.h"

namespace hybrid::predictions {

/// Named arrays: the entries of an .npz (NpzFile), or the .npy files of a folder (NpyFolder).
class ArrayStore {
 public:
  virtual ~ArrayStore() = default;

  const std::filesystem::path& path() const { return path_; }
  /// The names, sorted, without ".npy".
  const std::vector<std::string>& names() const { return names_; }
  bool has(std::string_view name) const;
  /// Opens an array.
  /// @throws DataError if there is no such array (with the nearest name), or as read_npy_header
  /// @param gathered_bytes as for NpyReader
  NpyReader open(const std::string& name, std::size_t gathered_bytes = kGatheredBytes) const;

  /// Reads a whole array in C order, as double, float, int64_t, int32_t or uint8_t.
  /// @throws DataError as NpyReader
  template <class T>
  std::vector<T> read(const std::string& name) const {
    NpyReader reader = open(name);
    return read_all<T>(reader);
  }
  std::vector<std::string> read_text(const std::string& name) const;

 protected:
  explicit ArrayStore(std::filesystem::path path) : path_(std::move(path)) {}
  void set_names(std::vector<std::string> names);

 private:
  virtual std::unique_ptr<ByteSource> open_bytes(const std::string& name) const = 0;

  std::filesystem::path path_;
  std::vector<std::string> names_;
};

/// A folder with one NAME.npy per array; other files are ignored.
class NpyFolder : public ArrayStore {
 public:
  /// @throws DataError if the folder cannot be listed
  explicit NpyFolder(const std::filesystem::path& path);

 private:
  std::unique_ptr<ByteSource> open_bytes(const std::string& name) const override;
};

}  // namespace hybrid::predictions
