#include "nets/torchscript_archive.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <string_view>

#include "core/error.h"

namespace hybrid::nets {

namespace fs = std::filesystem;

namespace {

using Archive = std::unique_ptr<zip, void (*)(zip*)>;

Archive open_archive(const fs::path& path) {
  Archive archive(zip_open(path.c_str(), ZIP_RDONLY, nullptr), &zip_discard);
  if (!archive) throw DataError(path, "is a damaged zip archive; copy it again");
  return archive;
}

}  // namespace

bool looks_like_torchscript(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::array<char, 4> beginning{};
  in.read(beginning.data(), beginning.size());
  return in && std::string_view(beginning.data(), beginning.size()) == "PK\x03\x04";
}

void require_torchscript(const fs::path& path) {
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) throw DataError(path, "is no file");
  if (!looks_like_torchscript(path)) throw DataError(path, "is no TorchScript file, which is a zip archive");
}

void require_whole_archive(const fs::path& path) {
  const Archive archive = open_archive(path);
  std::array<char, 1 << 16> buffer;
  const zip_int64_t entries = zip_get_num_entries(archive.get(), 0);
  for (zip_int64_t i = 0; i < entries; ++i) {
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> entry(
        zip_fopen_index(archive.get(), static_cast<zip_uint64_t>(i), 0), &zip_fclose);
    zip_int64_t count = entry ? 1 : -1;
    while (count > 0) count = zip_fread(entry.get(), buffer.data(), buffer.size());
    if (count < 0) throw DataError(path, "is a damaged zip archive; copy it again");
  }
}

std::int64_t torchscript_tensor_bytes(const fs::path& path) {
  require_torchscript(path);
  require_whole_archive(path);
  const Archive archive = open_archive(path);
  std::int64_t tensor_bytes = 0;
  bool has_constants = false, has_code = false;
  const zip_int64_t entries = zip_get_num_entries(archive.get(), 0);
  for (zip_int64_t i = 0; i < entries; ++i) {
    zip_stat_t entry;
    if (zip_stat_index(archive.get(), static_cast<zip_uint64_t>(i), 0, &entry) != 0) continue;
    std::string_view name = entry.name;  // "net/data/0": all are in one folder
    name.remove_prefix(std::min(name.find('/') + 1, name.size()));
    if (name == "constants.pkl") has_constants = true;
    if (name.starts_with("code/") && name.ends_with(".py")) has_code = true;
    if (name.starts_with("data/") || name.starts_with("constants/"))
      tensor_bytes += static_cast<std::int64_t>(entry.size);
  }
  if (!has_constants || !has_code)
    throw DataError(
        path, "holds no program; what holds weights alone is given as weights of a network that you name");
  return tensor_bytes;
}

}  // namespace hybrid::nets
