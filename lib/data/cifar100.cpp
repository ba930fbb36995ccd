#include "data/cifar100.h"

#include <fmt/format.h>

#include <cstdlib>

#include "core/error.h"
#include "data/cifar_records.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

constexpr CifarFormat kFormat{
    .dataset = "cifar100",
    .name = "CIFAR-100",
    .label_bytes = 2,  // coarse, fine
    .classes = 100,
    .where =
        "get the \"CIFAR-100 binary version\" from www.cs.toronto.edu/~kriz/cifar.html and unpack "
        "cifar-100-binary.tar.gz"};

CifarFiles files_of(const Cifar100Files& files) {
  return {.records = {files.records}, .class_names = files.class_names};
}

}  // namespace

fs::path cifar100_root(const std::string& configured) {
  if (!configured.empty()) return configured;
  if (const char* data = std::getenv("HYBRID_DATA"); data != nullptr && *data != '\0')
    return fs::path(data) / "cifar-100-binary";
  throw DataError("cifar-100-binary",
                  fmt::format("no folder given; {}, then give the folder cifar-100-binary as "
                              "data.root, or the folder that holds it as $HYBRID_DATA",
                              kFormat.where));
}

Cifar100Files cifar100_files(const fs::path& root, DataSplit split) {
  const Cifar100Files files{.records = root / fmt::format("{}.bin", name_of(split, kDataSplitNames)),
                            .class_names = root / "fine_label_names.txt"};
  for (const auto& file : {files.records, files.class_names})
    if (!fs::is_regular_file(file))
      throw DataError(
          file, fmt::format("not found; {}, so that train.bin, test.bin and fine_label_names.txt are in {}",
                            kFormat.where, root.string()));
  return files;
}

ImageDataset read_cifar100(const Cifar100Files& files, std::size_t limit) {
  return read_cifar(kFormat, files_of(files), limit);
}

std::unique_ptr<ImageSource> open_cifar100(const Cifar100Files& files, DataSplit split, std::size_t limit) {
  return open_cifar(kFormat, files_of(files), split, limit);
}

}  // namespace hybrid
