#pragma once
// WebDataset shards: tar files in which the files of one example share their name up to the first dot:
// "00017.jpg" with "00017.cls", the class as text, or "00017.json", {"label": 3}. The class is the folder of
// one in the list of classes
// ("n01440764") or its number from 0 on.

#include <filesystem>
#include <optional>
#include <span>

#include "image_index/list_tar.h"

namespace hybrid {

/// The images of all shards in order, each shard's in that of the tar; ids are "<shard>/<key>.jpg". All
/// shards lie in one folder. Without a list of classes the labels' words are the classes, numbers all those
/// up to the largest.
/// @throws DataError if a shard is damaged (tar_members.h), an example has two images or none, no label, or
/// one that is none of the classes
ImageIndex list_shards(std::span<const std::filesystem::path> shards, const std::optional<ClassList>& classes,
                       const ListProgress& progress = {});

}  // namespace hybrid
