#pragma once
// The "binary version" of CIFAR-10 and CIFAR-100 (Krizhevsky 2009): files of records, each of a byte or two
// of labels, the last of which is the class, and 1024 bytes each of red, green and blue of a 32x32 image.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "config/data.h"
#include "images/image_dataset.h"
#include "images/image_source.h"

namespace hybrid {

struct CifarFormat {
  std::string_view dataset;  ///< "cifar100"
  std::string_view name;     ///< for people: "CIFAR-100"
  std::size_t label_bytes = 1;
  int classes = 10;
  std::string_view folder;   ///< that its archive unpacks to: "cifar-100-binary"
  std::string_view archive;  ///< "cifar-100-binary.tar.gz"
  std::string_view where;    ///< where to get it, for messages
};

struct CifarFiles {
  std::vector<std::filesystem::path> records;  ///< of one split, in order
  std::filesystem::path class_names;           ///< a name a line
  std::filesystem::path archive;               ///< the .tar.gz that both are names in; empty: they are files
};

/// Where a data set lies below `configured`, or if that is empty $HYBRID_DATA: its folder, else, as it was
/// downloaded, its archive. `configured` may be the archive itself.
/// @throws DataError that tells how to get the data, if neither is given
std::filesystem::path cifar_root(const CifarFormat& format, const std::string& configured);

/// Those files in `root`; or if the first is not there, in the archive that `root` is or holds.
/// @throws DataError if one is missing, saying how to get it
CifarFiles cifar_files(const CifarFormat& format, const std::filesystem::path& root,
                       const std::vector<std::string>& records, const std::string& class_names);

/// What is read of those: the files, or the archive.
std::vector<std::filesystem::path> inputs_of(const CifarFiles& files);

/// The first `limit` images, all for 0, in memory.
/// @throws DataError if a file's records are no whole number or none, a label is not one of a class, there
/// are not as many names as classes, or two are the same
ImageDataset read_cifar(const CifarFormat& format, const CifarFiles& files, std::size_t limit = 0);

/// The same, each image read when it is asked for; ids are "test/17". Checks the files as read_cifar does, in
/// one pass, and keeps the labels. Records in an archive are kept in memory, because compressed ones have no
/// place in the file.
std::unique_ptr<ImageSource> open_cifar(const CifarFormat& format, const CifarFiles& files, DataSplit split,
                                        std::size_t limit = 0);

}  // namespace hybrid
