#pragma once
// In which of the ways that image data sets come a split lies below its root. For train, test and where that
// is not there val or validation, the first of:
//   train.csv                     a list, path,label a line (list_csv.h)
//   train/                        a folder per class (list_folders.h); or the images themselves, with a label
//   file
//                                 (label_file.h)
//   train.tar                     the same in a tar file, or a tar per class in it (list_tar.h)
//   train-000000.tar, ...         shards, "train" perhaps behind another word: imagenet-train-0000.tar
//   (list_shards.h) ILSVRC2012_img_train.tar, ILSVRC2012_img_val.tar    as ImageNet publishes them, read like
//   train.tar and val.tar

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/data.h"

namespace hybrid {

struct SplitPlace {
  enum class Kind { list, folders, flat_folder, tar, shards };
  Kind kind = Kind::folders;
  std::vector<std::filesystem::path> files;  ///< the list, the folder, the tar file, or the shards in order
  std::optional<std::filesystem::path> labels;  ///< of a flat folder or tar, where one is there
};

/// Nothing if the split is not there. @throws DataError if it is there only compressed, or as shards of two
/// data sets
std::optional<SplitPlace> find_split(const std::filesystem::path& root, DataSplit split);

}  // namespace hybrid
