#pragma once
// Fashion-MNIST (Xiao, Rasul, Vollgraf 2017): 60,000 training and 10,000 test images of clothes, 28x28 grey,
// ten classes, as Debian's package dataset-fashion-mnist installs them.

#include <filesystem>
#include <string>

#include "config/data.h"
#include "data/image_dataset.h"

namespace hybrid {

/// The folder: `configured` if not empty, else $HYBRID_DATA/fashion-mnist if that is there, else the
/// package's.
std::filesystem::path fashion_mnist_root(const std::string& configured);

struct FashionMnistFiles {
  std::filesystem::path images;
  std::filesystem::path labels;
};

/// The split's two files, gzipped or, where there are only those, plain.
/// @throws DataError if one is missing, saying which package brings it.
FashionMnistFiles fashion_mnist_files(const std::filesystem::path& root, DataSplit split);

/// @throws DataError if a file is damaged or the two do not fit together.
ImageDataset read_fashion_mnist(const FashionMnistFiles& files);

}  // namespace hybrid
