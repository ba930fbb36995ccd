#pragma once
// Halves for two-fold cross-fitting. If both networks have been trained on all training images, the test
// images must serve for tuning and for reporting: each half is tuned on the other, and results are the mean
// of both. The halves depend only on the pixels, because copies of CIFAR-100 differ in the order of images,
// and duplicates must not be in both halves.

#include <cstddef>
#include <vector>

#include "images/image_source.h"

namespace hybrid::datasets {

/// Two sets of rows, ascending, which together are all rows.
struct Halves {
  std::vector<std::size_t> first;
  std::vector<std::size_t> second;
  bool operator==(const Halves&) const = default;
};

/// Sorts the images by the SHA-256 of their shape and pixels, and cuts at the position nearest to the middle
/// that does not separate equal images; the earlier of two such positions.
Halves hash_halves(const images::ImageSource& images);

/// Returns whether both halves would be non-empty, that is, whether two images differ. Stops reading at the
/// first that does.
bool can_be_halved(const images::ImageSource& images);

}  // namespace hybrid::datasets
