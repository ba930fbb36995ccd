#pragma once
// How many threads of this process can run at the same time.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/log.h"

namespace hybrid {

struct ThreadLimit {
  int threads;      ///< >= 1
  std::string why;  ///< what sets the limit: "the process may run on 1 CPU", for messages
};

/// Returns the smallest of: the CPUs that the process may run on (taskset, cpusets), the CPU quota of its
/// cgroups, OMP_NUM_THREADS. A quota is rounded down: a group that uses it up is stopped for a while, with
/// its threads in the middle of a layer.
ThreadLimit thread_limit();

/// Returns for each CPU of the machine, by number, whether the calling thread may run on it.
std::vector<bool> allowed_cpus();

/// Returns the CPU time per second that the process's cgroups allow, version 1 or 2: the smallest quota of
/// its group and of all above that are visible.
/// @param root of the file system with proc/self/cgroup and proc/self/mountinfo, other than "/" in tests
/// @return std::nullopt if there is no quota
std::optional<double> cgroup_cpus(const std::filesystem::path& root = "/");

/// Returns the first number of OMP_NUM_THREADS ("4" or, for nested teams, "4,2"), as OpenMP understands it.
/// @param value of the variable, null if it is not set
/// @return std::nullopt if it is not set or not valid
std::optional<int> omp_num_threads(const char* value);

/// Returns the number of threads for work whose threads wait for each other, such as LibTorch's: `asked`, 0
/// meaning as many as can run. More than that are reduced, with a warning: on one CPU, two are slower than
/// one by far.
int team_threads(int asked, Logger& log);

/// Returns the number of threads for independent work such as reading files: `asked`, 0 meaning as many as
/// can run. More may be asked for, because they often wait for the disk.
int worker_threads(int asked);

}  // namespace hybrid
