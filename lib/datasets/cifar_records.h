#pragma once
// The "binary version" of CIFAR-10 and CIFAR-100 (Krizhevsky 2009), 50,000 training and 10,000 test images
// each: files of records with one or two label bytes, the last of which is the class, and 1024 bytes each of
// red, green and blue of a 32x32 image.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "config/data.h"
#include "images/image_dataset.h"
#include "images/image_source.h"

namespace hybrid::datasets {

struct CifarFormat {
  std::string_view dataset;  ///< "cifar100"
  std::string_view name;     ///< for display: "CIFAR-100"
  std::size_t label_bytes = 1;
  int classes = 10;
  std::string_view folder;                              ///< folder in its archive: "cifar-100-binary"
  std::string_view archive;                             ///< "cifar-100-binary.tar.gz"
  std::string_view where;                               ///< instructions where to get it
  std::span<const char*const> train_files, test_files;  ///< of records, in order
  const char* class_names = nullptr;                    ///< file with one name per line
};

/// Returns the format of cifar10 or cifar100.
const CifarFormat& cifar_format(config::DatasetName dataset);

struct CifarFiles {
  std::vector<std::filesystem::path> records;  ///< files of one split, in order
  std::filesystem::path class_names;           ///< one name per line
  std::filesystem::path archive;               ///< the .tar.gz that contains both; empty: they are files
};

/// Returns the folder of a data set, or its downloaded archive, below `configured` or, if that is empty,
/// below $HYBRID_DATA. `configured` may be the archive itself.
/// @throws DataError with instructions to get the data, if neither is given
std::filesystem::path cifar_root(const CifarFormat& format, const std::string& configured);

/// Returns the split's files in `root`; if the first is missing, in the archive that `root` is or contains.
/// @throws DataError with instructions to get the data, if one is missing
CifarFiles cifar_files(const CifarFormat& format, const std::filesystem::path& root, config::DataSplit split);

/// Returns the inputs: the files, or the archive.
std::vector<std::filesystem::path> inputs_of(const CifarFiles& files);

/// Reads the first `limit` images (0: all) into memory.
/// @throws DataError if a file is empty or ends within a record, a label is out of range, the number of names
/// differs from that of classes, or two names are equal
images::ImageDataset read_cifar(const CifarFormat& format, const CifarFiles& files, std::size_t limit = 0);

/// Opens the images, which are read on demand; ids are "test/17". Checks the files like read_cifar, in one
/// pass, and keeps the labels in memory. Records in an archive are kept in memory, because compressed records
/// have no position in the file.
std::unique_ptr<images::ImageSource> open_cifar(const CifarFormat& format, const CifarFiles& files,
                                                config::DataSplit split, std::size_t limit = 0);

}  // namespace hybrid::datasets
