#include "data/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "data/image_index.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

/// A folder that is gone at the end, whatever happens.
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

class ArchiveReader {
 public:
  explicit ArchiveReader(fs::path path) : path_(std::move(path)), archive_(archive_read_new()) {
    HYBRID_CHECK(archive_ != nullptr, "no memory for libarchive");
    archive_read_support_filter_all(archive_.get());
    archive_read_support_format_tar(archive_.get());
    archive_read_support_format_zip(archive_.get());
    constexpr std::size_t kBlock = 1U << 16U;
    if (archive_read_open_filename(archive_.get(), path_.c_str(), kBlock) != ARCHIVE_OK)
      throw DataError(path_, fmt::format("cannot be read as an archive ({})", reason()));
  }

  /// False at the end.
  bool next() {
    const int result = archive_read_next_header(archive_.get(), &entry_);
    if (result == ARCHIVE_EOF) return false;
    if (result < ARCHIVE_WARN) fail();
    const char* name = archive_entry_pathname(entry_);
    if (name == nullptr) throw DataError(path_, "has an entry without a name, or with one that is no text");
    name_ = name;
    return true;
  }
  const std::string& name() const { return name_; }
  bool is_folder() const { return archive_entry_filetype(entry_) == AE_IFDIR; }
  bool is_file() const {
    return archive_entry_filetype(entry_) == AE_IFREG && archive_entry_hardlink(entry_) == nullptr;
  }

  /// Hands the entry's bytes to `use`, block by block.
  template <class Use>
  void for_each_block(Use use) {
    for (;;) {
      const void* data = nullptr;
      std::size_t size = 0;
      std::int64_t offset = 0;
      const int result = archive_read_data_block(archive_.get(), &data, &size, &offset);
      if (result == ARCHIVE_EOF) return;
      if (result < ARCHIVE_WARN) fail();
      use(std::string_view(static_cast<const char*>(data), size), offset);
    }
  }

 private:
  std::string reason() const {
    const char* text = archive_error_string(archive_.get());
    return text == nullptr ? "no reason given" : text;
  }
  [[noreturn]] void fail() const {
    throw DataError(path_, fmt::format("is damaged or cut short {}, {} bytes into it ({}); fetch it again",
                                       name_.empty() ? "at its beginning" : "at or behind the entry " + name_,
                                       with_thousands(archive_filter_bytes(archive_.get(), -1)), reason()));
  }

  struct Free {
    void operator()(archive* a) const { archive_read_free(a); }
  };
  fs::path path_;
  std::unique_ptr<archive, Free> archive_;
  archive_entry* entry_ = nullptr;
  std::string name_;
};

void write_entry(ArchiveReader& reader, const fs::path& path) {
  const auto close = [](std::FILE* file) { std::fclose(file); };
  std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "wb"), close);
  const auto check = [&](bool fine) {
    if (!fine) throw DataError(path, fmt::format("cannot be written ({})", std::strerror(errno)));
  };
  check(file != nullptr);
  reader.for_each_block([&](std::string_view bytes, std::int64_t offset) {
    check(std::fseek(file.get(), offset, SEEK_SET) == 0 &&
          std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size());
  });
  check(std::fflush(file.get()) == 0);
}

}  // namespace

void unpack_archive(const fs::path& archive, const fs::path& into) {
  const WorkFolder work(into / (archive.filename().string() + ".unpacking"));
  for (ArchiveReader reader(archive); reader.next();) {
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

}  // namespace hybrid
