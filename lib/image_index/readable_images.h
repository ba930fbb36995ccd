#pragma once
// Data sets of a million files have some that cannot be read. Who skips them must know before anything is
// drawn from the set: so each image is read once, and what was found is kept.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/log.h"
#include "images/image_source.h"

namespace hybrid {

/// An image that is left out because it cannot be read.
struct SkippedImage {
  std::size_t row = 0;  ///< in the whole data set
  std::int32_t label = 0;
  std::string id;
  std::string reason;
};

struct ReadableImages {
  std::unique_ptr<ImageSource> images;  ///< those that can be read, in their order
  std::vector<SkippedImage> skipped;    ///< ascending rows
};

/// Reads every image on `threads` threads, or, where `cache` is a folder that keeps the answer of an earlier
/// time, those that could not be read then, and leaves out those that cannot be read, with a warning for the
/// first. @throws DataError if that leaves none; Interrupted
ReadableImages readable_images(std::unique_ptr<ImageSource> images, const std::filesystem::path& cache,
                               int threads, Logger& log);

}  // namespace hybrid
