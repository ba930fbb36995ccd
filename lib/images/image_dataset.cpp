#include "images/image_dataset.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/sha256.h"

namespace hybrid::images {

std::size_t ImageDataset::pixels() const {
  return static_cast<std::size_t>(channels) * static_cast<std::size_t>(height) *
         static_cast<std::size_t>(width);
}

std::span<const std::uint8_t> ImageDataset::image(std::size_t i) const {
  HYBRID_CHECK(i < size(), "image {} of {}", i, size());
  return std::span(images).subspan(i * pixels(), pixels());
}

std::string ImageDataset::fingerprint() const {
  std::string bytes = fmt::format("{} {} {} {} {}\n", size(), channels, height, width, classes);
  bytes.reserve(bytes.size() + 4 * labels.size() + images.size());
  for (const std::int32_t label : labels)  // little-endian on every platform
    for (int shift = 0; shift < 32; shift += 8)
      bytes.push_back(static_cast<char>((static_cast<std::uint32_t>(label) >> shift) & 0xFFU));
  bytes.append(images.begin(), images.end());
  return sha256(bytes);
}

ImageDataset first_images(ImageDataset dataset, std::size_t count) {
  if (count == 0 || count >= dataset.size()) return dataset;
  dataset.images.resize(count * dataset.pixels());
  dataset.labels.resize(count);
  return dataset;
}

}  // namespace hybrid::images
