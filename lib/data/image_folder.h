#pragma once
// A folder per class with an image per file, in the order of torchvision's ImageFolder: classes by the folders' names,
// images by path. Where imagenet_wnids.txt lies in the root or beside it, its lines ("n01440764 tench") are the classes
// and their order instead, so that a sample that lacks most classes still has the labels of all.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "config/data.h"
#include "data/image_source.h"

namespace hybrid {

/// The folder: `configured` as it is written, or below $HYBRID_DATA. @throws DataError that lists where it was looked for
/// and says what belongs there
std::filesystem::path image_folder_root(const std::string& configured);

/// <root>/train or <root>/test. @throws DataError if there is no such folder
std::filesystem::path image_folder_of(const std::filesystem::path& root, DataSplit split);

/// `imagenet_wnids.txt` in the root or beside it, which then decides the classes' order; else nothing.
std::optional<std::filesystem::path> class_list_of(const std::filesystem::path& root);

/// The images below <root>/<split>, RGB, decoded when they are asked for; ids are paths below that folder. A `limit`
/// other than 0 takes so many, evenly spaced, because neighbours are of one class. A `size` other than 0 makes each image
/// its middle square of so many pixels a side (middle_square.h).
/// @throws DataError if there are no class folders, one has no image, or one is not in the list of classes;
/// Infeasible in a build without OpenCV
std::unique_ptr<ImageSource> open_image_folder(const std::filesystem::path& root, DataSplit split,
                                               std::size_t limit = 0, int size = 0);

}  // namespace hybrid
