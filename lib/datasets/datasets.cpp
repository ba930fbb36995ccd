#include "datasets/datasets.h"

#include <algorithm>

#include "core/error.h"
#include "datasets/cifar_records.h"
#include "datasets/mnist.h"
#include "datasets/synthetic.h"
#include "image_index/image_folder.h"
#include "image_index/indexed_images.h"
#include "images/memory_source.h"

namespace hybrid::datasets {

namespace fs = std::filesystem;

namespace {

std::size_t limit_of(const config::DataConfig& config, config::DataSplit split) {
  const int limit = split == config::DataSplit::train ? config.train_limit : config.test_limit;
  HYBRID_CHECK(limit >= 0, "a limit of {} images", limit);
  return static_cast<std::size_t>(limit);
}

/// Returns the same images for every seed of the experiment, which varies the training but not the data.
images::ImageDataset make_synthetic_split(config::DataSplit split) {
  constexpr std::size_t kTrain = 6000;
  constexpr std::size_t kTest = 2000;
  const SeedTree seed = SeedTree(0).at("synthetic").at(name_of(split, config::kDataSplitNames));
  return make_synthetic(split == config::DataSplit::train ? kTrain : kTest, seed).dataset;
}

std::unique_ptr<images::ImageSource> open_image_folder(const config::DataConfig& config,
                                                       config::DataSplit split, Logger& log,
                                                       const fs::path& cache) {
  const fs::path root = image_index::image_folder_root(config.root);
  auto index = image_index::image_folder_index(root, split, {.order = config.class_order, .cache = cache});
  image_index::report_warnings(root, index, log);
  return image_index::indexed_images(std::move(index), limit_of(config, split), config.image_size);
}

std::unique_ptr<images::ImageSource> open(const config::DataConfig& config, config::DataSplit split,
                                          Logger& log, const fs::path& cache) {
  const std::size_t limit = limit_of(config, split);
  const std::string split_name(name_of(split, config::kDataSplitNames));
  switch (config.dataset) {
    case config::DatasetName::fashion_mnist:
    case config::DatasetName::mnist:
    case config::DatasetName::kmnist: {
      const auto& format = mnist_format(config.dataset);
      const auto files = mnist_files(format, mnist_root(format, config.root), split);
      return source_of(images::first_images(read_mnist(format, files), limit), split_name);
    }
    case config::DatasetName::cifar10:
    case config::DatasetName::cifar100: {
      const CifarFormat& format = cifar_format(config.dataset);
      return open_cifar(format, cifar_files(format, cifar_root(format, config.root), split), split, limit);
    }
    case config::DatasetName::image_folder:
      return open_image_folder(config, split, log, cache);
    case config::DatasetName::synthetic:
      return source_of(images::first_images(make_synthetic_split(split), limit), split_name);
  }
  throw InternalError(fmt::format("data set {} is not one of ours", static_cast<int>(config.dataset)));
}

}  // namespace

std::vector<fs::path> input_files_of(const config::DataConfig& config, config::DataSplit split) {
  switch (config.dataset) {
    case config::DatasetName::fashion_mnist:
    case config::DatasetName::mnist:
    case config::DatasetName::kmnist: {
      const auto& format = mnist_format(config.dataset);
      const auto files = mnist_files(format, mnist_root(format, config.root), split);
      return {files.images, files.labels};
    }
    case config::DatasetName::cifar10:
    case config::DatasetName::cifar100: {
      const CifarFormat& format = cifar_format(config.dataset);
      return inputs_of(cifar_files(format, cifar_root(format, config.root), split));
    }
    case config::DatasetName::image_folder:
      return image_index::image_folder_inputs(image_index::image_folder_root(config.root), split);
    case config::DatasetName::synthetic:
      return {};  // generated, not read
  }
  throw InternalError(fmt::format("data set {} is not one of ours", static_cast<int>(config.dataset)));
}

std::vector<fs::path> input_files_of(const config::DataConfig& config) {
  std::vector<fs::path> files = input_files_of(config, config::DataSplit::train);
  for (auto& file : input_files_of(config, config::DataSplit::test))
    if (std::ranges::find(files, file) == files.end()) files.push_back(std::move(file));
  return files;
}

image_index::ReadableImages open_images(const config::DataConfig& config, config::DataSplit split,
                                        Logger& log, const fs::path& cache, int threads) {
  image_index::ReadableImages opened{open(config, split, log, cache), {}};
  if (config.dataset != config::DatasetName::image_folder) return opened;  // checked when opened
  if (config.on_bad_image == config::OnBadImage::skip)
    opened = image_index::readable_images(std::move(opened.images), cache, threads, log);
  if (config.image_size > 0) opened.images = images::in_memory(*opened.images);
  return opened;
}

Datasets load_datasets(const config::DataConfig& config, Logger& log, const fs::path& cache, int threads) {
  image_index::ReadableImages train = open_images(config, config::DataSplit::train, log, cache, threads);
  image_index::ReadableImages test = open_images(config, config::DataSplit::test, log, cache, threads);
  if (train.images->class_names() != test.images->class_names())
    throw DataError(
        config.root,
        fmt::format("train has {} classes and test {}, not the same; put imagenet_wnids.txt there, with "
                    "all classes in their order, a folder's name a line",
                    train.images->classes(), test.images->classes()));
  return {std::move(train.images), std::move(test.images), std::move(train.skipped), std::move(test.skipped)};
}

}  // namespace hybrid::datasets
