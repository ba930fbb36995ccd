#pragma once
// CIFAR-10 (Krizhevsky 2009): 50,000 training images in five files and 10,000 test images of 32x32 RGB in 10
// classes, in the official "binary version": records of 3073 bytes (cifar_records.h).

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "config/data.h"
#include "datasets/cifar_records.h"

namespace hybrid::datasets {

/// Returns the folder, or the archive cifar-10-binary.tar.gz: `configured` if not empty, else below
/// $HYBRID_DATA.
/// @throws DataError with instructions to get the data, if neither is given
std::filesystem::path cifar10_root(const std::string& configured);

/// Returns data_batch_1.bin to data_batch_5.bin, or test_batch.bin, and batches.meta.txt, extracted or in the
/// archive.
/// @throws DataError with instructions to get the data, if one is missing
CifarFiles cifar10_files(const std::filesystem::path& root, config::DataSplit split);

/// See read_cifar and open_cifar.
images::ImageDataset read_cifar10(const CifarFiles& files, std::size_t limit = 0);
std::unique_ptr<images::ImageSource> open_cifar10(const CifarFiles& files, config::DataSplit split,
                                                  std::size_t limit = 0);

}  // namespace hybrid::datasets
