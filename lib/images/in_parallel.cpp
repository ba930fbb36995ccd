#include "images/in_parallel.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "core/error.h"

namespace hybrid::images {

void in_parallel(std::size_t count, int threads, const std::function<void(std::size_t)>& work) {
  HYBRID_CHECK(threads > 0, "{} threads", threads);
  std::atomic<std::size_t> next{0};
  std::exception_ptr fault;
  std::mutex mutex;  // guards fault
  const auto worker = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    } catch (...) {
      next = count;
      const std::scoped_lock lock(mutex);
      if (!fault) fault = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (int t = 1; t < threads; ++t) others.emplace_back(worker);
    worker();
  }
  if (fault) std::rethrow_exception(fault);
}

}  // namespace hybrid::images
