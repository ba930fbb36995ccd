#pragma once
// One pass through an archive by libarchive: tar (plain or compressed) or zip, a file or a member of a tar
// file.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct archive;
struct archive_entry;

namespace hybrid {

/// Bytes that lie one behind the other in a file: all of it, or a member of a tar file.
struct FilePart {
  std::filesystem::path file;
  std::uint64_t offset = 0;
  std::uint64_t size = UINT64_MAX;  ///< to the file's end
  std::string member;               ///< its name; empty for a whole file
  /// For messages: "train.tar", "train.tar/n01440764.tar".
  std::filesystem::path name() const { return member.empty() ? file : file / member; }
};

class ArchiveReader {
 public:
  /// Reads in blocks of so many bytes, which are wasted in part where entries are passed over.
  /// @throws DataError if it is no archive
  explicit ArchiveReader(FilePart part, std::size_t block = std::size_t{1} << 16U);
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  /// Goes to the next entry; false at the end. @throws DataError naming entry and byte if the archive is
  /// damaged
  bool next();
  const std::string& name() const { return name_; }
  std::uint64_t size() const;
  bool is_folder() const;
  bool is_file() const;    ///< neither folder nor link nor anything else
  bool is_sparse() const;  ///< holes are left out of its bytes
  /// Whether what is read is compressed, so that entries have no place in the file.
  bool is_compressed() const;
  /// How far into the part the reader is: right behind next(), where the bytes of a tar's entry begin.
  std::uint64_t position() const;
  /// Hands the entry's bytes to `use`, block by block, each with its place within the entry.
  void read(const std::function<void(std::string_view bytes, std::int64_t offset)>& use);

 private:
  struct Source;
  struct Free {
    void operator()(archive* a) const;
  };
  std::string reason() const;
  [[noreturn]] void fail() const;

  FilePart part_;
  std::unique_ptr<Source> source_;
  std::unique_ptr<archive, Free> archive_;  // ends before its source
  archive_entry* entry_ = nullptr;
  std::string name_;
};

}  // namespace hybrid
