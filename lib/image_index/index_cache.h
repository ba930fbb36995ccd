#pragma once
// Stores an index in a file, so that a data set of a million files is listed only once.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "image_index/image_index.h"

namespace hybrid::image_index {

/// Returns the index as bytes in native byte order, preceded by their SHA-256.
std::string to_bytes(const ImageIndex& index);
/// Returns std::nullopt unless the bytes are complete, of this version, and an index as it is listed.
std::optional<ImageIndex> index_from_bytes(std::string_view bytes);

/// Returns whether all origins of the index are unchanged.
bool is_current(const ImageIndex& index);

/// Smaller indexes are not cached, because listing them takes no time.
inline constexpr std::size_t kMinCached = 10'000;

/// Returns the index cached in the folder `cache` under `key`, or else calls `list`, and caches its result if
/// it has at least kMinCached images. A damaged or outdated index is made anew; an unwritable cache is
/// ignored. An empty `cache` disables caching.
ImageIndex cached_index(const std::filesystem::path& cache, std::string_view key,
                        const std::function<ImageIndex()>& list, std::size_t least_cached = kMinCached);

}  // namespace hybrid::image_index
