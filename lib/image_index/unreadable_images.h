#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "images/image_source.h"

namespace hybrid {

struct UnreadableImage {
  std::size_t row = 0;
  std::string reason;  ///< names the file
  bool operator==(const UnreadableImage&) const = default;
};

/// Which of those rows cannot be read, by trying each, on `threads` threads; ascending whatever their number.
/// `done` is called for each row, by one thread at a time. @throws Interrupted if the user stops it
std::vector<UnreadableImage> unreadable_images(const ImageSource& images, std::span<const std::size_t> rows,
                                               int threads, const std::function<void()>& done);

}  // namespace hybrid
