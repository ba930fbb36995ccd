#pragma once
// NumPy's .npz: a zip archive with one NAME.npy per array. Entries, stored or deflated, are streamed. Written
// archives are stored uncompressed with a fixed date, so equal arrays give equal bytes. Zip itself is
// libzip's.

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "predictions/array_store.h"

struct zip;

namespace hybrid {

class NpzFile : public ArrayStore {
 public:
  /// @throws DataError if it cannot be read, is damaged, or holds no arrays. Readers it opens must not
  /// outlive it.
  explicit NpzFile(const std::filesystem::path& path);

 private:
  std::unique_ptr<ByteSource> open_bytes(const std::string& name) const override;

  std::unique_ptr<zip, void (*)(zip*)> archive_;
};

/// One array to be written. Numbers are not copied: what the view shows must live until then.
struct NpyArray {
  std::string name;
  NpyHeader header;
  std::span<const std::byte> data;      ///< header.data_bytes(), C order, little-endian
  std::shared_ptr<const void> storage;  ///< keeps `data` alive where the array owns it, else null
};

/// An array of double, float, int64_t, int32_t or uint8_t; `shape` empty means one dimension.
template <class T>
NpyArray npy_view(std::string name, std::span<const T> values, std::vector<std::size_t> shape = {});
template <class T>
NpyArray npy_view(std::string name, const std::vector<T>& values, std::vector<std::size_t> shape = {}) {
  return npy_view(std::move(name), std::span<const T>(values), std::move(shape));
}
/// Text (UTF-8) as NumPy's '<U', one dimension; owns its data.
NpyArray npy_text(std::string name, std::span<const std::string> texts);
/// One text without dimensions, as np.savez(..., name="text") stores it.
NpyArray npy_scalar_text(std::string name, const std::string& text);

/// One array that is a .npy file already, too large for memory; read while the archive is written.
struct NpyFile {
  std::string name;
  std::filesystem::path path;
};

/// Replaces `path` in one step: readers, crashes and full disks never leave half a file. Creates parent
/// folders.
/// @throws DataError with the system's reason.
void write_npz(const std::filesystem::path& path, std::span<const NpyArray> arrays,
               std::span<const NpyFile> files = {});

}  // namespace hybrid
