#pragma once
// A smaller copy of an image data set, so that training and prediction read fewer bytes: WebDataset shards
// (list_shards.h) of JPEGs. What is lost is one generation of JPEG, and whatever a transform would have taken
// from the larger image.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "image_index/class_list.h"
#include "image_index/image_index.h"

namespace hybrid {

struct ResizedShards {
  int image_size = 0;  ///< pixels of the shorter side
  int quality = 92;    ///< libjpeg's, 1 to 100
  std::size_t per_shard = 2000;
};

/// The image with its shorter side resized to `image_size` by Pillow's BILINEAR, as JPEG; one that is a JPEG
/// already and not larger stays as it is, byte for byte. @throws DataError naming it if it cannot be read
std::string resized_jpeg(std::string_view bytes, std::string_view name, const ResizedShards& settings);

struct WrittenShards {
  std::size_t written = 0;
  std::size_t kept = 0;     ///< were there already
  std::uint64_t bytes = 0;  ///< of all
  bool operator==(const WrittenShards&) const = default;
};

/// Writes <folder>/<split>-000000.tar, ...: the images of the index in its order, a shard by each of
/// `threads` threads at a time; the bytes do not depend on their number. A shard gets its name when it is
/// whole, so that whoever begins again keeps what is finished. <split>-shards.txt says what they were made
/// of. `done` is called for each image, by one thread at a time.
/// @throws DataError if an image cannot be read, there is no space left, or the folder holds a copy of other
/// images or by other settings; Interrupted if the user stops it
WrittenShards write_resized_shards(const ImageIndex& index, const std::string& split,
                                   const ResizedShards& settings, const std::filesystem::path& folder,
                                   int threads, const std::function<void()>& done);

/// The list of classes that goes with shards whose labels are numbers: the folders of the list, which are its
/// first words, unless one of them is a number itself.
std::string class_list_text(const std::vector<std::string>& names, const std::optional<ClassList>& listed);

}  // namespace hybrid
