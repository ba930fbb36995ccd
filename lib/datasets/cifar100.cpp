#include "datasets/cifar100.h"

#include <fmt/format.h>

namespace hybrid::datasets {

namespace fs = std::filesystem;

namespace {

constexpr CifarFormat kFormat{.dataset = "cifar100",
                              .name = "CIFAR-100",
                              .label_bytes = 2,  // coarse, fine
                              .classes = 100,
                              .folder = "cifar-100-binary",
                              .archive = "cifar-100-binary.tar.gz",
                              .where =
                                  "get the \"CIFAR-100 binary version\" from "
                                  "www.cs.toronto.edu/~kriz/cifar.html, or by `hybrid data fetch "
                                  "cifar100`"};

}  // namespace

fs::path cifar100_root(const std::string& configured) {
  return cifar_root(kFormat, configured);
}

CifarFiles cifar100_files(const fs::path& root, config::DataSplit split) {
  return cifar_files(kFormat, root, {fmt::format("{}.bin", name_of(split, config::kDataSplitNames))},
                     "fine_label_names.txt");
}

images::ImageDataset read_cifar100(const CifarFiles& files, std::size_t limit) {
  return read_cifar(kFormat, files, limit);
}

std::unique_ptr<images::ImageSource> open_cifar100(const CifarFiles& files, config::DataSplit split,
                                                   std::size_t limit) {
  return open_cifar(kFormat, files, split, limit);
}

}  // namespace hybrid::datasets
