#pragma once
// Loads batches of images ahead of time on separate threads. The batches do not depend on the number of
// threads: an image's transforms depend only on its row and the transforms' seed (multi_transform.h), and its
// position in the batch is fixed. Waiting batches are stored in 8 bits, a quarter of the size of floats, and
// limited in bytes.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "loading/batches.h"
#include "transforms/multi_transform.h"

namespace hybrid::loading {

struct LoadedBatch {
  std::vector<std::size_t> rows;
  std::vector<std::vector<std::uint8_t>> pixels;  ///< for each transform, [rows, channels, height, width]
};

/// The most bytes of waiting batches, including incomplete ones: two batches of 256 images of 3 x 236 x 236.
inline constexpr std::size_t kPrefetchBytes = std::size_t{96} << 20;

struct LoaderOptions {
  int threads = 1;                              ///< > 0
  std::size_t prefetch_bytes = kPrefetchBytes;  ///< one batch is always allowed, whatever its size
};

class BatchLoader {
 public:
  /// Starts loading. `images` must outlive it.
  BatchLoader(const images::ImageSource& images, Batches batches,
              std::vector<transforms::Transform> transforms, const LoaderOptions& options);
  /// Stops the threads, each after its current image.
  ~BatchLoader();
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;

  /// The shape of each transform's output.
  const std::vector<arch::Shape>& shapes() const;
  /// Returns the next batch, or std::nullopt after the last.
  /// @throws the exception of the batch's first image, in the order of its rows, that could not be read
  std::optional<LoadedBatch> next();

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace hybrid::loading
