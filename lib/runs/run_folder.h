#pragma once
// A run is a folder that is written as `<name>.partial`, renamed when complete and never changed afterwards.
// All runs are created and opened here; other code reads them through FinishedRun and writes elsewhere.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/log.h"
#include "runs/manifest.h"

namespace hybrid::runs {

/// Returns 64 hex digits: the hash of everything that determines a run's results, i.e. the resolved config,
/// the inputs' hashes, and the version and commit of the code.
std::string run_hash(std::string_view resolved_config, const std::vector<FileRecord>& inputs);

/// Returns results/<name>-<first 8 digits of the hash>.
std::filesystem::path default_run_path(std::string_view name, std::string_view hash);

/// The run's folder holds a finished run of another hash, and RunRequest::force is false.
class OccupiedFolder : public DataError {
 public:
  using DataError::DataError;
};

struct RunRequest {
  std::filesystem::path path;  ///< folder of the finished run
  std::string hash;
  bool force = false;      ///< replace a finished run and restart a partial one
  bool resumable = false;  ///< continue a partial run of the same hash instead of restarting it
};

/// Whether a finished run of this hash exists (and `force` is false).
/// @throws OccupiedFolder if another run is there
/// @throws DataError if something else is there
bool is_up_to_date(const RunRequest& request);

/// A run that is being written. During its lifetime no other process can write the same run. Destroyed
/// without finish(), a resumable run is kept as `.partial`, any other is removed.
class RunWriter {
 public:
  /// Begins to write a run.
  /// @return std::nullopt if a finished run of the same hash exists ("up to date")
  /// @throws DataError if the path is occupied by something else, another process writes this run, or the
  /// folder is not writable
  static std::optional<RunWriter> begin(RunRequest request, Logger& log);

  RunWriter(RunWriter&& other) noexcept;
  RunWriter& operator=(RunWriter&&) = delete;
  ~RunWriter();

  /// Returns the folder to write to: `<path>.partial`.
  const std::filesystem::path& folder() const { return partial_; }
  /// Returns the run's name, which is the name of its folder.
  std::string name() const { return request_.path.filename().string(); }
  void write(const std::string& relative, std::string_view content) const;

  /// Records every file in the folder as an output, writes manifest.json and renames the folder to its final
  /// name.
  void finish(Manifest manifest);

 private:
  explicit RunWriter(const RunRequest& request);
  void take_lock();

  RunRequest request_;
  std::filesystem::path partial_;
  int lock_ = -1;
  bool active_ = true;
};

/// A complete run. Files are checked against the hashes of its manifest when read.
class FinishedRun {
 public:
  /// Opens a finished run.
  /// @throws DataError if there is none at `path`, stating what is there instead
  explicit FinishedRun(const std::filesystem::path& path);

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
  std::filesystem::path path_;
  Manifest manifest_;
};

/// Returns the newest finished run below `results`.
/// @throws DataError if there is none, naming the command that makes one
FinishedRun newest_run(const std::filesystem::path& results);

}  // namespace hybrid::runs
