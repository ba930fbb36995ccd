#pragma once
// Files that take their place when they are complete, and what makes them last through a power cut.
//
// One rule for names that exist already, here and in write_file_atomically(): what a link leads to is never
// changed; a file takes the place of the link, as of a file. A device, FIFO or socket, links followed, is
// never replaced: write_file_atomically() writes to it, NewFile refuses it.

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/error.h"

namespace hybrid {

/// A place holds something that is replaced only if the user says so; run_main names the flag.
class OccupiedPlace : public DataError {
 public:
  using DataError::DataError;
};

/// A file that is written beside `path` under a random name, which nothing else can have, and renamed when
/// complete. If the process is killed before, the next one that writes `path` removes what is left.
class NewFile {
 public:
  /// Creates the file and missing parent folders.
  /// @throws DataError with the system's error message, or if `path` is neither a file nor free
  explicit NewFile(std::filesystem::path path);
  /// Removes the file unless finish() was called.
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  /// Appends.
  /// @throws DataError, for example if the disk is full
  void write(std::string_view bytes) const;
  /// Returns the open file, for libraries that write to it themselves.
  int descriptor() const { return descriptor_; }
  /// Stores the content on the disk, puts the file in its place and stores its name, too.
  /// @throws DataError; `path` is then as it was
  void finish();

 private:
  [[noreturn]] void fail(int error) const;

  std::filesystem::path path_;
  std::filesystem::path temporary_;
  int descriptor_;
};

/// Refuses names that a NewFile cannot have: folders, devices, FIFOs and sockets, links followed.
/// @throws DataError
void require_file_place(const std::filesystem::path& path);

/// Whether a file of this name is one that a NewFile was written to, or a part of it.
bool is_temporary(const std::filesystem::path& name);

using FilePointer = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
/// Opens an empty file without a name, for reading and writing, on the disk of `path` (a file's future name).
/// Nothing is left of it when it is closed or the process killed. Creates missing parent folders of `path`.
/// @throws DataError with the system's error message
FilePointer open_unnamed_file(const std::filesystem::path& path);

/// Writes all bytes to an open file, again after EINTR and short writes. Returns 0 or the errno of a failure.
int write_all(int descriptor, std::string_view bytes);

/// Stores a file's content, or the names in a folder, on the disk. Does nothing where the file system cannot.
/// @throws DataError with the system's error message
void sync_to_disk(const std::filesystem::path& path);

}  // namespace hybrid
