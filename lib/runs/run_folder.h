#pragma once
// A run is a folder that is written beside its place, as `<name>.partial`, put there when complete
// (runs/placement.h) and never changed afterwards. All runs are created and opened here; other code reads
// them through FinishedRun and writes elsewhere.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/log.h"
#include "runs/manifest.h"
#include "runs/placement.h"

namespace hybrid::runs {

/// Returns 64 hex digits: the hash of everything that determines a run's results, i.e. the resolved config,
/// the inputs' hashes, and the version and commit of the code.
std::string run_hash(std::string_view resolved_config, const std::vector<FileRecord>& inputs);

/// Returns the place of a run that the user did not name: results/<name>-<first 8 digits of the hash>, or
/// where the run of this hash is already, under any name that ends in these digits.
std::filesystem::path default_run_path(std::string_view name, std::string_view hash);

struct RunRequest {
  std::filesystem::path path;  ///< folder of the finished run
  std::string hash;
  bool force = false;      ///< replace a finished run and restart a partial one
  bool resumable = false;  ///< continue a partial run of the same hash instead of restarting it
  /// A file without which there is nothing to continue: an unfinished run that has none is removed, and one
  /// that has it is continued with `force`, too. Empty: every unfinished run that is resumable is kept.
  std::string kept_for = {};
};

/// Whether a finished run of this hash exists (and `force` is false). A finished run that a killed process
/// left is put in its place first; if that is this run, it is up to date with `force`, too.
/// @throws OccupiedPlace if another run is there
/// @throws DataError if something else is there, or the finished run cannot be put in its place
bool is_up_to_date(const RunRequest& request, Logger& log);

/// A run that is being written. During its lifetime no other process can write the same run. Destroyed
/// without finish(), the working folder of a resumable run is kept, any other is removed.
class RunWriter {
 public:
  /// Begins to write a run.
  /// @return std::nullopt if a finished run of the same hash exists ("up to date")
  /// @throws DataError if the run could not be put at the path (something else is there, or the path is a
  /// link), another process writes this run, or the folder is not writable
  static std::optional<RunWriter> begin(RunRequest request, Logger& log);

  RunWriter(RunWriter&& other) noexcept;
  RunWriter& operator=(RunWriter&&) = delete;
  ~RunWriter();

  /// Returns the folder to write to: `<path>.partial`, or `<path>/.partial` if `<path>` has to stay.
  const std::filesystem::path& folder() const { return work_.path; }
  /// Returns the run's name, which is the name of its folder.
  std::string name() const { return request_.path.filename().string(); }
  void write(const std::string& relative, std::string_view content) const;

  /// Records every file in the folder as an output, writes manifest.json, stores everything on the disk and
  /// puts the run in its place.
  /// @throws DataError if the folder was deleted meanwhile, or something else has taken the run's place: the
  /// finished run then stays in folder(), and the same command puts it in its place when it is free
  void finish(Manifest manifest);

 private:
  RunWriter(RunRequest request, WorkingFolder work, WorkLock lock, Logger& log);
  void start_afresh_or_go_on();

  RunRequest request_;
  WorkingFolder work_;
  WorkLock lock_;
  std::optional<FolderId> replaced_;  ///< the run that `force` replaces
  Logger* log_;
  bool active_ = true;
};

/// Opening a run hashes its files up to this size, and compares the size of larger ones, which are hashed
/// when they are read.
inline constexpr std::uintmax_t kHashedOnOpening = std::uintmax_t{4} << 20;

/// A complete run. What is read from it is what it wrote: a run with a changed file cannot be opened, whether
/// that file is needed or not.
class FinishedRun {
 public:
  /// Opens a finished run. Files may be missing (runs are published without their weights) until one is read.
  /// @throws DataError if there is none at `path`, stating what is there instead, or if a file was changed
  explicit FinishedRun(const std::filesystem::path& path);
  /// Opens a run by its manifest alone, to list it, to check it, or because it was just written.
  /// @throws DataError if there is none at `path`
  static FinishedRun unchecked(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  const Manifest& manifest() const { return manifest_; }
  std::string name() const { return path_.filename().string(); }
  bool has(const std::string& relative) const;
  /// Returns the file's path after checking that the file is unchanged.
  /// @throws DataError if it is missing or was changed
  std::filesystem::path verified(const std::string& relative) const;
  /// Checks every file of the run.
  /// @throws DataError if one is missing or was changed
  void verify() const;

 private:
  FinishedRun() = default;

  std::filesystem::path path_;
  Manifest manifest_;
};

/// Returns the first digits of a SHA-256, for people.
std::string short_hash(std::string_view sha256);

/// Returns the newest finished run below `results`.
/// @throws DataError if there is none, naming the command that makes one
FinishedRun newest_run(const std::filesystem::path& results);

}  // namespace hybrid::runs
