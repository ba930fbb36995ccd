#include "datasets/mnist.h"

#include "unit/datasets/data_variable.h"
#include "unit/datasets/idx_files.h"

using namespace hybrid;
using namespace hybrid::datasets;
using Catch::Matchers::Contains;
using test::data_error;
using test::DataVariable;
using test::gzipped;
using test::idx;

namespace {

const MnistFormat& kFashion = mnist_format(config::DatasetName::fashion_mnist);

const std::string kTwoImages = idx({2, 28, 28}, std::string(784, 'a') + std::string(784, 'b'));

/// The error of reading those two files.
std::string error_of(const std::string& images, const std::string& labels) {
  const test::TemporaryFolder folder;
  return data_error([&] {
    read_mnist(kFashion, {folder.file("images", images), folder.file("labels", labels)});
  });
}

}  // namespace

TEST_CASE("the folder is the config's, else below $HYBRID_DATA, else the package's", "[data]") {
  const DataVariable none(nullptr);
  REQUIRE(mnist_root(kFashion, "/a/b") == "/a/b");
  REQUIRE(mnist_root(kFashion, "") == "/usr/share/datasets/fashion-mnist");
  const test::TemporaryFolder folder;
  const DataVariable set(folder.path().c_str());
  REQUIRE(mnist_root(kFashion, "/a/b") == "/a/b");
  REQUIRE(mnist_root(kFashion, "") == "/usr/share/datasets/fashion-mnist");
  std::filesystem::create_directory(folder / "fashion-mnist");
  REQUIRE(mnist_root(kFashion, "") == folder / "fashion-mnist");
  const DataVariable empty("");
  REQUIRE(mnist_root(kFashion, "") == "/usr/share/datasets/fashion-mnist");
}

