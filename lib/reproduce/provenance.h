#pragma once
// Where the numbers of the tables come from: provenance.json, the one file beside the report in which time
// and machine appear.

#include <filesystem>
#include <string>
#include <vector>

namespace hybrid::reproduce {

/// A finished run that tables were made of.
struct RunProvenance {
  std::string name;
  std::string path;     ///< "results/runs/cifar100-mcu-seed1"
  std::string command;  ///< that made it
  std::string commit, version;
  std::string hash;     ///< over config, inputs and code
  std::string started;  ///< UTC, ISO 8601
  std::string machine;  ///< "Intel Xeon, 2 cores"
  double seconds = 0;

  bool operator==(const RunProvenance&) const = default;
};

/// @throws DataError
void write_provenance(const std::vector<RunProvenance>& runs, const std::filesystem::path& file);
/// @throws DataError if the file cannot be read or is not what write_provenance() writes
std::vector<RunProvenance> read_provenance(const std::filesystem::path& file);

/// "47 min", "12 s", "2.1 h".
std::string duration_text(double seconds);

}  // namespace hybrid::reproduce
