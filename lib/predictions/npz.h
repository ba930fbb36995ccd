#pragma once
// NumPy's .npz: a zip archive with one NAME.npy per array. Entries, stored or deflated, are streamed.
// Archives are written uncompressed with a fixed date, so equal arrays give equal bytes. The zip format is
// handled by libzip.

#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "predictions/array_store.h"

struct zip;

namespace hybrid::predictions {

class NpzFile : public ArrayStore {
 public:
  /// Opens an archive, which must outlive its readers.
  /// @throws DataError if it cannot be read, is damaged, or holds no arrays
  explicit NpzFile(const std::filesystem::path& path);

 private:
  std::unique_ptr<ByteSource> open_bytes(const std::string& name) const override;

  std::unique_ptr<zip, void (*)(zip*)> archive_;
};

/// One array to be written. Numbers are not copied; the viewed data must live until then.
struct NpyArray {
  std::string name;
  NpyHeader header;
  std::span<const std::byte> data;      ///< header.data_bytes(), C order, little-endian
  std::shared_ptr<const void> storage;  ///< owner of `data`; null if the array does not own it
};

/// Makes an array of double, float, int64_t, int32_t or uint8_t; an empty `shape` means one dimension.
template <class T>
NpyArray npy_view(std::string name, std::span<const T> values, std::vector<std::size_t> shape = {});
template <class T>
NpyArray npy_view(std::string name, const std::vector<T>& values, std::vector<std::size_t> shape = {}) {
  return npy_view(std::move(name), std::span<const T>(values), std::move(shape));
}
/// Makes a one-dimensional array of text (UTF-8) as NumPy's '<U'; it owns its data.
NpyArray npy_text(std::string name, std::span<const std::string> texts);
/// Makes a text array without dimensions, as np.savez(..., name="text").
NpyArray npy_scalar_text(std::string name, const std::string& text);

/// An array in a .npy file, possibly too large for memory; read from its beginning while the archive is
/// written, and not closed.
struct NpyFile {
  std::string name;
  std::FILE* file = nullptr;
};

/// Replaces `path` as core/new_file.h says, so that it is never incomplete. Creates parent folders.
/// @throws DataError with the system's error message
void write_npz(const std::filesystem::path& path, std::span<const NpyArray> arrays,
               std::span<const NpyFile> files = {});

}  // namespace hybrid::predictions
