#include "nets/team.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <future>
#include <system_error>
#include <thread>

#include "core/error.h"

namespace hybrid::nets {

namespace {

/// Runs work(data) once on each thread of the calling thread's OpenMP team; what a `#pragma omp parallel`
/// becomes. Looked up when the program runs, because LibTorch brings its OpenMP, which need not be GNU's.
using RunOnTeam = void (*)(void (*work)(void*), void* data, unsigned threads, unsigned flags);

RunOnTeam run_on_team() {
  static const auto run = reinterpret_cast<RunOnTeam>(::dlsym(RTLD_DEFAULT, "GOMP_parallel"));
  return run;
}

std::vector<std::size_t> allowed_cpus() {
  cpu_set_t set;
  std::vector<std::size_t> cpus;
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return cpus;
  for (std::size_t cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(cpu, &set)) cpus.push_back(cpu);
  return cpus;
}

void hold_to(pid_t thread, const std::vector<std::size_t>& cpus) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const std::size_t cpu : cpus) CPU_SET(cpu, &set);
  ::sched_setaffinity(thread, sizeof set, &set);  // only speed depends on it
}

/// Returns for how many nanoseconds a thread was ready to run and did not; 0 if the kernel does not tell.
std::uint64_t waited(pid_t thread) {
  std::uint64_t ran = 0, wait = 0;
  std::ifstream("/proc/self/task/" + std::to_string(thread) + "/schedstat") >> ran >> wait;
  return wait;
}

/// What the last Team decided.
std::atomic<bool>& was_careful() {
  static std::atomic<bool> careful{false};
  return careful;
}

constexpr auto kInterval = std::chrono::milliseconds(250);
// Shares of the time. Threads that load images take a few per cent on an idle machine; beside one busy
// program per CPU it is a half.
constexpr double kCarefulAbove = 0.2, kCarelessBelow = 0.05;

}  // namespace

/// While it lives, OpenMP's threads (LibTorch's and OpenBLAS's) that wait for each other soon sleep: GNU's
/// OpenMP spins only briefly while it manages more threads than there are CPUs, and a thread of this class
/// has it manage those that are missing. They sleep.
class EarlySleep {
 public:
  /// @param team number of threads that OpenMP manages already
  explicit EarlySleep(int team) : thread_([this, team] { hold(team); }) { held_.get_future().wait(); }
  ~EarlySleep() {
    end_.set_value();
    thread_.join();
  }
  EarlySleep(const EarlySleep&) = delete;
  EarlySleep& operator=(const EarlySleep&) = delete;

 private:
  void hold(int team) {
    const int cpus = static_cast<int>(std::thread::hardware_concurrency());
    const int missing = std::max(1, cpus + 1 - team);
    run_on_team()([](void*) {}, nullptr, static_cast<unsigned>(missing) + 1, 0);  // and this thread
    held_.set_value();
    end_.get_future().wait();
  }

  std::promise<void> held_, end_;
  std::thread thread_;  // last, because it uses the others
};

Team::Team(const torch::Device& device) : checked_at_(Clock::now()) {
  if (!device.is_cpu() || run_on_team() == nullptr || at::get_num_threads() < 2) return;
  cpus_ = allowed_cpus();
  struct Arrivals {
    std::vector<Member> members;
    std::atomic<std::size_t> count = 0;
  } arrivals;
  arrivals.members.resize(static_cast<std::size_t>(at::get_num_threads()));
  run_on_team()(
      [](void* data) {
        auto& all = *static_cast<Arrivals*>(data);
        if (const std::size_t i = all.count++; i < all.members.size())
          all.members[i] = {::gettid(), static_cast<std::size_t>(::sched_getcpu())};
      },
      &arrivals, static_cast<unsigned>(at::get_num_threads()), 0);
  arrivals.members.resize(std::min(arrivals.count.load(), arrivals.members.size()));
  members_ = std::move(arrivals.members);
  if (members_.size() > cpus_.size()) members_.clear();  // more threads than CPUs cannot have one each
  for (const auto& member : members_) waited_.push_back(waited(member.id));
  if (was_careful()) set_careful(true);
}

Team::~Team() {
  if (is_careful()) release();
}

void Team::after_batch() {
  const auto now = Clock::now();
  if (members_.empty() || now - checked_at_ < kInterval) return;
  double longest = 0;
  for (std::size_t i = 0; i < members_.size(); ++i) {
    const std::uint64_t until_now = waited(members_[i].id);
    longest = std::max(longest, static_cast<double>(until_now - waited_[i]));
    waited_[i] = until_now;
  }
  const double share = longest / std::chrono::duration<double, std::nano>(now - checked_at_).count();
  checked_at_ = now;
  if (is_careful() ? share < kCarelessBelow : share > kCarefulAbove) set_careful(!is_careful());
}

void Team::set_careful(bool careful) {
  if (members_.empty() || careful == is_careful()) return;
  if (careful) {
    try {
      sleep_ = std::make_unique<EarlySleep>(
          static_cast<int>(members_.size()));  // its threads are not held to a CPU
    } catch (const std::system_error&) {       // no thread left
      members_.clear();
      return;
    }
    bind();
  } else {
    sleep_ = nullptr;
    release();
  }
  was_careful() = careful;
}

void Team::bind() const {
  std::vector<std::size_t> free = cpus_;
  for (const auto& member : members_) {  // where it is, if no other member is there
    auto cpu = std::ranges::find(free, member.cpu);
    if (cpu == free.end()) cpu = free.begin();
    hold_to(member.id, {*cpu});
    free.erase(cpu);
  }
}

void Team::release() const {
  for (const auto& member : members_) hold_to(member.id, cpus_);
}

}  // namespace hybrid::nets
