#include "nets/threads.h"

#include <ATen/Parallel.h>
#ifdef _OPENMP
#include <omp.h>
#endif

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/cpu_load.h"

namespace hybrid::nets {
namespace {

/// LibTorch's number of threads is process-wide, and so is its control.
struct Control {
  int most = 0;  ///< 0 before set_threads()
  std::optional<CpuTimes> before;
};

Control& control() {
  static Control control;
  return control;
}

/// Sets the number for what the calling thread calls; without OpenMP, which has one for each thread, for all.
void set_for_caller(int threads) {
#ifdef _OPENMP
  omp_set_num_threads(threads);
#else
  at::set_num_threads(threads);
#endif
}

}  // namespace

void set_threads(int most) {
  at::set_num_threads(most);
  control() = {.most = most, .before = read_cpu_times()};
}

int most_threads() {
  return control().most > 0 ? control().most : at::get_num_threads();
}

void adapt_threads() {
  using namespace std::chrono_literals;
  auto& [most, before] = control();
  if (most <= 1 || !before || std::chrono::steady_clock::now() - before->at < 500ms) return;
  const auto after = read_cpu_times();
  if (!after) return;
  const int threads = threads_for(most, after->cpus, cpus_used_by_others(*before, *after));
  if (threads != at::get_num_threads()) at::set_num_threads(threads);
  before = after;
}

int threads_for(int most, int cpus, double others) {
  // What a desktop or the system's own services use; a thread more is worth their short interruptions.
  constexpr double kNegligible = 0.25;
  const double free = std::floor(cpus - others + kNegligible);
  return std::clamp(static_cast<int>(free), 1, most);
}

FixedThreads::FixedThreads(int threads) : before_(at::get_num_threads()) {
  set_for_caller(threads);
}

FixedThreads::~FixedThreads() {
  set_for_caller(before_);
}

}  // namespace hybrid::nets
