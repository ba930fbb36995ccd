#include "core/cpu_load.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "core/cpus.h"
#include "core/files.h"
#include "support/temporary_folder.h"

namespace hybrid::test {
namespace {

using std::chrono::steady_clock;

TEST_CASE("others' CPUs are what is busy less what this process uses", "[core]") {
  const steady_clock::time_point start{};
  const auto at = [&](double everyone, double own, int milliseconds) {
    return CpuTimes{everyone, own, 2, start + std::chrono::milliseconds(milliseconds)};
  };
  REQUIRE(cpus_used_by_others(at(10, 3, 0), at(14, 4, 2000)) == Approx(1.5));
  REQUIRE(cpus_used_by_others(at(10, 3, 0), at(12, 5.1, 1000)) == 0);  // the clocks' steps differ
  REQUIRE(cpus_used_by_others(at(10, 3, 0), at(12, 3, 0)) == 0);
}

TEST_CASE("busy time is read for the CPUs that the process may run on", "[core]") {
  const TemporaryFolder root;
  std::filesystem::create_directory(root / "proc");
  const auto allowed = allowed_cpus();
  std::string stat = "cpu  1 1 1 1 1 1 1 1 0 0\n";
  double cpus = 0;
  for (std::size_t cpu = 0; cpu < allowed.size(); ++cpu) {
    // user 100, nice 7, system 20, idle 5000, iowait 60, irq 3, softirq 2, steal 75, guest, guest_nice
    stat += "cpu" + std::to_string(cpu) + " 100 7 20 5000 60 3 2 75 0 0\n";
    cpus += allowed[cpu] ? 1 : 0;
  }
  write_file_atomically(root / "proc/stat", stat + "intr 123 0 9\ncpu99999 5 5 5 5\n");
  const auto times = read_cpu_times(root.path());
  REQUIRE(times.has_value());
  REQUIRE(times->everyone == Approx(cpus * 200 / static_cast<double>(::sysconf(_SC_CLK_TCK))));
  REQUIRE(times->own > 0);
  REQUIRE(times->cpus == static_cast<int>(cpus));
}

TEST_CASE("where the system does not tell, nothing is known", "[core]") {
  const TemporaryFolder root;
  REQUIRE(read_cpu_times(root.path()) == std::nullopt);
  std::filesystem::create_directory(root / "proc");
  for (const char* text : {"", "cpu  0 0 0 0\ncpu0 0 0 0 0\n", "cpu0 words\n", "cpu0\n"}) {
    write_file_atomically(root / "proc/stat", text);
    REQUIRE(read_cpu_times(root.path()) == std::nullopt);
  }
}

}  // namespace
}  // namespace hybrid::test
