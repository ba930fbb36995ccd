#pragma once
// CIFAR-100 (Krizhevsky 2009): 50,000 training and 10,000 test images of 32x32 RGB in 100 classes, in the
// official "binary version": records of 3074 bytes, which are the coarse label, the fine label, and 1024
// bytes each of red, green and blue. The fine labels are the classes.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "config/data.h"
#include "datasets/cifar_records.h"
#include "images/image_dataset.h"
#include "images/image_source.h"

namespace hybrid::datasets {

/// Returns the folder, or the archive cifar-100-binary.tar.gz: `configured` if not empty, else below
/// $HYBRID_DATA.
/// @throws DataError with instructions where to get the data and where to put it, if neither is given
std::filesystem::path cifar100_root(const std::string& configured);

/// Returns train.bin or test.bin, and fine_label_names.txt, extracted or in the archive.
/// @throws DataError with instructions where to get the data, if one is missing
CifarFiles cifar100_files(const std::filesystem::path& root, config::DataSplit split);

/// Reads the first `limit` images (0: all) into memory.
/// @throws DataError if a file ends within a record, a label is not in 0..99, or there are not 100 names
images::ImageDataset read_cifar100(const CifarFiles& files, std::size_t limit = 0);

/// Opens the images, which are read on demand; ids are "test/17". Checks the files like read_cifar100, in one
/// pass, and keeps the labels in memory.
std::unique_ptr<images::ImageSource> open_cifar100(const CifarFiles& files, config::DataSplit split,
                                                   std::size_t limit = 0);

}  // namespace hybrid::datasets
