#pragma once
// Folders of image files: one folder per class, in the order of torchvision's ImageFolder (classes by folder
// name, images by path); or one folder of images with a label file.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "image_index/class_list.h"
#include "image_index/image_index.h"

namespace hybrid::image_index {

/// Returns the names of the folders in a folder, sorted, without those that programs leave
/// (is_left_by_program).
std::vector<std::string> folders_in(const std::filesystem::path& folder);

/// Makes an index of the class folders in `folder`; classes of the list may have no folder. Paths are
/// relative to `folder`. Files without an image's name are counted, unless they have no ending and the
/// content of an image.
/// @throws DataError if there are no class folders, one has no image, or one is not in the class list
ImageIndex list_folders(const std::filesystem::path& folder, const ClassList& classes);

/// Makes an index of a single folder of images, sorted by name, with labels from a file (label_file.h).
/// Without a class list the file's words are the classes.
/// @throws DataError if the label file does not match
ImageIndex list_flat_folder(const std::filesystem::path& folder, const std::optional<ClassList>& classes,
                            const std::filesystem::path& label_file,
                            config::ClassOrder order = config::ClassOrder::text);

}  // namespace hybrid::image_index
