#include "data/unreadable_images.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "core/error.h"
#include "core/interrupt.h"

namespace hybrid {

std::vector<UnreadableImage> unreadable_images(const ImageSource& images, std::span<const std::size_t> rows,
                                               int threads, const std::function<void()>& done) {
  HYBRID_CHECK(threads > 0, "{} threads", threads);
  std::vector<UnreadableImage> unreadable;
  std::exception_ptr fault;  // of ours, which a thread may not let out
  std::mutex mutex;          // over both, and `done`
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < rows.size() && !interrupted(); i = next++) {
      std::string reason;
      try {
        (void)images.image(rows[i]);
      } catch (const DataError& error) {
        reason = error.what();
      } catch (...) {
        const std::scoped_lock lock(mutex);
        fault = std::current_exception();
        next = rows.size();
        return;
      }
      const std::scoped_lock lock(mutex);
      if (!reason.empty()) unreadable.push_back({rows[i], reason});
      done();
    }
  };
  {
    std::vector<std::jthread> others;
    for (int t = 1; t < threads; ++t) others.emplace_back(work);
    work();
  }
  if (fault) std::rethrow_exception(fault);
  throw_if_interrupted("nothing was changed");
  std::ranges::sort(unreadable, {}, &UnreadableImage::row);
  return unreadable;
}

}  // namespace hybrid
