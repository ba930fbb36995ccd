#pragma once
// How much of the CPUs that this process may use other programs are using.

#include <chrono>
#include <filesystem>
#include <optional>

namespace hybrid {

/// CPU time used up to a moment, in seconds.
struct CpuTimes {
  double everyone;  ///< by all programs, on the CPUs that this process may run on; niced programs give way
                    ///< and are left out
  double own;       ///< by all threads of this process
  int cpus;         ///< that this process may run on
  std::chrono::steady_clock::time_point at;
};

/// Reads the times from the system (/proc/stat).
/// @param root of the file system with proc/stat, other than "/" in tests
/// @return std::nullopt where it does not tell
std::optional<CpuTimes> read_cpu_times(const std::filesystem::path& root = "/");

/// Returns the mean number of CPUs that other programs used between two readings, >= 0.
double cpus_used_by_others(const CpuTimes& before, const CpuTimes& after);

}  // namespace hybrid
