#pragma once
// MNIST (LeCun, Cortes, Burges 1998) and the data sets made like it: 60,000 training and 10,000 test images,
// 28x28 grey, ten classes, in four IDX files, gzipped or plain. Fashion-MNIST (Xiao, Rasul, Vollgraf 2017)
// shows clothes, Kuzushiji-MNIST (Clanuwat et al. 2018) cursive Japanese characters.

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "config/data.h"
#include "images/image_dataset.h"

namespace hybrid {

struct MnistFormat {
  std::string_view dataset;  ///< "fashion_mnist"
  std::string_view name;     ///< for people: "Fashion-MNIST"
  std::string_view folder;   ///< below $HYBRID_DATA
  std::array<std::string_view, 10> class_names;
  std::string_view where;                ///< how to get it, for messages
  std::string_view package_folder = "";  ///< where a package of Debian's puts it; empty if there is none
};

/// Of mnist, kmnist or fashion_mnist; their files do not tell them apart.
const MnistFormat& mnist_format(DatasetName dataset);

/// The folder: `configured` if not empty, else $HYBRID_DATA/<folder> if that is there, else the package's.
/// @throws DataError that tells how to get the data, if there is none of these
std::filesystem::path mnist_root(const MnistFormat& format, const std::string& configured);

struct MnistFiles {
  std::filesystem::path images;
  std::filesystem::path labels;
};

/// The split's two files, gzipped or, where there are only those, plain.
/// @throws DataError if one is missing, saying how to get it
MnistFiles mnist_files(const MnistFormat& format, const std::filesystem::path& root, DataSplit split);

/// @throws DataError if a file is damaged or the two do not fit together.
ImageDataset read_mnist(const MnistFormat& format, const MnistFiles& files);

}  // namespace hybrid
