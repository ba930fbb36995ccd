#pragma once
// A list of images in a CSV file, a line each: "path,label". The label is what stands behind the last comma:
// with a list of classes the name of a class's folder ("n01440764") or its number from 0 on; without one any
// word, and the words are the classes. A first line "path,label" is a heading. Paths may be quoted, and need
// not be.

#include <filesystem>
#include <optional>
#include <vector>

#include "image_index/class_list.h"
#include "image_index/image_index.h"

namespace hybrid {

/// The words that stand as labels in a list, sorted; numbers stand for themselves and all those below them.
ClassList classes_in_csv(const std::filesystem::path& path);

/// Paths are below the folder of the list. That the images are there is found out when they are read.
/// Files that are no images by their names are counted. @throws DataError naming the line if it is no path
/// and label, or its label is outside the list; or if no image is listed
ImageIndex list_csv(const std::filesystem::path& path, const ClassList& classes);

}  // namespace hybrid
