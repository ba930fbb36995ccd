#pragma once
// Writes a smaller copy of an image data set as WebDataset shards (list_shards.h) of JPEGs, so that training
// and prediction read fewer bytes. The copy loses one generation of JPEG, and the detail of larger images.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "image_index/class_list.h"
#include "image_index/image_index.h"

namespace hybrid::datasets {

struct ResizedShards {
  int image_size = 0;  ///< pixels of the shorter side
  int quality = 92;    ///< libjpeg's scale, 1 to 100
  std::size_t per_shard = 2000;
  bool force = false;  ///< replace a copy of other images or by other settings
};

/// Returns the image as JPEG with its shorter side resized to `image_size` by Pillow's BILINEAR; a JPEG that
/// is not larger is unchanged, byte for byte.
/// @throws DataError naming an image that cannot be read
std::string resized_jpeg(std::string_view bytes, std::string_view name, const ResizedShards& settings);

struct WrittenShards {
  std::size_t written = 0;
  std::size_t kept = 0;     ///< existing shards
  std::uint64_t bytes = 0;  ///< bytes of all shards
  bool operator==(const WrittenShards&) const = default;
};

/// Writes <folder>/<split>-000000.tar, ... with the images in the order of the index, one shard per thread at
/// a time; the bytes do not depend on the number of threads. A shard is renamed when complete, so an
/// interrupted call can be repeated and keeps complete shards. <split>-shards.txt describes their source, and
/// is written first; other shards of these names are refused unless `force` is given, which deletes them.
/// `done` is called for each image, by one thread at a time.
/// @throws DataError if an image cannot be read or the disk is full; OccupiedPlace; Interrupted
WrittenShards write_resized_shards(const image_index::ImageIndex& index, const std::string& split,
                                   const ResizedShards& settings, const std::filesystem::path& folder,
                                   int threads, const std::function<void()>& done);

/// Refuses a folder with shards of this split that no description tells to be of this copy, unless `force` is
/// given. Writes nothing.
/// @throws OccupiedPlace
void require_same_copy(const image_index::ImageIndex& index, const std::string& split,
                       const ResizedShards& settings, const std::filesystem::path& folder);

/// Returns the class list for shards with numeric labels: the folders of the list, which are its first words,
/// unless one of them is a number itself.
std::string class_list_text(const std::vector<std::string>& names,
                            const std::optional<image_index::ClassList>& listed);

}  // namespace hybrid::datasets
