#pragma once
// The layouts of a split below the root of an image data set. The names are train or training; and test or
// testing or, if these do not exist, val, validation, valid, dev or eval; in any case. The first of these is
// used:
//   train.csv                     a list with one line "path,label" per image (list_csv.h)
//   train/                        a folder per class (list_folders.h); or images with a label file
//                                 (label_file.h)
//   train.tar                     the same in a tar file, or a tar file per class in it (list_tar.h)
//   train-000000.tar, ...         shards (list_shards.h), possibly with a prefix: imagenet-train-0000.tar
//   ILSVRC2012_img_train.tar,     as published by ImageNet, read like train.tar and val.tar
//   ILSVRC2012_img_val.tar

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/data.h"

namespace hybrid::image_index {

struct SplitPlace {
  enum class Kind { list, folders, flat_folder, tar, shards };
  Kind kind = Kind::folders;
  std::vector<std::filesystem::path> files;  ///< the list, the folder, the tar file, or the ordered shards
  /// Label file of a folder or tar file without classes, if there is one.
  std::optional<std::filesystem::path> labels;
};

/// Returns the location of a split, or std::nullopt if it is missing.
/// @throws DataError if it is compressed, or has shards of two data sets
std::optional<SplitPlace> find_split(const std::filesystem::path& root, config::DataSplit split);

/// Returns a warning for each place that is named like a split but not used, because another one is.
std::vector<std::string> unused_splits(const std::filesystem::path& root);

}  // namespace hybrid::image_index
