#pragma once
// WebDataset shards: tar files in which the files of one example share their name up to the first dot:
// "00017.jpg" with "00017.cls", the class as text, or "00017.json", {"label": 3}. With a class list the class
// is the name of a folder ("n01440764") or its number from 0.

#include <filesystem>
#include <optional>
#include <span>

#include "image_index/list_tar.h"

namespace hybrid::image_index {

/// Makes an index of all shards, in the order of shards and of files in each; ids are "<shard>/<key>.jpg".
/// All shards must be in one folder. Without a class list the label words are the classes; numbers stand for
/// 0 up to the largest number.
/// @throws DataError if a shard is damaged (tar_members.h), an example has no image, two images or no label,
/// or its label is not a class
ImageIndex list_shards(std::span<const std::filesystem::path> shards, const std::optional<ClassList>& classes,
                       const ListProgress& progress = {});

}  // namespace hybrid::image_index
