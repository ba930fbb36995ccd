#pragma once
// Images in an uncompressed tar file, read in place: a folder per class ("n01440764/x.JPEG", also
// "./train/n01440764/x.JPEG" in train.tar), a tar per class (ImageNet's own ILSVRC2012_img_train.tar), or,
// with a label file, no classes at all (its ILSVRC2012_img_val.tar). Paths and order are those of the
// unpacked folder, so that ids are the same.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "image_index/class_list.h"
#include "image_index/image_index.h"

namespace hybrid {

/// Told how many more bytes of the archives have been gone through.
using ListProgress = std::function<void(std::uint64_t bytes)>;

/// Without a list of classes these are the tar's folders or tars, or the label file's, by name.
/// @throws DataError if the tar is damaged (tar_members.h), a class has no image or is not in the list, an
/// image lies in no class's folder though others do, two entries have one name, or the label file does not
/// fit
ImageIndex list_tar(const std::filesystem::path& tar, const std::optional<ClassList>& classes,
                    const std::optional<std::filesystem::path>& label_file,
                    const ListProgress& progress = {});

}  // namespace hybrid
