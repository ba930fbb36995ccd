#pragma once
// A run is a folder that is written as `<name>.partial`, renamed when complete and never changed afterwards.
// This is the one place that makes and opens runs; whatever comes later reads them through FinishedRun and
// writes elsewhere.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/log.h"
#include "runs/manifest.h"

namespace hybrid::runs {

/// 64 hex digits over what decides a run's results: resolved config, inputs' hashes, version and commit of
/// the code.
std::string run_hash(std::string_view resolved_config, const std::vector<FileRecord>& inputs);

/// results/<name>-<first 8 digits of the hash>
std::filesystem::path default_run_path(std::string_view name, std::string_view hash);

struct RunRequest {
  std::filesystem::path path;  ///< where the finished run will be
  std::string hash;
  bool force = false;      ///< replace a finished run and start a partial one afresh
  bool resumable = false;  ///< a partial run of the same hash is continued instead of started afresh
};

/// Whether a finished run of this hash is there already (and `force` is off).
/// @throws DataError if the place is taken by anything else
bool is_up_to_date(const RunRequest& request);

/// A run that is being written. While it exists no other process can write the same run; when it is destroyed
/// without finish(), a resumable run stays as `.partial` and any other one is removed.
class RunWriter {
 public:
  /// Nothing if a finished run of the same hash is there already ("up to date").
  /// @throws DataError if something else is in the way, another process writes this run, or nothing can be
  /// written.
  static std::optional<RunWriter> begin(RunRequest request, Logger& log);

  RunWriter(RunWriter&& other) noexcept;
  RunWriter& operator=(RunWriter&&) = delete;
  ~RunWriter();

  /// The folder to write into: `<path>.partial`.
  const std::filesystem::path& folder() const { return partial_; }
  /// What the run is called: the name of its folder.
  std::string name() const { return request_.path.filename().string(); }
  void write(const std::string& relative, std::string_view content) const;

  /// Records every file in the folder as an output, writes manifest.json and renames the folder into place.
  void finish(Manifest manifest);

 private:
  explicit RunWriter(const RunRequest& request);
  void take_lock();

  RunRequest request_;
  std::filesystem::path partial_;
  int lock_ = -1;
  bool active_ = true;
};

/// A complete run. Files read through it are checked against the hashes of its manifest.
class FinishedRun {
 public:
  /// @throws DataError if there is no finished run at `path`, saying what is there instead.
  explicit FinishedRun(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  const Manifest& manifest() const { return manifest_; }
  std::string name() const { return path_.filename().string(); }
  bool has(const std::string& relative) const;
  /// The file's path, after checking that its content is what the run wrote.
  /// @throws DataError if it is missing or was changed afterwards.
  std::filesystem::path verified(const std::string& relative) const;
  /// The same for every file of the run.
  void verify() const;

 private:
  std::filesystem::path path_;
  Manifest manifest_;
};

/// The newest finished run below `results`. @throws DataError if there is none, naming the command that makes
/// one.
FinishedRun newest_run(const std::filesystem::path& results);

}  // namespace hybrid::runs
