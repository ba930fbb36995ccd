#include "data/datasets.h"

#include <algorithm>

#include "cifar_files.h"
#include "data_variable.h"
#include "idx_files.h"

using namespace hybrid;
using test::idx;

namespace {

/// A folder with `train` and `test` images, all black and of class 0.
void write_fashion_mnist(const test::TemporaryFolder& folder, std::uint32_t train, std::uint32_t test) {
  for (const auto& [prefix, n] : {std::pair{"train", train}, std::pair{"t10k", test}}) {
    folder.file(prefix + std::string("-images-idx3-ubyte"), idx({n, 28, 28}, std::string(784UL * n, '\0')));
    folder.file(prefix + std::string("-labels-idx1-ubyte"), idx({n}, std::string(n, '\0')));
  }
}

}  // namespace

TEST_CASE("Fashion-MNIST is loaded from its folder, up to the limits, and says what it read", "[data]") {
  const test::TemporaryFolder folder;
  write_fashion_mnist(folder, 5, 3);
  DataConfig config{.dataset = DatasetName::fashion_mnist, .root = folder.path().string()};
  const Datasets all = load_datasets(config);
  REQUIRE(all.train.size() == 5);
  REQUIRE(all.test.size() == 3);
  const auto files = input_files_of(config);
  REQUIRE(files.size() == 4);
  REQUIRE(files.front() == folder.path() / "train-images-idx3-ubyte");
  REQUIRE(files.back() == folder.path() / "t10k-labels-idx1-ubyte");
  config.train_limit = 2;
  config.test_limit = 1;
  REQUIRE(load_datasets(config).train.size() == 2);
  REQUIRE(load_datasets(config).test.size() == 1);
}

TEST_CASE("a missing data set is a DataError", "[data]") {
  const test::TemporaryFolder folder;
  REQUIRE_THROWS_AS(input_files_of({.dataset = DatasetName::fashion_mnist, .root = folder.path().string()}),
                    DataError);
  REQUIRE_THROWS_AS(load_datasets({.dataset = DatasetName::fashion_mnist, .root = folder.path().string()}),
                    DataError);
}

TEST_CASE("the synthetic data set is the same every time, its parts differ, and it reads no file", "[data]") {
  const Datasets once = load_datasets({.dataset = DatasetName::synthetic});
  const Datasets again = load_datasets({.dataset = DatasetName::synthetic, .train_limit = 500});
  REQUIRE(input_files_of({.dataset = DatasetName::synthetic}).empty());
  REQUIRE(once.train.size() > once.test.size());
  REQUIRE(again.train.size() == 500);
  REQUIRE(again.train.fingerprint() == first_images(once.train, 500).fingerprint());
  REQUIRE(again.test.fingerprint() == once.test.fingerprint());
  REQUIRE(first_images(once.train, 100).fingerprint() != first_images(once.test, 100).fingerprint());
}

TEST_CASE("CIFAR-100 is loaded, opened and named from its folder, up to the limits", "[data]") {
  const test::TemporaryFolder folder;
  test::write_cifar100(folder, 5, 4);
  DataConfig config{.dataset = DatasetName::cifar100, .root = folder.path().string(), .test_limit = 3};
  REQUIRE(load_datasets(config).train.size() == 5);
  REQUIRE(load_datasets(config).test.size() == 3);
  REQUIRE(open_images(config, DataSplit::train)->size() == 5);
  REQUIRE(open_images(config, DataSplit::test)->size() == 3);
  REQUIRE(input_files_of(config) == std::vector<std::filesystem::path>{folder / "train.bin",
                                                                       folder / "fine_label_names.txt",
                                                                       folder / "test.bin"});
  REQUIRE(input_files_of(config, DataSplit::test) ==
          std::vector<std::filesystem::path>{folder / "test.bin", folder / "fine_label_names.txt"});
}

#ifdef HYBRID_HAS_OPENCV
TEST_CASE("an image folder's images of one size are a data set, split by split", "[data]") {
  const test::TemporaryFolder folder;
  const std::string jpeg = read_file(HYBRID_TEST_DATA "/peers/data/images/colour.jpg");
  const std::string png = read_file(HYBRID_TEST_DATA "/peers/data/images/alpha.png");
  folder.file("train/a/1.jpg", jpeg);
  folder.file("train/b/1.png", png);
  folder.file("test/a/1.jpg", jpeg);
  DataConfig config{.dataset = DatasetName::image_folder, .root = folder.path().string()};
  const Datasets all = load_datasets(config);
  REQUIRE(all.train.labels == std::vector<std::int32_t>{0, 1});
  REQUIRE(all.train.height == 19);
  REQUIRE(all.test.size() == 1);
  REQUIRE(open_images(config, DataSplit::train)->id(1) == "b/1.png");
  REQUIRE(input_files_of(config, DataSplit::test) == std::vector{folder / "test"});
}

TEST_CASE("an image folder's images of many sizes become squares of one, loaded and opened alike", "[data]") {
  const test::TemporaryFolder folder;
  folder.file("images/train/a/1.jpg", read_file(HYBRID_TEST_DATA "/peers/data/images/colour.jpg"));
  folder.file("images/train/b/1.jpg", read_file(HYBRID_TEST_DATA "/peers/data/images/cmyk.jpg"));
  folder.file("images/test/a/1.jpg", read_file(HYBRID_TEST_DATA "/peers/data/images/grey.jpg"));
  const test::DataVariable data(folder.path().c_str());
  const DataConfig config{.dataset = DatasetName::image_folder, .root = "images", .image_size = 12};
  const ImageDataset train = load_datasets(config).train;
  REQUIRE((train.size() == 2 && train.height == 12 && train.width == 12));
  const auto opened = open_images(config, DataSplit::train);
  for (std::size_t i = 0; i < 2; ++i) REQUIRE(std::ranges::equal(opened->image(i).pixels, train.image(i)));
  REQUIRE(input_files_of(config, DataSplit::test) == std::vector{folder / "images/test"});
}
#endif

TEST_CASE("what is opened has the images and labels of what is loaded", "[data]") {
  const test::TemporaryFolder folder;
  write_fashion_mnist(folder, 3, 2);
  for (const DataConfig& config :
       {DataConfig{.dataset = DatasetName::synthetic, .train_limit = 40, .test_limit = 30},
        DataConfig{.dataset = DatasetName::fashion_mnist, .root = folder.path().string()}}) {
    const Datasets all = load_datasets(config);
    for (const auto split : {DataSplit::train, DataSplit::test}) {
      const ImageDataset& loaded = split == DataSplit::train ? all.train : all.test;
      const auto source = open_images(config, split);
      REQUIRE(source->size() == loaded.size());
      REQUIRE(source->id(1) == (split == DataSplit::train ? "train/1" : "test/1"));
      for (std::size_t i = 0; i < loaded.size(); ++i) {
        REQUIRE(source->label(i) == loaded.labels[i]);
        REQUIRE(std::ranges::equal(source->image(i).pixels, loaded.image(i)));
      }
    }
  }
}
