#include "datasets/datasets.h"

#include <algorithm>

#include "images/memory_source.h"
#include "support/error_message.h"
#include "unit/datasets/cifar_files.h"
#include "unit/datasets/data_variable.h"
#include "unit/datasets/idx_files.h"

using namespace hybrid;
using namespace hybrid::datasets;
using test::idx;

namespace {

Logger quiet(Verbosity::quiet);

std::vector<std::int32_t> labels_of(const images::ImageSource& images) {
  std::vector<std::int32_t> labels;
  for (std::size_t i = 0; i < images.size(); ++i) labels.push_back(images.label(i));
  return labels;
}

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
  config::DataConfig config{.dataset = config::DatasetName::fashion_mnist, .root = folder.path().string()};
  const Datasets all = load_datasets(config, quiet);
  REQUIRE(all.train->size() == 5);
  REQUIRE(all.test->size() == 3);
  REQUIRE(labels_of(*all.test) == std::vector<std::int32_t>(3, 0));
  const auto files = input_files_of(config);
  REQUIRE(files.size() == 4);
  REQUIRE(files.front() == folder.path() / "train-images-idx3-ubyte");
  REQUIRE(files.back() == folder.path() / "t10k-labels-idx1-ubyte");
  config.train_limit = 2;
  config.test_limit = 1;
  REQUIRE(load_datasets(config, quiet).train->size() == 2);
  REQUIRE(load_datasets(config, quiet).test->size() == 1);
}

TEST_CASE("a missing data set is a DataError", "[data]") {
  const test::TemporaryFolder folder;
  REQUIRE_THROWS_AS(
      input_files_of({.dataset = config::DatasetName::fashion_mnist, .root = folder.path().string()}),
      DataError);
  REQUIRE_THROWS_AS(
      load_datasets({.dataset = config::DatasetName::fashion_mnist, .root = folder.path().string()}, quiet),
      DataError);
}

TEST_CASE("the synthetic data set is the same every time, its parts differ, and it reads no file", "[data]") {
  const Datasets once = load_datasets({.dataset = config::DatasetName::synthetic}, quiet);
  const Datasets again =
      load_datasets({.dataset = config::DatasetName::synthetic, .train_limit = 500}, quiet);
  REQUIRE(input_files_of({.dataset = config::DatasetName::synthetic}).empty());
  const auto first = [](const images::ImageSource& images, std::size_t count) {
    return images::first_images(read_all(images, "synthetic"), count).fingerprint();
  };
  REQUIRE(once.train->size() > once.test->size());
  REQUIRE(again.train->size() == 500);
  REQUIRE(again.train->fingerprint() == first(*once.train, 500));
  REQUIRE(again.test->fingerprint() == once.test->fingerprint());
  REQUIRE(first(*once.train, 100) != first(*once.test, 100));
}

TEST_CASE("CIFAR-100 is loaded, opened and named from its folder, up to the limits", "[data]") {
  const test::TemporaryFolder folder;
  test::write_cifar100(folder, 5, 4);
  config::DataConfig config{
      .dataset = config::DatasetName::cifar100, .root = folder.path().string(), .test_limit = 3};
  REQUIRE(load_datasets(config, quiet).train->size() == 5);
  REQUIRE(load_datasets(config, quiet).test->size() == 3);
  REQUIRE(open_images(config, config::DataSplit::train, quiet).images->size() == 5);
  REQUIRE(open_images(config, config::DataSplit::test, quiet).images->size() == 3);
  REQUIRE(input_files_of(config) == std::vector<std::filesystem::path>{folder / "train.bin",
                                                                       folder / "fine_label_names.txt",
                                                                       folder / "test.bin"});
  REQUIRE(input_files_of(config, config::DataSplit::test) ==
          std::vector<std::filesystem::path>{folder / "test.bin", folder / "fine_label_names.txt"});
}

