#pragma once
// Batches of images, made ahead on threads of their own while the caller works on the one before. Whatever
// the number of threads, the batches are the same: an image's transforms follow from its row and the
// transforms' seed alone (multi_transform.h), and each has its place. What waits is kept in 8 bits, a quarter
// of the floats that networks take, and bounded in bytes.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "loading/batches.h"
#include "transforms/multi_transform.h"

namespace hybrid {

struct LoadedBatch {
  std::vector<std::size_t> rows;
  std::vector<std::vector<std::uint8_t>> pixels;  ///< of each transform, [rows, channels, height, width]
};

/// What a loader keeps ready at most, batches that are being filled included: two batches of 256 images of 3
/// x 236 x 236.
inline constexpr std::size_t kPrefetchBytes = std::size_t{96} << 20;

struct LoaderOptions {
  int threads = 1;                              ///< > 0
  std::size_t prefetch_bytes = kPrefetchBytes;  ///< one batch is made whatever its size
};

class BatchLoader {
 public:
  /// Starts loading. `images` must outlive it.
  BatchLoader(const ImageSource& images, Batches batches, std::vector<Transform> transforms,
              const LoaderOptions& options);
  /// Stops the threads, each after the image that it is at.
  ~BatchLoader();
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;

  /// Of each transform.
  const std::vector<Shape>& shapes() const;
  /// The next batch, nothing after the last. @throws what the first image of it, in the order of its rows,
  /// threw that could not be read
  std::optional<LoadedBatch> next();

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace hybrid
