#pragma once
// On how many CPU threads LibTorch computes. A layer ends when its last thread ends, so beside other programs
// threads that wait for a partner without a CPU cost more than they bring (bench/README.md). Results do not
// depend on the number: convolution.h, batch_norm.h, linear.h.

namespace hybrid::nets {

/// Sets LibTorch's number of threads, and the most that adapt_threads() will use.
void set_threads(int most);

/// Returns the most threads that may be used: what set_threads() was given, else LibTorch's default.
int most_threads();

/// Adapts LibTorch's number of threads to the CPUs that other programs left free in the last half second.
/// Call it between batches; it usually only reads the clock.
void adapt_threads();

/// Returns the number of threads for which there are CPUs: at least 1, at most `most`.
/// @param cpus that the process may run on
/// @param others mean number of CPUs that other programs used
int threads_for(int most, int cpus, double others);

/// During its lifetime, LibTorch computes on so many threads what the calling thread calls. Other threads are
/// unaffected, so that it can be used within a parallel loop: with 1, to compute there on that thread alone.
class FixedThreads {
 public:
  explicit FixedThreads(int threads);
  ~FixedThreads();
  FixedThreads(const FixedThreads&) = delete;
  FixedThreads& operator=(const FixedThreads&) = delete;

 private:
  int before_;
};

}  // namespace hybrid::nets
