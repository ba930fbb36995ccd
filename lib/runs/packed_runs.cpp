#include "runs/packed_runs.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <vector>

#include "core/error.h"
#include "core/files.h"
#include "core/limited_file.h"
#include "core/paths.h"
#include "core/sha256.h"

namespace hybrid::runs {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kManifestEntry = "/manifest.json";

using Archive = std::unique_ptr<zip, void (*)(zip*)>;

Archive open_archive(const fs::path& path) {
  int code = 0;
  Archive archive(zip_open(path.c_str(), ZIP_RDONLY, &code), &zip_discard);
  if (archive) return archive;
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  const std::string reason = zip_error_strerror(&error);
  zip_error_fini(&error);
  throw DataError(path, fmt::format("cannot be opened as a zip archive ({})", reason));
}

std::vector<std::string> entries_of(zip* archive) {
  std::vector<std::string> names;
  const zip_int64_t n = zip_get_num_entries(archive, 0);
  for (zip_int64_t i = 0; i < n; ++i)
    names.emplace_back(zip_get_name(archive, static_cast<zip_uint64_t>(i), 0));
  return names;
}

std::string read_entry(zip* archive, const std::string& name, const fs::path& path) {
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen(archive, name.c_str(), 0),
                                                               &zip_fclose);
  const auto fail = [&](const char* reason) {
    throw DataError(path / name, fmt::format("cannot be read ({}); get the archive again", reason));
  };
  if (!file) fail(zip_strerror(archive));
  zip_stat_t stat;
  if (zip_stat(archive, name.c_str(), 0, &stat) != 0) fail(zip_strerror(archive));
  require_bounded_unpacking(path / name, stat.comp_size, stat.size, "; get the archive again");
  std::string content;
  std::array<char, 1U << 16U> block{};
  for (;;) {
    const zip_int64_t n = zip_fread(file.get(), block.data(), block.size());
    if (n < 0) fail(zip_file_strerror(file.get()));
    if (n == 0) return content;
    if (content.size() + static_cast<std::size_t>(n) > stat.size) fail("longer than announced");
    content.append(block.data(), static_cast<std::size_t>(n));
  }
}

fs::path make_temporary_folder() {
  std::string name = (fs::temp_directory_path() / "hybrid-runs-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    throw DataError(name, fmt::format("cannot be made ({})", std::strerror(errno)));
  return name;
}

}  // namespace

PackedRuns::PackedRuns(const fs::path& folder) {
  std::vector<fs::path> archives;
  if (fs::is_regular_file(folder)) archives.push_back(folder);
  if (fs::is_directory(folder))
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.path().extension() == ".zip") archives.push_back(entry.path());
  std::ranges::sort(archives);
  for (const auto& path : archives)
    for (const std::string& name : entries_of(open_archive(path).get()))
      if (name.ends_with(kManifestEntry))
        archives_.emplace(name.substr(0, name.size() - kManifestEntry.size()), path);
}

std::vector<std::string> PackedRuns::names() const {
  std::vector<std::string> names;
  for (const auto& [name, archive] : archives_) names.push_back(name);
  return names;
}

FinishedRun PackedRuns::unpack_unchecked(const std::string& name) {
  const fs::path& path = archives_.at(name);
  if (!unpacked_) unpacked_.reset(new fs::path(make_temporary_folder()));
  const Archive archive = open_archive(path);
  for (const std::string& entry : entries_of(archive.get())) {
    if (!entry.starts_with(name + "/") || entry.ends_with('/')) continue;
    if (leaves_its_folder(entry))
      throw DataError(path / entry, "is a name that leads out of the archive's folder");
    write_file_atomically(*unpacked_ / entry, read_entry(archive.get(), entry, path));
  }
  return FinishedRun::unchecked(*unpacked_ / name);
}

FinishedRun PackedRuns::unpack(const std::string& name) {
  FinishedRun run = unpack_unchecked(name);
  // Checked here, so that the message can name the archive.
  for (const FileRecord& output : run.manifest().outputs) {
    if (!fs::exists(run.path() / output.path)) continue;
    const std::string now = sha256_of(run.path() / output.path);
    if (now != output.sha256)
      throw DataError(place_of(name) / output.path,
                      fmt::format("was changed after the run was finished: its SHA-256 begins with {}, in "
                                  "manifest.json with {}; get the archive again, or pack the run again",
                                  short_hash(now), short_hash(output.sha256)));
  }
  return run;
}

void PackedRuns::RemoveFolder::operator()(const fs::path* folder) const {
  std::error_code ignored;
  fs::remove_all(*folder, ignored);
  delete folder;
}

}  // namespace hybrid::runs
