#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace hybrid::runs {

inline constexpr const char* kLockFile = ".lock";

/// The lock of a working folder: a file in it, which also holds the hash of the run. The lock stays with the
/// file when the folder is renamed, and ends with the process.
class WorkLock {
 public:
  /// Takes the lock.
  /// @return std::nullopt if there is no such file, or another process has it
  /// @throws DataError if the file system has no locks
  static std::optional<WorkLock> try_existing(const std::filesystem::path& folder);
  /// Creates the folder if necessary and takes its lock.
  /// @throws DataError if another process has it, or the folder is not writable
  static WorkLock create(const std::filesystem::path& folder);

  WorkLock(WorkLock&& other) noexcept;
  WorkLock& operator=(WorkLock&&) = delete;
  ~WorkLock();

  /// Whether the folder at this path is still the one that was locked.
  bool is_of(const std::filesystem::path& folder) const;
  std::string hash() const;
  void set_hash(std::string_view hash) const;

 private:
  explicit WorkLock(int file) : file_(file) {}

  int file_;
};

}  // namespace hybrid::runs
