#pragma once
// Large data sets contain unreadable images. To skip them, they must be known before anything is drawn from
// the set, so every image is read once and the result is cached.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/log.h"
#include "images/image_source.h"

namespace hybrid::image_index {

/// An image that is omitted because it cannot be read.
struct SkippedImage {
  std::size_t row = 0;  ///< row in the whole data set
  std::int32_t label = 0;
  std::string id;
  std::string reason;
};

struct ReadableImages {
  std::unique_ptr<images::ImageSource> images;  ///< the readable images, in order
  std::vector<SkippedImage> skipped;            ///< ascending rows
};

/// Omits the images that cannot be read, with a warning for the first ones. Reads every image, on `threads`
/// threads; or, if the folder `cache` has an earlier result, only those that could not be read then.
/// @throws DataError if no image remains; Interrupted
ReadableImages readable_images(std::unique_ptr<images::ImageSource> images,
                               const std::filesystem::path& cache, int threads, Logger& log);

}  // namespace hybrid::image_index