#ifdef HYBRID_HAS_OPENCV
TEST_CASE("an image folder's images of any size are a data set, split by split", "[data]") {
  const test::TemporaryFolder folder;
  const std::string jpeg = read_file(HYBRID_TEST_DATA "/peers/data/images/colour.jpg");
  const std::string png = read_file(HYBRID_TEST_DATA "/peers/data/images/alpha.png");
  folder.file("train/a/1.jpg", jpeg);
  folder.file("train/b/1.png", png);
  folder.file("test/a/1.jpg", jpeg);
  folder.file("test/b/1.jpg", jpeg);
  config::DataConfig config{.dataset = config::DatasetName::image_folder, .root = folder.path().string()};
  const Datasets all = load_datasets(config, quiet);
  REQUIRE(labels_of(*all.train) == std::vector<std::int32_t>{0, 1});
  REQUIRE(all.train->image(0).height == 19);
  REQUIRE(all.test->size() == 2);
  REQUIRE(open_images(config, config::DataSplit::train, quiet).images->id(1) == "b/1.png");
  REQUIRE(input_files_of(config, config::DataSplit::test) == std::vector{folder / "test"});
}

TEST_CASE("an image folder's images of many sizes become squares of one, in memory", "[data]") {
  const test::TemporaryFolder folder;
  folder.file("images/train/a/1.jpg", read_file(HYBRID_TEST_DATA "/peers/data/images/colour.jpg"));
  folder.file("images/train/b/1.jpg", read_file(HYBRID_TEST_DATA "/peers/data/images/cmyk.jpg"));
  folder.file("images/test/a/1.jpg", read_file(HYBRID_TEST_DATA "/peers/data/images/grey.jpg"));
  folder.file("images/test/b/1.jpg", read_file(HYBRID_TEST_DATA "/peers/data/images/grey.jpg"));
  const test::DataVariable data(folder.path().c_str());
  const config::DataConfig config{
      .dataset = config::DatasetName::image_folder, .root = "images", .image_size = 12};
  const auto train = load_datasets(config, quiet).train;
  REQUIRE(train->size() == 2);
  for (std::size_t i = 0; i < 2; ++i) REQUIRE((train->image(i).height == 12 && train->image(i).width == 12));
  REQUIRE(train->id(1) == "b/1.jpg");
  REQUIRE(input_files_of(config, config::DataSplit::test) == std::vector{folder / "images/test"});
}

TEST_CASE("train and test without a class in common order are refused with what to do", "[data]") {
  const test::TemporaryFolder folder;
  const std::string jpeg = read_file(HYBRID_TEST_DATA "/peers/data/images/colour.jpg");
  folder.file("train/a/1.jpg", jpeg);
  folder.file("train/b/1.jpg", jpeg);
  folder.file("test/b/1.jpg", jpeg);
  const config::DataConfig config{.dataset = config::DatasetName::image_folder,
                                  .root = folder.path().string()};
  REQUIRE(load_datasets(config, quiet).test->label(0) == 1);  // as in train
  folder.file("test/c/1.jpg", jpeg);
  REQUIRE_THAT(test::error_message<DataError>([&] { load_datasets(config, quiet); }),
               Catch::Contains("train has 2 classes and test 2") && Catch::Contains("imagenet_wnids.txt"));
}

TEST_CASE("an image that cannot be read is an error, or is left out and told, in memory and in its file",
          "[data]") {
  const test::TemporaryFolder folder;
  const std::string jpeg = read_file(HYBRID_TEST_DATA "/peers/data/images/colour.jpg");
  folder.file("train/a/1.jpg", jpeg);
  folder.file("train/a/2.jpg", jpeg.substr(0, jpeg.size() / 2));
  folder.file("train/b/3.jpg", jpeg);
  folder.file("train/b/4.jpg", "");
  folder.file("test/a/1.jpg", jpeg);
  folder.file("test/b/1.jpg", jpeg);
  config::DataConfig config{
      .dataset = config::DatasetName::image_folder, .root = folder.path().string(), .image_size = 8};
  REQUIRE_THAT(test::error_message<DataError>([&] { load_datasets(config, quiet); }),
               Catch::Contains("a/2.jpg"));
  config.on_bad_image = config::OnBadImage::skip;
  for (const int size : {8, 0}) {
    config.image_size = size;
    const Datasets data = load_datasets(config, quiet);
    REQUIRE(labels_of(*data.train) == std::vector<std::int32_t>{0, 1});
    REQUIRE(data.train->id(1) == "b/3.jpg");
    REQUIRE_NOTHROW(data.train->image(1));
    REQUIRE(data.skipped_train.size() == 2);
    REQUIRE(data.skipped_train[0].row == 1);
    REQUIRE(data.skipped_train[0].id == "a/2.jpg");
    REQUIRE(data.skipped_train[1].label == 1);
    REQUIRE(data.skipped_test.empty());
  }
}
#endif
