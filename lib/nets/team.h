#pragma once
// How LibTorch's CPU threads get on beside other programs.

#include <sys/types.h>
#include <torch/torch.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

namespace hybrid::nets {

class EarlySleep;

/// The calling thread and those that share LibTorch's work with it, for a loop over batches. Wherever a layer
/// is split among them, the first to end waits for the last. Beside other programs the last may not be
/// running; if the first spins, it wastes CPU time that the last needs, and the scheduler may even put both
/// on one CPU. This class observes how long they are kept from running, and while that is long, has them
/// sleep early, each on a CPU of its own. The number of threads stays, and with it every result, bit by bit.
class Team {
 public:
  /// Begins as the last one ended. Threads that are started while it lives may be held to one CPU; start
  /// loaders before.
  /// @param device of the networks; on a GPU nothing is changed
  explicit Team(const torch::Device& device = torch::kCPU);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  /// Decides anew several times a second.
  void after_batch();
  /// Returns whether the threads sleep early, each on its own CPU.
  bool is_careful() const { return sleep_ != nullptr; }
  void set_careful(bool careful);

 private:
  using Clock = std::chrono::steady_clock;
  struct Member {
    pid_t id;
    std::size_t cpu;  ///< where it last ran
  };
  void bind() const;
  void release() const;

  std::vector<Member> members_;
  std::vector<std::size_t> cpus_;  ///< that they may run on
  std::unique_ptr<EarlySleep> sleep_;
  Clock::time_point checked_at_;
  std::vector<std::uint64_t> waited_;  ///< nanoseconds until then, of each member
};

}  // namespace hybrid::nets
