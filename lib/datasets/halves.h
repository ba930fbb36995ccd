#pragma once
// Where both networks have seen every training image, only the test images are new, and they must serve
// twice: to tune thresholds and to report. So they are split in two, each half is tuned on the other, and the
// figures are the mean of both. The split follows from an image's pixels and from nothing else: copies of
// CIFAR-100 differ in the order of its images, and an image that occurs twice must not be tuned on and
// reported.

#include <cstddef>
#include <vector>

#include "images/image_source.h"

namespace hybrid {

/// Rows, ascending; together all of them.
struct Halves {
  std::vector<std::size_t> first;
  std::vector<std::size_t> second;
  bool operator==(const Halves&) const = default;
};

/// Orders the images by the SHA-256 of their shape and pixels and cuts where the halves are nearest to equal
/// without parting equal images; of two such places, the earlier.
Halves hash_halves(const ImageSource& images);

/// Whether neither half is empty: whether two images differ. Reads no further than to the first that does.
bool can_be_halved(const ImageSource& images);

}  // namespace hybrid
