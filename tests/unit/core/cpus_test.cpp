#include "core/cpus.h"

#include <sched.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "sink.h"
#include "support/temporary_folder.h"

namespace hybrid::test {
namespace {

/// Runs the calling thread on one of its CPUs during the lifetime, as taskset would.
class OneCpu {
 public:
  OneCpu() {
    REQUIRE(::sched_getaffinity(0, sizeof before_, &before_) == 0);
    cpu_set_t one;
    CPU_ZERO(&one);
    for (std::size_t cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++cpu)
      if (CPU_ISSET(cpu, &before_)) CPU_SET(cpu, &one);
    REQUIRE(::sched_setaffinity(0, sizeof one, &one) == 0);
  }
  ~OneCpu() { ::sched_setaffinity(0, sizeof before_, &before_); }
  OneCpu(const OneCpu&) = delete;
  OneCpu& operator=(const OneCpu&) = delete;

 private:
  cpu_set_t before_{};
};

/// Sets OMP_NUM_THREADS during the lifetime.
class OmpNumThreads {
 public:
  explicit OmpNumThreads(const char* value) {
    if (const char* before = std::getenv("OMP_NUM_THREADS")) before_ = before;
    ::setenv("OMP_NUM_THREADS", value, 1);
  }
  ~OmpNumThreads() {
    if (before_)
      ::setenv("OMP_NUM_THREADS", before_->c_str(), 1);
    else
      ::unsetenv("OMP_NUM_THREADS");
  }
  OmpNumThreads(const OmpNumThreads&) = delete;
  OmpNumThreads& operator=(const OmpNumThreads&) = delete;

 private:
  std::optional<std::string> before_;
};

TEST_CASE("without cgroups, or without a quota, there is no limit", "[core]") {
  const TemporaryFolder root;
  REQUIRE(cgroup_cpus(root.path()) == std::nullopt);
  root.file("proc/self/cgroup", "0::/\nnot a line of this file\n");
  root.file("proc/self/mountinfo", "short\n30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n");
  REQUIRE(cgroup_cpus(root.path()) == std::nullopt);
  root.file("sys/fs/cgroup/cpu.max", "max 100000\n");
  REQUIRE(cgroup_cpus(root.path()) == std::nullopt);
}

TEST_CASE("version 2: the smallest quota of the whole path counts", "[core]") {
  const TemporaryFolder root;
  root.file("proc/self/cgroup", "0::/kubepods/pod1/box\n");
  root.file("proc/self/mountinfo", "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n");
  root.file("sys/fs/cgroup/kubepods/pod1/box/cpu.max", "max 100000\n");
  root.file("sys/fs/cgroup/kubepods/cpu.max", "350000 100000\n");
  REQUIRE(cgroup_cpus(root.path()) == 3.5);
  root.file("sys/fs/cgroup/kubepods/pod1/cpu.max", "50000 100000\n");
  REQUIRE(cgroup_cpus(root.path()) == 0.5);
  root.file("sys/fs/cgroup/kubepods/pod2/cpu.max", "1000 100000\n");  // another's
  REQUIRE(cgroup_cpus(root.path()) == 0.5);
  root.file("sys/fs/cgroup/kubepods/pod1/box/cpu.max", "20000 80000\n");
  REQUIRE(cgroup_cpus(root.path()) == 0.25);
}

TEST_CASE("version 1: the quota of the controller cpu, not of its namesakes", "[core]") {
  const TemporaryFolder root;
  root.file("proc/self/cgroup", "5:cpuset:/other\n4:cpuacct,cpu:/a/b\n0::/\n");
  root.file("proc/self/mountinfo",
            "31 24 0:27 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n"
            "32 24 0:28 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n");
  const std::string group = "sys/fs/cgroup/cpu,cpuacct/a/";
  root.file("sys/fs/cgroup/cpuset/other/cpu.cfs_quota_us", "1000\n");
  root.file("sys/fs/cgroup/cpuset/other/cpu.cfs_period_us", "100000\n");
  root.file(group + "b/cpu.cfs_quota_us", "-1\n");
  root.file(group + "b/cpu.cfs_period_us", "100000\n");
  REQUIRE(cgroup_cpus(root.path()) == std::nullopt);
  root.file(group + "cpu.cfs_quota_us", "250000\n");
  root.file(group + "cpu.cfs_period_us", "100000\n");
  REQUIRE(cgroup_cpus(root.path()) == 2.5);
}

TEST_CASE("in a container the mounted group is the process's own, whatever the path outside", "[core]") {
  const TemporaryFolder root;
  root.file("sys/fs/cgroup/cpu.max", "150000 100000\n");
  for (const auto& [group, top] :
       {std::pair("/docker/12ab", "/docker/12ab"), {"/", "/"}, {"/../..", "/docker/12ab"}}) {
    root.file("proc/self/cgroup", std::string("0::") + group + "\n");
    root.file("proc/self/mountinfo",
              std::string("30 23 0:26 ") + top + " /sys/fs/cgroup ro - cgroup2 cgroup rw\n");
    REQUIRE(cgroup_cpus(root.path()) == 1.5);
  }
}

TEST_CASE("OMP_NUM_THREADS is read as OpenMP reads it", "[core]") {
  REQUIRE(omp_num_threads("4") == 4);
  REQUIRE(omp_num_threads(" 4 ") == 4);
  REQUIRE(omp_num_threads("3,2") == 3);
  for (const char* none : {static_cast<const char*>(nullptr), "", " ", "0", "-1", "two", "2x", ",2"})
    REQUIRE(omp_num_threads(none) == std::nullopt);
}

TEST_CASE("affinity and OMP_NUM_THREADS limit the threads, and a reduced number is told", "[core]") {
  const Sink sink;
  Logger log(Verbosity::quiet, sink.file());
  {
    const OneCpu one;
    REQUIRE(thread_limit().threads == 1);
    REQUIRE(team_threads(0, log) == 1);
    REQUIRE(team_threads(1, log) == 1);
    REQUIRE(log.warnings().empty());
    REQUIRE(team_threads(2, log) == 1);
    REQUIRE(worker_threads(0) == 1);
    REQUIRE(worker_threads(7) == 7);
  }
  REQUIRE(log.warnings() ==
          std::vector<std::string>{"threads: 2 asked for, 1 used: the process may run on 1 CPU"});
  const OmpNumThreads one("1");
  REQUIRE(team_threads(0, log) == 1);
  REQUIRE_THROWS_AS(team_threads(-1, log), InternalError);
  REQUIRE_THROWS_AS(worker_threads(-1), InternalError);
}

}  // namespace
}  // namespace hybrid::test