TEST_CASE("a part is two files, gzipped ones first, plain ones if there are no others", "[data]") {
  const test::TemporaryFolder folder;
  for (const char* name : {"train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                           "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"})
    folder.file(name, "");
  const MnistFiles train = mnist_files(kFashion, folder.path(), config::DataSplit::train);
  REQUIRE(train.images == folder.path() / "train-images-idx3-ubyte.gz");
  REQUIRE(train.labels == folder.path() / "train-labels-idx1-ubyte");
  const MnistFiles test = mnist_files(kFashion, folder.path(), config::DataSplit::test);
  REQUIRE(test.images == folder.path() / "t10k-images-idx3-ubyte.gz");
  REQUIRE(test.labels == folder.path() / "t10k-labels-idx1-ubyte.gz");
}

TEST_CASE("files are found under the names in which they are handed on", "[data]") {
  for (const std::string layout :
       {"{}-{}-idx{}-ubyte", "{}-{}-idx{}-ubyte.gz", "{}-{}.idx{}-ubyte", "{}-{}.idx{}-ubyte.gz",
        "{}_{}_idx{}_ubyte", "{}-{}-IDX{}-UBYTE", "raw/{}-{}-idx{}-ubyte",
        "FashionMNIST/raw/{}-{}-idx{}-ubyte", "fashion-mnist/{}-{}.idx{}-ubyte",
        "{0}-{1}-idx{2}-ubyte/{0}-{1}-idx{2}-ubyte", "{0}-{1}.idx{2}-ubyte/{0}-{1}.idx{2}-ubyte"})
    for (const std::string test_name : {"t10k", "test"}) {
      INFO(layout);
      const test::TemporaryFolder folder;
      for (const auto& [split, prefix] : {std::pair{config::DataSplit::train, std::string("train")},
                                          {config::DataSplit::test, test_name}}) {
        const auto images = folder.file(fmt::format(fmt::runtime(layout), prefix, "images", 3), "");
        const auto labels = folder.file(fmt::format(fmt::runtime(layout), prefix, "labels", 1), "");
        const MnistFiles files = mnist_files(kFashion, folder.path(), split);
        REQUIRE(files.images == images);
        REQUIRE(files.labels == labels);
      }
      REQUIRE(holds_mnist(kFashion, folder.path()));
    }
  const test::TemporaryFolder other;
  for (const char* name : {"MNIST/raw/train-images-idx3-ubyte", "MNIST/raw/train-labels-idx1-ubyte"})
    other.file(name, "");
  REQUIRE_FALSE(holds_mnist(kFashion, other.path()));
  REQUIRE(holds_mnist(mnist_format(config::DatasetName::mnist), other.path()));
}

TEST_CASE("images and labels of two folders or two names are refused, unless a pair is there", "[data]") {
  const auto error = [](const std::vector<std::string>& names) {
    const test::TemporaryFolder folder;
    for (const auto& name : names) folder.file(name, "");
    return data_error([&] { mnist_files(kFashion, folder.path(), config::DataSplit::test); });
  };
  const std::string refused = "its labels are not beside it; ";
  REQUIRE_THAT(error({"t10k-images-idx3-ubyte.gz", "raw/t10k-labels-idx1-ubyte"}),
               Contains("t10k-images-idx3-ubyte.gz: " + refused) &&
                   Contains("raw/t10k-labels-idx1-ubyte may be those of other images"));
  REQUIRE_THAT(error({"raw/t10k-images-idx3-ubyte", "fashion-mnist/t10k-labels-idx1-ubyte.gz"}),
               Contains(refused));
  REQUIRE_THAT(error({"t10k-images-idx3-ubyte", "test-labels-idx1-ubyte"}), Contains(refused));
  // The advice, and a pair beside a lone file.
  const test::TemporaryFolder folder;
  for (const char* name :
       {"t10k-images-idx3-ubyte", "raw/t10k-images-idx3-ubyte", "raw/t10k-labels-idx1-ubyte"})
    folder.file(name, "");
  REQUIRE(mnist_files(kFashion, folder.path(), config::DataSplit::test).images ==
          folder.path() / "raw/t10k-images-idx3-ubyte");
}

TEST_CASE("a missing file is named together with the package that brings it", "[data]") {
  const test::TemporaryFolder folder;
  folder.file("train-images-idx3-ubyte.gz", "");
  const std::string error =
      data_error([&] { mnist_files(kFashion, folder.path(), config::DataSplit::train); });
  REQUIRE(error ==
          (folder.path() / "train-labels-idx1-ubyte.gz").string() +
              ": not found; install Debian's package dataset-fashion-mnist, or give the folder with its "
              "four files as data.root");
}

TEST_CASE("images and labels of Fashion-MNIST become a data set", "[data]") {
  const test::TemporaryFolder folder;
  const images::ImageDataset dataset =
      read_mnist(kFashion, {folder.file("images.gz", gzipped(kTwoImages)),
                            folder.file("labels", idx({2}, std::string("\x09\x00", 2)))});
  REQUIRE(dataset.name == "fashion_mnist");
  REQUIRE(dataset.size() == 2);
  REQUIRE(dataset.pixels() == 784);
  REQUIRE(dataset.classes == 10);
  REQUIRE(dataset.class_names.size() == 10);
  REQUIRE(dataset.class_names.back() == "Ankle boot");
  REQUIRE(dataset.labels == std::vector<std::int32_t>{9, 0});
  REQUIRE(dataset.image(0)[783] == 'a');
  REQUIRE(dataset.image(1)[0] == 'b');
}

TEST_CASE("images and labels that do not fit together are refused", "[data]") {
  REQUIRE_THAT(error_of(kTwoImages, idx({3}, std::string(3, '\0'))),
               Contains("labels: 3 labels for the 2 images in "));
  REQUIRE_THAT(error_of(kTwoImages, idx({2}, std::string("\x03\x0a", 2))),
               Contains("labels: label 10 of image 1 is not in 0..9"));
  REQUIRE_THAT(error_of(idx({1, 28, 27}, std::string(756, 'a')), idx({1}, std::string(1, '\0'))),
               Contains("images: images of 28x27, Fashion-MNIST has 28x28"));
  REQUIRE_THAT(error_of(idx({0, 28, 28}, ""), idx({0}, "")), Contains("images: no images"));
  REQUIRE_THAT(error_of(idx({2}, "aa"), idx({2}, "aa")),
               Contains("images: 1 dimensions, expected 3 (images)"));
}

TEST_CASE("MNIST and Kuzushiji-MNIST are read alike, with their own names and places", "[data]") {
  const test::TemporaryFolder folder;
  for (const auto& [dataset, name, last] : {std::tuple{config::DatasetName::mnist, "mnist", "9"},
                                            {config::DatasetName::kmnist, "kmnist", "wo"}}) {
    const MnistFormat& format = mnist_format(dataset);
    {
      const DataVariable none(nullptr);
      REQUIRE_THAT(
          data_error([&] { mnist_root(format, ""); }),
          Contains(std::string(name) + ": no folder given") && Contains(std::string("fetch ") + name));
      const DataVariable set(folder.path().c_str());
      REQUIRE(mnist_root(format, "") == folder / name);
    }
    const images::ImageDataset dataset_read = read_mnist(
        format, {folder.file("i", kTwoImages), folder.file("l", idx({2}, std::string("\x09\x00", 2)))});
    REQUIRE(dataset_read.name == name);
    REQUIRE(dataset_read.class_names.back() == last);
  }
}
