#pragma once
// Provenance of the numbers in the tables: provenance.json, the only file beside the report that contains
// times and the machine.

#include <filesystem>
#include <string>
#include <vector>

namespace hybrid::reproduce {

/// A finished run used by the tables.
struct RunProvenance {
  std::string name;
  std::string path;     ///< "results/runs/cifar100-mcu-seed1"
  std::string command;  ///< of the run
  std::string commit, version;
  std::string hash;     ///< of config, inputs and code
  std::string started;  ///< UTC, ISO 8601
  std::string machine;  ///< "Intel Xeon, 2 cores"
  double seconds = 0;

  bool operator==(const RunProvenance&) const = default;
};

/// Writes provenance.json.
/// @throws DataError if it cannot be written
void write_provenance(const std::vector<RunProvenance>& runs, const std::filesystem::path& file);
/// Reads provenance.json.
/// @throws DataError if the file cannot be read or was not written by write_provenance()
std::vector<RunProvenance> read_provenance(const std::filesystem::path& file);

/// Returns "47 min", "12 s" or "2.1 h".
std::string duration_text(double seconds);

}  // namespace hybrid::reproduce
