#include "data/datasets.h"

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
