#include "data/fashion_mnist.h"

#include <fmt/format.h>

#include <cstdlib>

#include "core/error.h"
#include "data/idx.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

constexpr int kSide = 28;
constexpr int kClasses = 10;

fs::path find_file(const fs::path& root, const std::string& name) {
  const fs::path gzipped = root / (name + ".gz");
  if (fs::exists(gzipped)) return gzipped;
  const fs::path plain = root / name;
  if (fs::exists(plain)) return plain;
  throw DataError(
      gzipped,
      "not found; install Debian's package dataset-fashion-mnist, or give the folder with its four files "
      "as data.root");
}

}  // namespace

fs::path fashion_mnist_root(const std::string& configured) {
  if (!configured.empty()) return configured;
  if (const char* data = std::getenv("HYBRID_DATA"); data != nullptr && *data != '\0')
    if (const fs::path folder = fs::path(data) / "fashion-mnist"; fs::exists(folder)) return folder;
  return "/usr/share/datasets/fashion-mnist";
}

FashionMnistFiles fashion_mnist_files(const fs::path& root, DataSplit split) {
  const std::string prefix = split == DataSplit::train ? "train" : "t10k";
  return {find_file(root, prefix + "-images-idx3-ubyte"), find_file(root, prefix + "-labels-idx1-ubyte")};
}

ImageDataset read_fashion_mnist(const FashionMnistFiles& files) {
  IdxArray images = read_idx(files.images, 3);
  const IdxArray labels = read_idx(files.labels, 1);
  const std::size_t n = images.dimensions[0];
  if (n == 0) throw DataError(files.images, "no images");
  if (images.dimensions[1] != kSide || images.dimensions[2] != kSide)
    throw DataError(files.images, fmt::format("images of {}x{}, Fashion-MNIST has {}x{}",
                                              images.dimensions[1], images.dimensions[2], kSide, kSide));
  if (labels.values.size() != n)
    throw DataError(files.labels, fmt::format("{} labels for the {} images in {}", labels.values.size(), n,
                                              files.images.string()));
  for (std::size_t i = 0; i < n; ++i)
    if (labels.values[i] >= kClasses)
      throw DataError(files.labels,
                      fmt::format("label {} of image {} is not in 0..{}", labels.values[i], i, kClasses - 1));
  return {.name = "fashion_mnist",
          .channels = 1,
          .height = kSide,
          .width = kSide,
          .classes = kClasses,
          .class_names = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
                          "Bag", "Ankle boot"},
          .images = std::move(images.values),
          .labels = {labels.values.begin(), labels.values.end()}};
}

}  // namespace hybrid
