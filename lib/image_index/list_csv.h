#pragma once
// A list of images in a CSV file with one line "path,label" per image. The label follows the last comma: with
// a class list it is the name of a class's folder ("n01440764") or its number from 0; without one it is any
// word, and the words are the classes. Paths and labels may be quoted. A first line that names columns is a
// header; it may name more than two, and in any order.

#include <filesystem>
#include <optional>
#include <vector>

#include "image_index/class_list.h"
#include "image_index/image_index.h"

namespace hybrid::image_index {

/// Returns the classes in a list (classes_of_words).
ClassList classes_in_csv(const std::filesystem::path& path,
                         config::ClassOrder order = config::ClassOrder::text);

/// Makes an index of the listed images. Paths are relative to the folder of the list. Whether images exist is
/// not checked until they are read. Files with the ending of another type are counted.
/// @throws DataError naming a line that is not a path and a label, or whose label is not in the class list;
/// or if no image is listed, or several columns have no usual names
ImageIndex list_csv(const std::filesystem::path& path, const ClassList& classes);

}  // namespace hybrid::image_index
