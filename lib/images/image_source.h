#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "arch/arch_spec.h"

namespace hybrid::images {

/// One image, 8 bits per channel.
struct Image {
  int channels = 0;
  int height = 0;
  int width = 0;
  std::vector<std::uint8_t> pixels;  ///< [channels, height, width]
};

arch::Shape shape_of(const Image& image);

/// Returns the required length of the shorter side for an image of this size; 0: full size.
using NeededSide = std::function<int(int height, int width)>;

/// Labelled images that are read on demand, so that memory does not grow with their number.
class ImageSource {
 public:
  virtual ~ImageSource() = default;
  virtual std::string name() const = 0;  ///< name of the data set: "cifar100"
  virtual std::size_t size() const = 0;
  virtual int classes() const = 0;
  virtual const std::vector<std::string>& class_names() const = 0;  ///< [classes]
  virtual std::int32_t label(std::size_t i) const = 0;
  virtual std::string id(std::size_t i) const = 0;  ///< unique: "test/17", "n01440764/x_1.JPEG"
  /// Returns a SHA-256. Only sources with equal images and labels in equal order can have the same
  /// fingerprint.
  virtual std::string fingerprint() const = 0;
  /// Reads an image; thread-safe.
  /// @throws DataError if it cannot be read or is damaged
  virtual Image image(std::size_t i) const = 0;
  /// Reads an image, possibly reduced: its shorter side is at least needed(height, width), or that of the
  /// original. Only formats that are cheap to reduce while decoding (JPEG) are reduced.
  virtual Image reduced_image(std::size_t i, const NeededSide& needed) const;
};

/// Returns 0, ..., size() - 1.
std::vector<std::size_t> all_rows(const ImageSource& images);

/// Returns the fingerprint that ImageDataset (image_dataset.h) would have. Reads all images, which must have
/// one shape.
std::string fingerprint_by_reading(const ImageSource& images);

/// Returns the shape of the first image, which is that of all if the data set has one shape.
arch::Shape first_shape(const ImageSource& images);

}  // namespace hybrid::images
