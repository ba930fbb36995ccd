#include "datasets/mnist.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/folders.h"
#include "datasets/idx.h"

namespace hybrid::datasets {

namespace fs = std::filesystem;

namespace {

constexpr int kSide = 28;
constexpr int kClasses = 10;

constexpr MnistFormat kMnist{
    .dataset = "mnist",
    .name = "MNIST",
    .folder = "mnist",
    .class_names = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
    .where = "`hybrid data fetch mnist` gets it; or give the folder with its four files as data.root"};

constexpr MnistFormat kKmnist{
    .dataset = "kmnist",
    .name = "Kuzushiji-MNIST",
    .folder = "kmnist",
    .class_names = {"o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"},
    .where = "`hybrid data fetch kmnist` gets it; or give the folder with its four files as data.root"};

constexpr MnistFormat kFashionMnist{
    .dataset = "fashion_mnist",
    .name = "Fashion-MNIST",
    .folder = "fashion-mnist",
    .class_names = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
                    "Bag", "Ankle boot"},
    .where =
        "install Debian's package dataset-fashion-mnist, or give the folder with its four files as data.root",
    .package_folder = "/usr/share/datasets/fashion-mnist"};

fs::path find_file(const MnistFormat& format, const fs::path& root, const std::string& name) {
  const fs::path gzipped = root / (name + ".gz");
  if (fs::exists(gzipped)) return gzipped;
  const fs::path plain = root / name;
  if (fs::exists(plain)) return plain;
  throw DataError(gzipped, fmt::format("not found; {}", format.where));
}

}  // namespace

const MnistFormat& mnist_format(config::DatasetName dataset) {
  if (dataset == config::DatasetName::mnist) return kMnist;
  if (dataset == config::DatasetName::kmnist) return kKmnist;
  HYBRID_CHECK(dataset == config::DatasetName::fashion_mnist, "{} is not like MNIST",
               name_of(dataset, config::kDatasetNames));
  return kFashionMnist;
}

fs::path mnist_root(const MnistFormat& format, const std::string& configured) {
  if (!configured.empty()) return configured;
  const auto data = data_folder();
  const fs::path folder = data ? *data / format.folder : fs::path(format.folder);
  if (data && (fs::exists(folder) || format.package_folder.empty())) return folder;
  if (!format.package_folder.empty()) return format.package_folder;
  throw DataError(folder, fmt::format("no folder given, and $HYBRID_DATA is not set; {}", format.where));
}

MnistFiles mnist_files(const MnistFormat& format, const fs::path& root, config::DataSplit split) {
  const std::string prefix = split == config::DataSplit::train ? "train" : "t10k";
  return {find_file(format, root, prefix + "-images-idx3-ubyte"),
          find_file(format, root, prefix + "-labels-idx1-ubyte")};
}

images::ImageDataset read_mnist(const MnistFormat& format, const MnistFiles& files) {
  IdxArray images = read_idx(files.images, 3);
  const IdxArray labels = read_idx(files.labels, 1);
  const std::size_t n = images.dimensions[0];
  if (n == 0) throw DataError(files.images, "no images");
  if (images.dimensions[1] != kSide || images.dimensions[2] != kSide)
    throw DataError(files.images, fmt::format("images of {}x{}, {} has {}x{}", images.dimensions[1],
                                              images.dimensions[2], format.name, kSide, kSide));
  if (labels.values.size() != n)
    throw DataError(files.labels, fmt::format("{} labels for the {} images in {}", labels.values.size(), n,
                                              files.images.string()));
  for (std::size_t i = 0; i < n; ++i)
    if (labels.values[i] >= kClasses)
      throw DataError(files.labels,
                      fmt::format("label {} of image {} is not in 0..{}", labels.values[i], i, kClasses - 1));
  return {.name = std::string(format.dataset),
          .channels = 1,
          .height = kSide,
          .width = kSide,
          .classes = kClasses,
          .class_names = {format.class_names.begin(), format.class_names.end()},
          .images = std::move(images.values),
          .labels = {labels.values.begin(), labels.values.end()}};
}

}  // namespace hybrid::datasets
