#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace hybrid::images {

/// Labelled images of one shape, in memory, 8 bits per pixel and channel.
struct ImageDataset {
  std::string name;  ///< "fashion_mnist"
  int channels = 0;
  int height = 0;
  int width = 0;
  int classes = 0;
  std::vector<std::string> class_names;  ///< [classes]
  std::vector<std::uint8_t> images;      ///< [n, channels, height, width]
  std::vector<std::int32_t> labels;      ///< [n], each in {0, ..., classes - 1}

  std::size_t size() const { return labels.size(); }
  std::size_t pixels() const;  ///< values per image, over all channels
  std::span<const std::uint8_t> image(std::size_t i) const;
  /// Returns the SHA-256 of shape, labels and pixels: data sets with equal examples in equal order have equal
  /// fingerprints.
  std::string fingerprint() const;
};

/// Returns the first `count` images, or all if `count` is 0 or exceeds their number.
ImageDataset first_images(ImageDataset dataset, std::size_t count);

}  // namespace hybrid::images
