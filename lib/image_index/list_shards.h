#pragma once
// WebDataset shards: tar files in which the files of one example share their name up to the first dot:
// "00017.jpg" with "00017.cls", the class as text, or "00017.json", {"label": 3}. With a class list the class
// is the name of a folder ("n01440764") or its number from 0. As in the library webdataset, endings may be in
// capitals, and links, entries "__...__" and examples without an image or a label are passed over.

#include <filesystem>
#include <optional>
#include <span>

#include "image_index/list_tar.h"

namespace hybrid::image_index {

/// Makes an index of all shards, in the order of shards and of files in each; ids are "<shard>/<key>.jpg".
/// All shards must be in one folder. Without a class list the label words are the classes; numbers stand for
/// 0 up to the largest number. What is passed over is counted, links and incomplete examples with a warning.
/// @throws DataError if a shard is damaged (tar_members.h), no example is complete, an example has two images
/// or an empty label, or its label is not a class
ImageIndex list_shards(std::span<const std::filesystem::path> shards, const std::optional<ClassList>& classes,
                       const ListProgress& progress = {},
                       config::ClassOrder order = config::ClassOrder::text);

}  // namespace hybrid::image_index
