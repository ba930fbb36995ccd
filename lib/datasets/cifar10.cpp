#include "datasets/cifar10.h"

#include <fmt/format.h>

namespace hybrid::datasets {

namespace fs = std::filesystem;

namespace {

constexpr CifarFormat kFormat{.dataset = "cifar10",
                              .name = "CIFAR-10",
                              .label_bytes = 1,
                              .classes = 10,
                              .folder = "cifar-10-batches-bin",
                              .archive = "cifar-10-binary.tar.gz",
                              .where = "`hybrid data fetch cifar10` gets it"};

}  // namespace

fs::path cifar10_root(const std::string& configured) {
  return cifar_root(kFormat, configured);
}

CifarFiles cifar10_files(const fs::path& root, config::DataSplit split) {
  std::vector<std::string> records{"test_batch.bin"};
  if (split == config::DataSplit::train) {
    records.clear();
    for (int batch = 1; batch <= 5; ++batch) records.push_back(fmt::format("data_batch_{}.bin", batch));
  }
  return cifar_files(kFormat, root, records, "batches.meta.txt");
}

images::ImageDataset read_cifar10(const CifarFiles& files, std::size_t limit) {
  return read_cifar(kFormat, files, limit);
}

std::unique_ptr<images::ImageSource> open_cifar10(const CifarFiles& files, config::DataSplit split,
                                                  std::size_t limit) {
  return open_cifar(kFormat, files, split, limit);
}

}  // namespace hybrid::datasets
