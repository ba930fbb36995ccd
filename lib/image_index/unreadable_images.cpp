#include "image_index/unreadable_images.h"

#include <algorithm>
#include <mutex>

#include "core/error.h"
#include "core/interrupt.h"
#include "images/in_parallel.h"

namespace hybrid::image_index {

std::vector<UnreadableImage> unreadable_images(const images::ImageSource& images,
                                               std::span<const std::size_t> rows, int threads,
                                               const std::function<void()>& done) {
  std::vector<UnreadableImage> unreadable;
  std::mutex mutex;  // guards the result and `done`
  images::in_parallel(rows.size(), threads, [&](std::size_t i) {
    throw_if_interrupted("nothing was changed");
    std::string reason;
    try {
      (void)images.image(rows[i]);
    } catch (const DataError& error) {
      reason = error.what();
    }
    const std::scoped_lock lock(mutex);
    if (!reason.empty()) unreadable.push_back({rows[i], reason});
    done();
  });
  throw_if_interrupted("nothing was changed");
  std::ranges::sort(unreadable, {}, &UnreadableImage::row);
  return unreadable;
}

}  // namespace hybrid::image_index
