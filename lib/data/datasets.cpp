#include "data/datasets.h"

#include "core/error.h"
#include "data/fashion_mnist.h"
#include "data/synthetic.h"

namespace hybrid {
namespace {

Datasets load_fashion_mnist(const DataConfig& config) {
  const auto root = fashion_mnist_root(config.root);
  return {read_fashion_mnist(fashion_mnist_files(root, FashionMnistPart::train)),
          read_fashion_mnist(fashion_mnist_files(root, FashionMnistPart::test))};
}

/// The same images whatever the experiment's seed: a seed varies the training, never the data.
Datasets load_synthetic() {
  constexpr std::size_t kTrain = 6000;
  constexpr std::size_t kTest = 2000;
  const SeedTree seed = SeedTree(0).at("synthetic");
  return {make_synthetic(kTrain, seed.at("train")).dataset, make_synthetic(kTest, seed.at("test")).dataset};
}

Datasets load_all(const DataConfig& config) {
  switch (config.dataset) {
    case DatasetName::fashion_mnist:
      return load_fashion_mnist(config);
    case DatasetName::synthetic:
      return load_synthetic();
  }
  HYBRID_CHECK(false, "data set {} is not one of ours", static_cast<int>(config.dataset));
}

}  // namespace

std::vector<std::filesystem::path> input_files_of(const DataConfig& config) {
  switch (config.dataset) {
    case DatasetName::fashion_mnist: {
      const auto root = fashion_mnist_root(config.root);
      const auto train = fashion_mnist_files(root, FashionMnistPart::train);
      const auto test = fashion_mnist_files(root, FashionMnistPart::test);
      return {train.images, train.labels, test.images, test.labels};
    }
    case DatasetName::synthetic:
      return {};  // made up, not read
  }
  HYBRID_CHECK(false, "data set {} is not one of ours", static_cast<int>(config.dataset));
}

Datasets load_datasets(const DataConfig& config) {
  HYBRID_CHECK(config.train_limit >= 0 && config.test_limit >= 0, "limits of {} and {} images",
               config.train_limit, config.test_limit);
  Datasets all = load_all(config);
  all.train = first_images(std::move(all.train), static_cast<std::size_t>(config.train_limit));
  all.test = first_images(std::move(all.test), static_cast<std::size_t>(config.test_limit));
  return all;
}

}  // namespace hybrid
