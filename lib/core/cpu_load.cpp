#include "core/cpu_load.h"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "core/cpus.h"

namespace hybrid {

namespace {

double own_cpu_seconds() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec);
}

/// Returns the ticks of one CPU's line that were neither idle nor niced, or std::nullopt for other lines:
/// "cpu0 user nice system idle iowait irq softirq steal ...".
/// @param niced whether niced programs count, too
std::optional<double> busy_ticks(const std::string& line, const std::vector<bool>& allowed, bool niced) {
  std::istringstream words(line);
  std::string name;
  std::size_t cpu = 0;
  if (!(words >> name) || !name.starts_with("cpu") || name.size() == 3) return std::nullopt;
  if (!(std::istringstream(name.substr(3)) >> cpu) || cpu >= allowed.size() || !allowed[cpu])
    return std::nullopt;
  enum Column { user, nice, system, idle, iowait, irq, softirq, steal, columns };
  std::array<double, columns> ticks{};
  for (double& t : ticks) words >> t;  // old kernels have fewer columns
  return ticks[user] + (niced ? ticks[nice] : 0) + ticks[system] + ticks[irq] + ticks[softirq] + ticks[steal];
}

}  // namespace

std::optional<CpuTimes> read_cpu_times(const std::filesystem::path& root) {
  std::ifstream stat(root / "proc/stat");
  const std::vector<bool> allowed = allowed_cpus();
  const bool niced = ::nice(0) > 0;  // then other niced programs compete with this one
  double ticks = 0;
  for (std::string line; std::getline(stat, line) && line.starts_with("cpu");)
    ticks += busy_ticks(line, allowed, niced).value_or(0);
  if (ticks == 0) return std::nullopt;  // no file, or a sandbox that fills in zeros
  return CpuTimes{.everyone = ticks / static_cast<double>(::sysconf(_SC_CLK_TCK)),
                  .own = own_cpu_seconds(),
                  .cpus = static_cast<int>(std::ranges::count(allowed, true)),
                  .at = std::chrono::steady_clock::now()};
}

double cpus_used_by_others(const CpuTimes& before, const CpuTimes& after) {
  const double seconds = std::chrono::duration<double>(after.at - before.at).count();
  if (seconds <= 0) return 0;
  return std::max(0.0, ((after.everyone - before.everyone) - (after.own - before.own)) / seconds);
}

}  // namespace hybrid
