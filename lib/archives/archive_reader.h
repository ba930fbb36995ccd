#pragma once
// One pass through an archive with libarchive: tar (plain or compressed) or zip, as a file or as a member of
// a tar file.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct archive;
struct archive_entry;

namespace hybrid::archives {

/// A contiguous part of a file: the whole file, or a member of a tar file.
struct FilePart {
  std::filesystem::path file;
  std::uint64_t offset = 0;
  std::uint64_t size = UINT64_MAX;  ///< until the end of the file
  std::string member;               ///< name of the member; empty for a whole file
  /// The name for messages: "train.tar", "train.tar/n01440764.tar".
  std::filesystem::path name() const { return member.empty() ? file : file / member; }
};

class ArchiveReader {
 public:
  /// @param block bytes per read, which are partly wasted if entries are skipped
  /// @throws DataError if it is not an archive
  explicit ArchiveReader(FilePart part, std::size_t block = std::size_t{1} << 16U);
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  /// Advances to the next entry.
  /// @return false at the end
  /// @throws DataError naming entry and byte if the archive is damaged
  bool next();
  const std::string& name() const { return name_; }
  std::uint64_t size() const;
  bool is_folder() const;
  bool is_file() const;    ///< a regular file, not a folder or link
  bool is_sparse() const;  ///< its bytes omit holes
  /// Returns whether the data is compressed, so that entries have no position in the file.
  bool is_compressed() const;
  /// Returns the position in the part; directly after next(), that of the first byte of a tar entry.
  std::uint64_t position() const;
  /// Passes the entry's bytes to `use` block by block, each with its offset in the entry.
  void read(const std::function<void(std::string_view bytes, std::int64_t offset)>& use);

 private:
  struct Source;
  struct Free {
    void operator()(archive* a) const;
  };
  std::string reason() const;
  void require_bounded(std::uint64_t unpacked) const;
  [[noreturn]] void fail() const;

  FilePart part_;
  std::unique_ptr<Source> source_;
  std::unique_ptr<archive, Free> archive_;  // destroyed before its source
  archive_entry* entry_ = nullptr;
  std::string name_;
};

}  // namespace hybrid::archives
