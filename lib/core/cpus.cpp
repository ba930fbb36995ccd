#include "core/cpus.h"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "core/error.h"
#include "core/text.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> lines_of(const fs::path& path) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

/// A mounted tree of cgroups that controls the CPU, and the process's group in it.
struct CpuTree {
  int version;
  fs::path mounted_at;
  std::string top;    ///< the group that is mounted there
  std::string group;  ///< the process's
};

/// Returns the process's group in the tree of this version, from lines such as "4:cpu,cpuacct:/docker/12ab"
/// (version 1) and "0::/user.slice" (version 2).
std::optional<std::string> group_of_process(const fs::path& root, int version) {
  for (const auto& line : lines_of(root / "proc/self/cgroup")) {
    const auto first = line.find(':');
    const auto second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    if (version == 2 ? controllers.empty() : contains(split(controllers, ','), "cpu"))
      return line.substr(second + 1);
  }
  return std::nullopt;
}

/// Returns the trees, from lines such as "31 24 0:27 /docker/12ab /sys/fs/cgroup/cpu rw - cgroup cgroup
/// rw,cpu".
std::vector<CpuTree> cpu_trees(const fs::path& root) {
  std::vector<CpuTree> trees;
  for (const auto& line : lines_of(root / "proc/self/mountinfo")) {
    const std::vector<std::string> words = split(line, ' ');
    const auto dash = std::ranges::find(words, "-");
    if (words.size() < 5 || words.end() - dash < 4) continue;
    const bool second = dash[1] == "cgroup2";
    if (!second && !(dash[1] == "cgroup" && contains(split(dash[3], ','), "cpu"))) continue;
    const int version = second ? 2 : 1;
    if (auto group = group_of_process(root, version))
      trees.push_back({version, root / fs::path(words[4]).relative_path(), words[3], std::move(*group)});
  }
  return trees;
}

/// Returns the quota of one group, in CPUs.
std::optional<double> quota_of(const fs::path& folder, int version) {
  std::string quota;
  double period = 0;
  if (version == 2) {
    std::ifstream(folder / "cpu.max") >> quota >> period;  // "150000 100000", or "max 100000"
  } else {
    std::ifstream(folder / "cpu.cfs_quota_us") >> quota;  // -1 without a quota
    std::ifstream(folder / "cpu.cfs_period_us") >> period;
  }
  const auto microseconds = parse_double(quota);
  if (!microseconds || *microseconds <= 0 || period <= 0) return std::nullopt;
  return *microseconds / period;
}

/// Returns the smallest quota from the process's group up to the one that is mounted.
std::optional<double> smallest_quota(const CpuTree& tree) {
  std::optional<double> smallest;
  fs::path below;  // the group's path below the mounted one; empty if it is that one, or lies outside
  const std::string top = tree.top == "/" ? "" : tree.top;
  if (tree.group.starts_with(top + "/")) below = tree.group.substr(top.size() + 1);
  while (true) {
    if (const auto quota = quota_of(tree.mounted_at / below, tree.version))
      smallest = std::min(*quota, smallest.value_or(*quota));
    if (below.empty()) return smallest;
    below = below.parent_path();
  }
}

std::string cpus(int count) {
  return count == 1 ? "1 CPU" : fmt::format("{} CPUs", count);
}

}  // namespace

std::vector<bool> allowed_cpus() {
  constexpr std::size_t kMostCpus = 1 << 16;
  std::vector<cpu_set_t> set;
  for (std::size_t cpus = CPU_SETSIZE; cpus <= kMostCpus; cpus *= 2) {  // the kernel refuses a set too small
    set.assign(cpus / CPU_SETSIZE, {});
    const std::size_t bytes = set.size() * sizeof(cpu_set_t);
    if (::sched_getaffinity(0, bytes, set.data()) != 0) continue;
    std::vector<bool> allowed(cpus);
    for (std::size_t cpu = 0; cpu < cpus; ++cpu) allowed[cpu] = CPU_ISSET_S(cpu, bytes, set.data()) != 0;
    return allowed;
  }
  return std::vector<bool>(std::max(1U, std::thread::hardware_concurrency()), true);
}

std::optional<double> cgroup_cpus(const fs::path& root) {
  std::optional<double> smallest;
  for (const auto& tree : cpu_trees(root))
    if (const auto quota = smallest_quota(tree)) smallest = std::min(*quota, smallest.value_or(*quota));
  return smallest;
}

std::optional<int> omp_num_threads(const char* value) {
  if (value == nullptr) return std::nullopt;
  std::string first;
  std::istringstream(split(value, ',').front()) >> first;  // without blanks
  const auto threads = parse_integer(first);
  constexpr std::int64_t kMost = 1 << 16;
  if (!threads || *threads < 1) return std::nullopt;
  return static_cast<int>(std::min(*threads, kMost));
}

ThreadLimit thread_limit() {
  const int allowed = std::max(1, static_cast<int>(std::ranges::count(allowed_cpus(), true)));
  ThreadLimit limit{allowed, fmt::format("the process may run on {}", cpus(allowed))};
  if (const auto quota = cgroup_cpus(); quota && *quota < limit.threads)
    limit = {std::max(1, static_cast<int>(*quota)),
             fmt::format("the quota of its cgroup is {:.2f} CPUs", *quota)};
  if (const auto openmp = omp_num_threads(std::getenv("OMP_NUM_THREADS")); openmp && *openmp < limit.threads)
    limit = {*openmp, fmt::format("OMP_NUM_THREADS is {}", *openmp)};
  return limit;
}

int team_threads(int asked, Logger& log) {
  HYBRID_CHECK(asked >= 0, "{} threads", asked);
  const ThreadLimit limit = thread_limit();
  if (asked > limit.threads) log.warn("threads: {} asked for, {} used: {}", asked, limit.threads, limit.why);
  return asked == 0 ? limit.threads : std::min(asked, limit.threads);
}

int worker_threads(int asked) {
  HYBRID_CHECK(asked >= 0, "{} threads", asked);
  return asked == 0 ? thread_limit().threads : asked;
}

}  // namespace hybrid
