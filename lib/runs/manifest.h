#pragma once
// manifest.json: where a run comes from. The only file of a run in which time, host and absolute paths
// appear.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace hybrid::runs {

inline constexpr int kManifestSchemaVersion = 1;

/// A file that a run read or wrote.
struct FileRecord {
  std::string role;  ///< "base", "training images", "metrics"
  std::string path;  ///< inputs: absolute; outputs: relative to the run
  std::string sha256;
  std::uintmax_t bytes = 0;
  bool operator==(const FileRecord&) const = default;
};

/// Which experiment a run is: by this, not by its command line, it is recognised later.
struct ExperimentRecord {
  std::string name;                    ///< "quickstart-seed1", "split-int8/after-0"; empty: the folder's name
  std::string config;                  ///< the training config's file name, "quickstart.yaml"; empty: none
  std::vector<std::string> overrides;  ///< its changed values, "router.epochs=20"
  bool operator==(const ExperimentRecord&) const = default;
};

struct Manifest {
  std::string version, commit, machine;  ///< code, CPU and cores; what is written is always this program's
  int results_version = 0;  ///< kResultsVersion of the program that made it; 0 of runs before there was one
  std::string command_line;
  ExperimentRecord experiment;
  std::string hash;  ///< over the resolved config, the inputs' SHA-256 and the code version
  std::uint64_t seed = 0;
  int threads = 1;
  std::string started, ended;             ///< UTC, ISO 8601
  std::map<std::string, double> seconds;  ///< wall time of each stage
  double peak_memory_mb = 0;
  std::map<std::string, std::string> libraries;
  std::vector<FileRecord> inputs, outputs;
  std::vector<std::string> warnings;
  /// Of "train" and "test", how many images could not be read and were left out; empty where that was an
  /// error.
  std::map<std::string, std::size_t> skipped_images;
};

/// With code, build and machine added. Ends in a newline.
std::string to_json(const Manifest& manifest);
/// @throws DataError naming `path` if the file is missing or not a manifest.
Manifest read_manifest(const std::filesystem::path& path);

/// What a run reads is hashed up to this size; reading all of ImageNet to name it would take longer than many
/// a run.
inline constexpr std::uintmax_t kMostHashed = std::uintmax_t{4} << 30;

/// Size and hash of a file or folder. Of more than `most_hashed` bytes the hash is "listing:" and the SHA-256
/// of the names, sizes and times of the files. @throws DataError
FileRecord record_file(std::string role, const std::filesystem::path& path,
                       std::uintmax_t most_hashed = kMostHashed);
std::string utc_now();
/// The largest resident size this process has had, in MB (10^6 bytes).
double peak_memory_mb();
/// Versions of the libraries that hybrid_core is linked with.
std::map<std::string, std::string> core_libraries();

}  // namespace hybrid::runs
