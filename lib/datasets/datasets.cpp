#include "datasets/datasets.h"

#include <algorithm>

#include "core/error.h"
#include "datasets/cifar10.h"
#include "datasets/cifar100.h"
#include "datasets/mnist.h"
#include "datasets/synthetic.h"
#include "image_index/image_folder.h"
#include "images/memory_source.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

std::size_t limit_of(const DataConfig& config, DataSplit split) {
  const int limit = split == DataSplit::train ? config.train_limit : config.test_limit;
  HYBRID_CHECK(limit >= 0, "a limit of {} images", limit);
  return static_cast<std::size_t>(limit);
}

/// Returns the same images for every seed of the experiment, which varies the training but not the data.
ImageDataset make_synthetic_split(DataSplit split) {
  constexpr std::size_t kTrain = 6000;
  constexpr std::size_t kTest = 2000;
  const SeedTree seed = SeedTree(0).at("synthetic").at(name_of(split, kDataSplitNames));
  return make_synthetic(split == DataSplit::train ? kTrain : kTest, seed).dataset;
}

std::unique_ptr<ImageSource> open(const DataConfig& config, DataSplit split, const fs::path& cache) {
  const std::size_t limit = limit_of(config, split);
  const std::string split_name(name_of(split, kDataSplitNames));
  switch (config.dataset) {
    case DatasetName::fashion_mnist:
    case DatasetName::mnist:
    case DatasetName::kmnist: {
      const auto& format = mnist_format(config.dataset);
      const auto files = mnist_files(format, mnist_root(format, config.root), split);
      return source_of(first_images(read_mnist(format, files), limit), split_name);
    }
    case DatasetName::cifar10:
      return open_cifar10(cifar10_files(cifar10_root(config.root), split), split, limit);
    case DatasetName::cifar100:
      return open_cifar100(cifar100_files(cifar100_root(config.root), split), split, limit);
    case DatasetName::image_folder:
      return open_image_folder(image_folder_root(config.root), split, limit, config.image_size, cache);
    case DatasetName::synthetic:
      return source_of(first_images(make_synthetic_split(split), limit), split_name);
  }
  HYBRID_CHECK(false, "data set {} is not one of ours", static_cast<int>(config.dataset));
}

}  // namespace

std::vector<fs::path> input_files_of(const DataConfig& config, DataSplit split) {
  switch (config.dataset) {
    case DatasetName::fashion_mnist:
    case DatasetName::mnist:
    case DatasetName::kmnist: {
      const auto& format = mnist_format(config.dataset);
      const auto files = mnist_files(format, mnist_root(format, config.root), split);
      return {files.images, files.labels};
    }
    case DatasetName::cifar10:
      return inputs_of(cifar10_files(cifar10_root(config.root), split));
    case DatasetName::cifar100:
      return inputs_of(cifar100_files(cifar100_root(config.root), split));
    case DatasetName::image_folder:
      return image_folder_inputs(image_folder_root(config.root), split);
    case DatasetName::synthetic:
      return {};  // generated, not read
  }
  HYBRID_CHECK(false, "data set {} is not one of ours", static_cast<int>(config.dataset));
}

std::vector<fs::path> input_files_of(const DataConfig& config) {
  std::vector<fs::path> files = input_files_of(config, DataSplit::train);
  for (auto& file : input_files_of(config, DataSplit::test))
    if (std::ranges::find(files, file) == files.end()) files.push_back(std::move(file));
  return files;
}

ReadableImages open_images(const DataConfig& config, DataSplit split, Logger& log, const fs::path& cache,
                           int threads) {
  ReadableImages opened{open(config, split, cache), {}};
  if (config.dataset != DatasetName::image_folder) return opened;  // checked when opened
  if (config.on_bad_image == OnBadImage::skip)
    opened = readable_images(std::move(opened.images), cache, threads, log);
  if (config.image_size > 0) opened.images = in_memory(*opened.images);
  return opened;
}

Datasets load_datasets(const DataConfig& config, Logger& log, const fs::path& cache, int threads) {
  ReadableImages train = open_images(config, DataSplit::train, log, cache, threads);
  ReadableImages test = open_images(config, DataSplit::test, log, cache, threads);
  if (train.images->class_names() != test.images->class_names())
    throw DataError(
        config.root,
        fmt::format("train has {} classes and test {}, not the same; put imagenet_wnids.txt there, with "
                    "all classes in their order, a folder's name a line",
                    train.images->classes(), test.images->classes()));
  return {std::move(train.images), std::move(test.images), std::move(train.skipped), std::move(test.skipped)};
}

}  // namespace hybrid
