#include "data/cifar10.h"

#include <fmt/format.h>

#include <cstdlib>

#include "core/error.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

constexpr CifarFormat kFormat{.dataset = "cifar10",
                              .name = "CIFAR-10",
                              .label_bytes = 1,
                              .classes = 10,
                              .where = "`hybrid data fetch cifar10` gets it"};

}  // namespace

fs::path cifar10_root(const std::string& configured) {
  if (!configured.empty()) return configured;
  if (const char* data = std::getenv("HYBRID_DATA"); data != nullptr && *data != '\0')
    return fs::path(data) / "cifar-10-batches-bin";
  throw DataError(
      "cifar-10-batches-bin",
      fmt::format("no folder given; {}, then give the folder cifar-10-batches-bin as data.root, or "
                  "the folder that holds it as $HYBRID_DATA",
                  kFormat.where));
}

CifarFiles cifar10_files(const fs::path& root, DataSplit split) {
  CifarFiles files{.class_names = root / "batches.meta.txt"};
  if (split == DataSplit::test)
    files.records = {root / "test_batch.bin"};
  else
    for (int batch = 1; batch <= 5; ++batch)
      files.records.push_back(root / fmt::format("data_batch_{}.bin", batch));
  std::vector<fs::path> wanted = files.records;
  wanted.push_back(files.class_names);
  for (const auto& file : wanted)
    if (!fs::is_regular_file(file)) throw DataError(file, fmt::format("not found; {}", kFormat.where));
  return files;
}

ImageDataset read_cifar10(const CifarFiles& files, std::size_t limit) {
  return read_cifar(kFormat, files, limit);
}

std::unique_ptr<ImageSource> open_cifar10(const CifarFiles& files, DataSplit split, std::size_t limit) {
  return open_cifar(kFormat, files, split, limit);
}

}  // namespace hybrid
