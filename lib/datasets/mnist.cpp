#include "datasets/mnist.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "core/error.h"
#include "core/folders.h"
#include "core/words.h"
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

/// Returns the name with '-' for '.', '_' and blanks, in lower case, without ".gz".
std::string plain_name(const fs::path& file) {
  std::string name = lower_case(file.filename().string());
  std::ranges::replace_if(
      name, [](char c) { return c == '.' || c == '_' || c == ' '; }, '-');
  if (name.ends_with("-gz")) name.resize(name.size() - 3);
  return name;
}

/// Returns the file that is called like `name` up to case, punctuation and compression, or std::nullopt; the
/// published name first, gzipped or plain. Some archives unpack each file to a folder of its name.
std::optional<fs::path> find_in(const fs::path& folder, const std::string& name) {
  for (const auto& published : {folder / (name + ".gz"), folder / name})
    if (fs::is_regular_file(published)) return published;
  if (!fs::is_directory(folder)) return std::nullopt;
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (plain_name(entry.path()) != name) continue;
    if (entry.is_regular_file()) found.push_back(entry.path());
    if (entry.is_directory())
      if (auto inner = find_in(entry.path(), name)) found.push_back(*std::move(inner));
  }
  if (found.empty()) return std::nullopt;
  return *std::ranges::min_element(found);
}

/// The names of a split's files, without what follows "images" or "labels".
std::vector<std::string> prefixes_of(config::DataSplit split) {
  return split == config::DataSplit::train ? std::vector<std::string>{"train"}
                                           : std::vector<std::string>{"t10k", "test"};
}

/// The root, and the folders in it in which torchvision keeps the files: "FashionMNIST/raw".
std::vector<fs::path> folders_of(const MnistFormat& format, const fs::path& root) {
  std::vector<fs::path> folders{root, root / "raw"};
  std::string wanted(format.folder);
  std::erase(wanted, '-');
  if (!fs::is_directory(root)) return folders;
  for (const auto& entry : fs::directory_iterator(root)) {
    std::string name = plain_name(entry.path());
    std::erase(name, '-');
    if (name != wanted || !entry.is_directory()) continue;
    folders.push_back(entry.path());
    folders.push_back(entry.path() / "raw");
  }
  return folders;
}

constexpr const char* kImages = "-images-idx3-ubyte";
constexpr const char* kLabels = "-labels-idx1-ubyte";

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
  std::optional<fs::path> images, labels;  // the first of each, for messages
  for (const auto& folder : folders_of(format, root))
    for (const auto& prefix : prefixes_of(split)) {
      auto found_images = find_in(folder, prefix + kImages), found_labels = find_in(folder, prefix + kLabels);
      if (found_images && found_labels) return {*std::move(found_images), *std::move(found_labels)};
      if (!images) images = std::move(found_images);
      if (!labels) labels = std::move(found_labels);
    }
  if (images && labels)
    throw DataError(*images, fmt::format("its labels are not beside it; {} may be those of other images: put "
                                         "the two files that belong together into one folder, named alike",
                                         labels->string()));
  throw DataError(root / (prefixes_of(split).front() + (images ? kLabels : kImages) + ".gz"),
                  fmt::format("not found; {}", format.where));
}

bool holds_mnist(const MnistFormat& format, const fs::path& root) {
  for (const auto& folder : folders_of(format, root))
    for (const auto split : {config::DataSplit::train, config::DataSplit::test})
      for (const auto& prefix : prefixes_of(split))
        if (find_in(folder, prefix + kImages)) return true;
  return false;
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
