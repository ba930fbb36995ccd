#pragma once
// An index in a file, so that a data set of a million files is listed one time only.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "image_index/image_index.h"

namespace hybrid {

/// As bytes in this machine's order, with their SHA-256 in front.
std::string to_bytes(const ImageIndex& index);
/// Nothing unless the bytes are whole and of this version.
std::optional<ImageIndex> index_from_bytes(std::string_view bytes);

/// Whether everything that the index was made from is as it was.
bool is_current(const ImageIndex& index);

/// From this many images on an index is kept: below it, listing takes no time.
inline constexpr std::size_t kWorthKeeping = 10'000;

/// The index kept in the folder `cache` under `key`, else what `list` makes, which is kept then if it has so
/// many images. An index that is damaged or no longer current is made anew; a cache that cannot be written is
/// done without. An empty `cache` keeps nothing.
ImageIndex kept_index(const std::filesystem::path& cache, std::string_view key,
                      const std::function<ImageIndex()>& list, std::size_t worth_keeping = kWorthKeeping);

}  // namespace hybrid
