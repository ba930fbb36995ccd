#pragma once
// Batches of images, made ahead on threads of their own while the caller works on the one before. Whatever the number of
// threads, the batches are the same: an image's views follow from its row and the views' seed alone (view_maker.h), and
// each has its place. What waits is kept in 8 bits, a quarter of the floats that networks take, and bounded in bytes.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "data/batches.h"
#include "data/view_maker.h"

namespace hybrid {

struct LoadedBatch {
  std::vector<std::size_t> rows;
  std::vector<std::vector<std::uint8_t>> pixels;  ///< of each view, [rows, channels, height, width]
};

/// What a loader keeps ready at most, batches that are being filled included: two batches of 256 images of 3 x 236 x 236.
inline constexpr std::size_t kPrefetchBytes = std::size_t{96} << 20;

struct LoaderOptions {
  int threads = 1;                              ///< > 0
  std::size_t prefetch_bytes = kPrefetchBytes;  ///< one batch is made whatever its size
};

class BatchLoader {
 public:
  /// Starts loading. `images` must outlive it.
  BatchLoader(const ImageSource& images, Batches batches, std::vector<NetworkView> views,
              const LoaderOptions& options);
  /// Stops the threads, each after the image that it is at.
  ~BatchLoader();
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;

  /// Of each view.
  const std::vector<Shape>& shapes() const;
  /// The next batch, nothing after the last. @throws what the first image of it, in the order of its rows, threw that could
  /// not be read
  std::optional<LoadedBatch> next();

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace hybrid
