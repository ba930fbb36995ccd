#pragma once
// manifest.json: the provenance of a run. No other file of a run contains times, the host or absolute paths.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace hybrid::runs {

inline constexpr const char* kManifest = "manifest.json";  ///< the file of a run that makes it one
inline constexpr int kManifestSchemaVersion = 1;

/// A file that a run read or wrote.
struct FileRecord {
  std::string role;  ///< "base", "training images", "metrics"
  std::string path;  ///< inputs: absolute; outputs: relative to the run
  std::string sha256;
  std::uintmax_t bytes = 0;
  bool operator==(const FileRecord&) const = default;
};

/// The experiment of a run. Runs are later identified by this record, not by their command line.
struct ExperimentRecord {
  std::string name;                    ///< "quickstart-seed1", "split-int8/after-0"; empty: the folder's name
  std::string config;                  ///< the training config's file name, "quickstart.yaml"; empty: none
  std::vector<std::string> overrides;  ///< changed values: "router.epochs=20"
  bool operator==(const ExperimentRecord&) const = default;
};

struct Manifest {
  /// Code, and CPU with its cores. Always written as those of the running program.
  std::string version, commit, machine;
  /// kResultsVersion of the program that made the run; 0 for older runs without one.
  int results_version = 0;
  std::string command_line;
  ExperimentRecord experiment;
  std::string hash;  ///< of the resolved config, the inputs' SHA-256 and the code version
  std::uint64_t seed = 0;
  int threads = 1;
  std::string started, ended;             ///< UTC, ISO 8601
  std::map<std::string, double> seconds;  ///< wall time of each stage
  double peak_memory_mb = 0;
  std::map<std::string, std::string> libraries;
  std::vector<FileRecord> inputs, outputs;
  std::vector<std::string> warnings;
  /// Number of unreadable images left out, for "train" and "test"; empty if such images were an error.
  std::map<std::string, std::size_t> skipped_images;
};

/// Returns the JSON text with code, build and machine added; ends with a newline.
std::string to_json(const Manifest& manifest);
/// Reads a manifest.
/// @throws DataError naming `path` if the file is missing or not a manifest
Manifest read_manifest(const std::filesystem::path& path);

/// Inputs up to this size are hashed by content; reading all of ImageNet would take longer than many runs.
inline constexpr std::uintmax_t kMaxHashed = std::uintmax_t{4} << 30;

/// Returns size and hash of a file or folder. Above `most_hashed` bytes the hash is "listing:" and the
/// SHA-256 of the files' names, sizes and times.
/// @throws DataError if `path` cannot be read
FileRecord record_file(std::string role, const std::filesystem::path& path,
                       std::uintmax_t most_hashed = kMaxHashed);
/// The same for an input of a run, which the run's manifest names so that it can be found again.
/// @throws DataError if `path` cannot be read, or is not UTF-8
FileRecord record_input(std::string role, const std::filesystem::path& path);
std::string utc_now();
/// Returns when a file or folder was last changed.
std::string utc_of_change(const std::filesystem::path& path);
/// Returns the peak resident memory, in MB (10^6 bytes), of this process and the largest that it waited for.
double peak_memory_mb();
/// Returns the versions of the libraries linked to hybrid_core, and which of its kernels BLAS uses.
std::map<std::string, std::string> core_libraries();

}  // namespace hybrid::runs
