#include "nets/team.h"

#include <ATen/Parallel.h>
#include <sched.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <thread>
#include <vector>

namespace hybrid::nets {
namespace {

using namespace std::chrono_literals;

int cpus_of_this_thread() {
  cpu_set_t set;
  REQUIRE(::sched_getaffinity(0, sizeof set, &set) == 0);
  return CPU_COUNT(&set);
}

int threads_of_this_process() {
  int count = 0;
  for ([[maybe_unused]] const auto& task : std::filesystem::directory_iterator("/proc/self/task")) ++count;
  return count;
}

/// LibTorch with two threads during a test that begins and ends carelessly.
class TwoThreads {
 public:
  TwoThreads() { at::set_num_threads(2); }
  ~TwoThreads() {
    Team().set_careful(false);
    at::set_num_threads(before_);
  }
  TwoThreads(const TwoThreads&) = delete;
  TwoThreads& operator=(const TwoThreads&) = delete;

 private:
  int before_ = at::get_num_threads();
};

TEST_CASE("careful threads have a CPU each, and afterwards all of them again", "[nets]") {
  const int cpus = cpus_of_this_thread();
  if (cpus < 2) return;
  const TwoThreads two;
  Team team;
  team.set_careful(true);
  REQUIRE(team.is_careful());
  REQUIRE(cpus_of_this_thread() == 1);
  const int threads = threads_of_this_process();
  team.set_careful(false);
  REQUIRE_FALSE(team.is_careful());
  REQUIRE(cpus_of_this_thread() == cpus);
  REQUIRE(threads_of_this_process() < threads);  // those that had the others sleep early have gone
}

TEST_CASE("the next team begins as the last one ended", "[nets]") {
  const int cpus = cpus_of_this_thread();
  if (cpus < 2) return;
  const TwoThreads two;
  { Team().set_careful(true); }
  REQUIRE(cpus_of_this_thread() == cpus);
  REQUIRE(Team().is_careful());
  { Team().set_careful(false); }
  REQUIRE_FALSE(Team().is_careful());
}

TEST_CASE("a thread alone is never careful: it waits for nobody", "[nets]") {
  const TwoThreads two;
  at::set_num_threads(1);
  Team team;
  team.set_careful(true);
  REQUIRE_FALSE(team.is_careful());
  team.after_batch();
}

TEST_CASE("beside busy programs a team becomes careful", "[nets]") {
  const int cpus = cpus_of_this_thread();
  if (cpus < 2 || !std::filesystem::exists("/proc/self/schedstat")) return;
  const TwoThreads two;
  std::atomic<bool> end = false;
  std::vector<std::jthread> busy;
  for (int i = 0; i < 2 * cpus; ++i)
    busy.emplace_back([&] {
      while (!end) {
      }
    });
  Team team;
  const auto start = std::chrono::steady_clock::now();
  while (!team.is_careful() && std::chrono::steady_clock::now() - start < 20s) team.after_batch();
  end = true;
  REQUIRE(team.is_careful());
}

}  // namespace
}  // namespace hybrid::nets
