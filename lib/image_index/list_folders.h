#pragma once
// A folder per class with an image per file, in the order of torchvision's ImageFolder: classes by the
// folders' names, images by path. Or images without classes, with a label file.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "image_index/class_list.h"
#include "image_index/image_index.h"

namespace hybrid {

/// The names of the folders in a folder, sorted.
std::vector<std::string> folders_in(const std::filesystem::path& folder);

/// The images of the classes' folders in `folder`; a class of the list may have none there. Paths are below
/// `folder`; files that are no images by their names are counted.
/// @throws DataError if there are no class folders, one has no image, or one is not in the list of classes
ImageIndex list_folders(const std::filesystem::path& folder, const ClassList& classes);

/// Images in a folder without classes, sorted by name, with their labels from a file (label_file.h); without
/// a list of classes the file's words are the classes. @throws DataError if the label file does not fit
ImageIndex list_flat_folder(const std::filesystem::path& folder, const std::optional<ClassList>& classes,
                            const std::filesystem::path& label_file);

}  // namespace hybrid
