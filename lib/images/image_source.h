#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "arch/arch_spec.h"

namespace hybrid {

/// One image, 8 bits a channel.
struct Image {
  int channels = 0;
  int height = 0;
  int width = 0;
  std::vector<std::uint8_t> pixels;  ///< [channels, height, width]
};

Shape shape_of(const Image& image);

/// Of an image of that size, how long the shorter side must be that somebody needs; 0: the image at its full
/// size.
using NeededSide = std::function<int(int height, int width)>;

/// Labelled images that are read when they are asked for, so that memory does not grow with their number.
class ImageSource {
 public:
  virtual ~ImageSource() = default;
  virtual std::string name() const = 0;  ///< of the data set: "cifar100"
  virtual std::size_t size() const = 0;
  virtual int classes() const = 0;
  virtual const std::vector<std::string>& class_names() const = 0;  ///< [classes]
  virtual std::int32_t label(std::size_t i) const = 0;
  virtual std::string id(std::size_t i) const = 0;  ///< unique: "test/17", "n01440764/x_1.JPEG"
  /// A SHA-256: sources with equal images and labels in equal order may have equal ones, others have not.
  virtual std::string fingerprint() const = 0;
  /// @throws DataError if it cannot be read or is damaged. May be called from several threads.
  virtual Image image(std::size_t i) const = 0;
  /// The same image, perhaps smaller: its shorter side is needed(height, width) at least, or as long as it
  /// is. What is cheap to reduce while it is decoded (JPEG) is.
  virtual Image reduced_image(std::size_t i, const NeededSide& needed) const;
};

/// 0 to size() - 1.
std::vector<std::size_t> all_rows(const ImageSource& images);

/// The fingerprint of ImageDataset (image_dataset.h), for images of one shape: all are read.
std::string fingerprint_by_reading(const ImageSource& images);

/// The shape of the first image, which is that of all where a data set has one.
Shape first_shape(const ImageSource& images);

}  // namespace hybrid
