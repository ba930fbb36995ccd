#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace hybrid {

/// One image, 8 bits a channel.
struct Image {
  int channels = 0;
  int height = 0;
  int width = 0;
  std::vector<std::uint8_t> pixels;  ///< [channels, height, width]
};

/// Labelled images that are read when they are asked for, so that memory does not grow with their number.
class ImageSource {
 public:
  virtual ~ImageSource() = default;
  virtual std::size_t size() const = 0;
  virtual int classes() const = 0;
  virtual const std::vector<std::string>& class_names() const = 0;  ///< [classes]
  virtual std::int32_t label(std::size_t i) const = 0;
  virtual std::string id(std::size_t i) const = 0;  ///< unique: "test/17", "n01440764/x_1.JPEG"
  /// @throws DataError if it cannot be read or is damaged. May be called from several threads.
  virtual Image image(std::size_t i) const = 0;
};

}  // namespace hybrid
