#pragma once
// Images in an uncompressed tar file, read in place. It has a folder per class ("n01440764/x.JPEG", also
// "./train/n01440764/x.JPEG" in train.tar), a tar file per class (ImageNet's ILSVRC2012_img_train.tar), or,
// with a label file, images only (ILSVRC2012_img_val.tar). Paths, order and ids are those of the unpacked
// folder.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "image_index/class_list.h"
#include "image_index/image_index.h"

namespace hybrid::image_index {

/// Called with the number of bytes read from the archives since the last call.
using ListProgress = std::function<void(std::uint64_t bytes)>;

/// Entries that are passed over.
struct PassedOver {
  std::size_t count = 0;
  std::string first;

  void add(const std::string& name) {
    if (count++ == 0) first = name;
  }
};

/// Makes an index of a tar file. Links are passed over with a warning. Without a class list the classes are
/// its folders or inner tar files, or those in the label file, sorted by name.
/// @throws DataError if the tar is damaged (tar_members.h), a class has no image or is not in the list, only
/// some images are in class folders, two entries have the same name, or the label file does not match
ImageIndex list_tar(const std::filesystem::path& tar, const std::optional<ClassList>& classes,
                    const std::optional<std::filesystem::path>& label_file, const ListProgress& progress = {},
                    config::ClassOrder order = config::ClassOrder::text);

}  // namespace hybrid::image_index
