#include "datasets/cifar_records.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/sha256.h"
#include "support/error_message.h"
#include "unit/datasets/cifar_files.h"
#include "unit/datasets/data_variable.h"

using namespace hybrid;
using namespace hybrid::datasets;
using Catch::Matchers::Contains;
using test::cifar_record;
using test::error_message;

namespace {

const CifarFormat& kCifar100 = cifar_format(config::DatasetName::cifar100);

/// The error that both readers give of those records.
std::string error_of(const std::string& records, const std::string& names = test::hundred_names()) {
  const test::TemporaryFolder folder;
  const CifarFiles files{.records = {folder.file("test.bin", records)},
                         .class_names = folder.file("names", names)};
  const std::string error = error_message<DataError>([&] { read_cifar(kCifar100, files); });
  REQUIRE(error_message<DataError>([&] { open_cifar(kCifar100, files, config::DataSplit::test); }) == error);
  return error;
}

}  // namespace

TEST_CASE("CIFAR-100's folder is the config's, else below $HYBRID_DATA, else told how to get", "[data]") {
  const test::DataVariable none(nullptr);
  REQUIRE(cifar_root(kCifar100, "/a/b") == "/a/b");
  REQUIRE(error_message<DataError>([] { cifar_root(kCifar100, ""); }) ==
          "cifar-100-binary: no folder given; get the \"CIFAR-100 binary version\" from "
          "www.cs.toronto.edu/~kriz/cifar.html, or by `hybrid data fetch cifar100`, then give the folder "
          "cifar-100-binary or the archive as data.root, or the folder that holds one of them as "
          "$HYBRID_DATA");
  const test::DataVariable set("/my/data");
  REQUIRE(cifar_root(kCifar100, "/a/b") == "/a/b");
  REQUIRE(cifar_root(kCifar100, "") == "/my/data/cifar-100-binary");
}

TEST_CASE("CIFAR-100's files are named by split, and a missing one with where to get it", "[data]") {
  const test::TemporaryFolder folder;
  REQUIRE_THAT(
      error_message<DataError>([&] { cifar_files(kCifar100, folder.path(), config::DataSplit::train); }),
      Contains("train.bin: not found; get the \"CIFAR-100 binary version\" from www.cs.toronto.edu"));
  folder.file("train.bin", "");
  REQUIRE_THAT(
      error_message<DataError>([&] { cifar_files(kCifar100, folder.path(), config::DataSplit::train); }),
      Contains("fine_label_names.txt: not found; get the"));
  folder.file("fine_label_names.txt", "");
  REQUIRE(cifar_files(kCifar100, folder.path(), config::DataSplit::train).records ==
          std::vector{folder / "train.bin"});
  REQUIRE_THROWS_AS(cifar_files(kCifar100, folder.path(), config::DataSplit::test), DataError);
}

TEST_CASE("records become images with their fine labels, in memory and when asked for", "[data]") {
  const test::TemporaryFolder folder;
  test::write_cifar100(folder, 1, 600);  // more than are read at once
  const CifarFiles files = cifar_files(kCifar100, folder.path(), config::DataSplit::test);
  const images::ImageDataset dataset = read_cifar(kCifar100, files);
  const auto source = open_cifar(kCifar100, files, config::DataSplit::test);
  REQUIRE(dataset.name == "cifar100");
  REQUIRE(dataset.pixels() == 3072);
  REQUIRE(dataset.class_names.at(99) == "class 99");
  REQUIRE(source->classes() == 100);
  REQUIRE(source->class_names() == dataset.class_names);
  REQUIRE(dataset.size() == 600);
  REQUIRE(source->size() == 600);
  for (std::size_t i = 0; i < 600; ++i) {
    const auto pixels = test::noise_pixels(static_cast<std::uint32_t>(i), 3072);
    REQUIRE(std::ranges::equal(dataset.image(i), pixels));
    const images::Image image = source->image(i);
    REQUIRE(image.channels == 3);
    REQUIRE(image.height == 32);
    REQUIRE(image.width == 32);
    REQUIRE(image.pixels == pixels);
    REQUIRE(dataset.labels[i] == static_cast<int>(99 - i % 100));
    REQUIRE(source->label(i) == dataset.labels[i]);
  }
  REQUIRE(source->id(17) == "test/17");
  REQUIRE_THROWS_AS(source->image(600), InternalError);
  REQUIRE_THROWS_AS(source->label(600), InternalError);
}

TEST_CASE("a limit takes the first images", "[data]") {
  const test::TemporaryFolder folder;
  test::write_cifar100(folder, 1, 300);
  const CifarFiles files = cifar_files(kCifar100, folder.path(), config::DataSplit::test);
  for (const std::size_t limit : {1UL, 256UL, 257UL, 300UL, 301UL}) {
    const std::size_t expected = std::min<std::size_t>(limit, 300);
    REQUIRE(read_cifar(kCifar100, files, limit).size() == expected);
    REQUIRE(read_cifar(kCifar100, files, limit).labels.back() == static_cast<int>(99 - (expected - 1) % 100));
    REQUIRE(open_cifar(kCifar100, files, config::DataSplit::test, limit)->size() == expected);
  }
}

TEST_CASE("damaged and foreign files are refused with what is wrong", "[data]") {
  const std::string good = cifar_record(3, 1);
  REQUIRE_THAT(error_of(""), Contains("test.bin: no images"));
  REQUIRE_THAT(
      error_of(good + good.substr(1)),
      Contains("test.bin: 6,147 bytes, no multiple of the 3074 bytes of a CIFAR-100 record: damaged or "
               "another format; get the"));
  REQUIRE_THAT(error_of(good + cifar_record(100, 2)),
               Contains("test.bin: label 100 of image 1 is not in 0..99: damaged or another format"));
  REQUIRE_THAT(error_of(good, "apple\nbaby\n"), Contains("names: 2 names, expected 100, one a line"));
  const test::TemporaryFolder folder;
  REQUIRE_THROWS_AS(read_cifar(kCifar100, {.records = {folder.path()},
                                           .class_names = folder.file("names", test::hundred_names())}),
                    DataError);
  REQUIRE_THROWS_AS(read_cifar(kCifar100, {.records = {folder / "missing"}, .class_names = folder / "names"}),
                    DataError);
}

TEST_CASE("a file that becomes shorter while it is read is noticed", "[data]") {
  const test::TemporaryFolder folder;
  test::write_cifar100(folder, 1, 3);
  const auto source = open_cifar(kCifar100, cifar_files(kCifar100, folder.path(), config::DataSplit::test),
                                 config::DataSplit::test);
  std::filesystem::resize_file(folder / "test.bin", 2 * 3074 + 10);
  REQUIRE_NOTHROW(source->image(1));
  REQUIRE_THAT(error_message<DataError>([&] { source->image(2); }),
               Contains("test.bin: image 2 is no longer there: the file became shorter"));
}

TEST_CASE("the real CIFAR-100 has its sizes, and a hundred test images of each class", "[data]") {
  const std::filesystem::path root = HYBRID_REAL_DATA;
  if (root.empty()) {
    WARN("skipped: HYBRID_REAL_DATA is not set");
    return;
  }
  const auto files = cifar_files(kCifar100, root / "cifar-100-binary", config::DataSplit::test);
  const auto source = open_cifar(kCifar100, files, config::DataSplit::test);
  REQUIRE(source->size() == 10000);
  REQUIRE(source->class_names().front() == "apple");
  std::vector<int> count(100);
  for (std::size_t i = 0; i < source->size(); ++i) ++count[static_cast<std::size_t>(source->label(i))];
  REQUIRE(count == std::vector<int>(100, 100));
}
