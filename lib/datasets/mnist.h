#pragma once
// MNIST (LeCun, Cortes, Burges 1998) and data sets in its format: 60,000 training and 10,000 test images,
// 28x28 grey, ten classes, in four IDX files, gzipped or plain. Fashion-MNIST (Xiao, Rasul, Vollgraf 2017)
// has clothes, Kuzushiji-MNIST (Clanuwat et al. 2018) cursive Japanese characters.

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "config/data.h"
#include "images/image_dataset.h"

namespace hybrid::datasets {

struct MnistFormat {
  std::string_view dataset;  ///< "fashion_mnist"
  std::string_view name;     ///< for display: "Fashion-MNIST"
  std::string_view folder;   ///< below $HYBRID_DATA
  std::array<std::string_view, 10> class_names;
  std::string_view where;           ///< instructions to get it
  std::string_view package_folder;  ///< folder of the Debian package; empty if there is none
};

/// Returns the format of mnist, kmnist or fashion_mnist, which cannot be recognised from the files.
const MnistFormat& mnist_format(config::DatasetName dataset);

/// Returns the folder: `configured` if not empty, else $HYBRID_DATA/<folder> if it exists, else that of the
/// package.
/// @throws DataError with instructions to get the data, if none exists
std::filesystem::path mnist_root(const MnistFormat& format, const std::string& configured);

struct MnistFiles {
  std::filesystem::path images;
  std::filesystem::path labels;
};

/// Returns the split's two files, gzipped or, if only these exist, plain; also under the other names they
/// come in: "train-images.idx3-ubyte", "test-images...", in torchvision's "FashionMNIST/raw", or each in a
/// folder of its name.
/// @throws DataError with instructions to get the data, if one is missing; with both files, if they are not
/// in the same folder or not named alike
MnistFiles mnist_files(const MnistFormat& format, const std::filesystem::path& root, config::DataSplit split);

/// Returns whether mnist_files would find the images of a split.
bool holds_mnist(const MnistFormat& format, const std::filesystem::path& root);

/// Reads the images.
/// @throws DataError if a file is damaged or the two do not match
images::ImageDataset read_mnist(const MnistFormat& format, const MnistFiles& files);

}  // namespace hybrid::datasets
