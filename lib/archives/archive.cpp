#include "archives/archive.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <string>

#include "archives/archive_reader.h"
#include "core/error.h"
#include "core/files.h"
#include "core/paths.h"

namespace hybrid::archives {

namespace fs = std::filesystem;

namespace {

/// A temporary folder that is removed by the destructor.
class WorkFolder {
 public:
  explicit WorkFolder(fs::path path) : path_(std::move(path)) {
    remove();
    create_folders(path_);
  }
  ~WorkFolder() { remove(); }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  void remove() const {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  fs::path path_;
};

void write_entry(ArchiveReader& reader, const fs::path& path) {
  const auto close = [](std::FILE* file) { std::fclose(file); };
  std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "wb"), close);
  const auto check = [&](bool fine) {
    if (!fine) throw DataError(path, fmt::format("cannot be written ({})", std::strerror(errno)));
  };
  check(file != nullptr);
  reader.read([&](std::string_view bytes, std::int64_t offset) {
    check(std::fseek(file.get(), offset, SEEK_SET) == 0 &&
          std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size());
  });
  check(std::fflush(file.get()) == 0);
}

}  // namespace

std::vector<std::string> read_members(const fs::path& archive, std::span<const std::string> names) {
  std::vector<std::optional<std::string>> members(names.size());
  std::size_t missing = names.size();
  for (ArchiveReader reader({.file = archive}); missing > 0 && reader.next();) {
    const auto name = std::ranges::find(names, reader.name());
    if (name == names.end() || !reader.is_file()) continue;
    auto& member = members[static_cast<std::size_t>(name - names.begin())];
    if (member) throw DataError(archive, fmt::format("has two entries '{}'", *name));
    member.emplace();
    reader.read([&](std::string_view bytes, std::int64_t) { *member += bytes; });
    --missing;
  }
  std::vector<std::string> found;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!members[i]) throw DataError(archive, fmt::format("has no entry '{}'", names[i]));
    found.push_back(*std::move(members[i]));
  }
  return found;
}

void unpack_archive(const fs::path& archive, const fs::path& into) {
  const WorkFolder work(into / (archive.filename().string() + ".unpacking"));
  for (ArchiveReader reader({.file = archive}); reader.next();) {
    const std::string& name = reader.name();
    if (leaves_its_folder(name))
      throw DataError(archive,
                      fmt::format("has the entry '{}', which would be written outside its folder: not "
                                  "unpacked, and not to be trusted",
                                  name));
    const fs::path path = work.path() / name;
    if (reader.is_folder()) {
      create_folders(path);
      continue;
    }
    if (!reader.is_file())
      throw DataError(archive, fmt::format("has the entry '{}', which is neither file nor folder", name));
    create_folders(path.parent_path());
    write_entry(reader, path);
  }
  for (const auto& entry : fs::directory_iterator(work.path())) {
    const fs::path place = into / entry.path().filename();
    fs::remove_all(place);
    fs::rename(entry.path(), place);
  }
}

}  // namespace hybrid::archives
