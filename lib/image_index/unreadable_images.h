#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "images/image_source.h"

namespace hybrid::image_index {

struct UnreadableImage {
  std::size_t row = 0;
  std::string reason;  ///< error message, with the file name
  bool operator==(const UnreadableImage&) const = default;
};

/// Reads these rows on `threads` threads and returns those that cannot be read, ascending. `done` is called
/// for each row, by one thread at a time.
/// @throws Interrupted
std::vector<UnreadableImage> unreadable_images(const images::ImageSource& images,
                                               std::span<const std::size_t> rows, int threads,
                                               const std::function<void()>& done);

}  // namespace hybrid::image_index
