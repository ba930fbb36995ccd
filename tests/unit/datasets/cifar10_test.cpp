#include "datasets/cifar_records.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "datasets/datasets.h"
#include "support/error_message.h"
#include "support/tar_files.h"
#include "support/temporary_folder.h"
#include "unit/datasets/data_variable.h"
#include "unit/datasets/idx_files.h"

using namespace hybrid;
using namespace hybrid::datasets;
using Catch::Matchers::Contains;
using test::error_message;

namespace {

const CifarFormat& kCifar10 = cifar_format(config::DatasetName::cifar10);

Logger quiet(Verbosity::quiet);

std::string record(char label, char pixel) {
  return label + std::string(3072, pixel);
}

/// Batch b has b + 1 images, whose pixels count up from 10 b.
void write_cifar10(const test::TemporaryFolder& folder) {
  folder.file("batches.meta.txt", "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");
  for (char b = 1; b <= 5; ++b) {
    std::string content;
    for (char i = 0; i <= b; ++i) content += record(b, static_cast<char>(10 * b + i));
    folder.file("data_batch_" + std::to_string(b) + ".bin", content);
  }
  folder.file("test_batch.bin", record(9, 1) + record(0, 2));
}

}  // namespace

TEST_CASE("CIFAR-10's five files are one set in their order, loaded and opened alike", "[data]") {
  const test::TemporaryFolder folder;
  write_cifar10(folder);
  for (const int limit : {0, 1, 2, 3, 19}) {
    const config::DataConfig config{
        .dataset = config::DatasetName::cifar10, .root = folder.path().string(), .train_limit = limit};
    const images::ImageDataset train =
        read_cifar(kCifar10, cifar_files(kCifar10, folder.path(), config::DataSplit::train),
                   static_cast<std::size_t>(limit));
    const auto opened = open_images(config, config::DataSplit::train, quiet).images;
    REQUIRE(train.size() == (limit == 0 ? 20 : static_cast<std::size_t>(limit)));
    REQUIRE(opened->size() == train.size());
    REQUIRE(train.class_names.at(9) == "truck");
    std::size_t row = 0;
    for (int b = 1; b <= 5; ++b)
      for (int i = 0; i <= b && row < train.size(); ++i, ++row) {
        REQUIRE(train.labels[row] == b);
        REQUIRE(train.image(row)[3071] == 10 * b + i);
        REQUIRE(opened->label(row) == b);
        REQUIRE(std::ranges::equal(opened->image(row).pixels, train.image(row)));
      }
  }
  const config::DataConfig config{.dataset = config::DatasetName::cifar10, .root = folder.path().string()};
  REQUIRE(load_datasets(config, quiet).test->label(0) == 9);
  REQUIRE(open_images(config, config::DataSplit::test, quiet).images->id(1) == "test/1");
  REQUIRE(input_files_of(config).size() == 7);
}

TEST_CASE("damaged files of CIFAR-10 are refused by name", "[data]") {
  const test::TemporaryFolder folder;
  write_cifar10(folder);
  const auto error = [&] {
    const auto files = cifar_files(kCifar10, folder.path(), config::DataSplit::train);
    const std::string loaded = error_message<DataError>([&] { read_cifar(kCifar10, files); });
    REQUIRE(error_message<DataError>([&] { open_cifar(kCifar10, files, config::DataSplit::train); }) ==
            loaded);
    return loaded;
  };
  const std::string whole = read_file(folder / "data_batch_3.bin");
  folder.file("data_batch_3.bin", whole.substr(1));
  REQUIRE_THAT(error(),
               Contains("data_batch_3.bin: 12,291 bytes, no multiple of the 3073 bytes of a CIFAR-10"));
  folder.file("data_batch_3.bin", "");
  REQUIRE_THAT(error(), Contains("data_batch_3.bin: no images"));
  folder.file("data_batch_3.bin", record(1, 0) + record(10, 0));
  REQUIRE_THAT(error(), Contains("label 10 of image 1 is not in 0..9"));
  folder.file("data_batch_3.bin", whole);
  folder.file("batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\na\n");
  REQUIRE_THAT(error(), Contains("batches.meta.txt: names two classes a"));
  folder.file("batches.meta.txt", "a\n");
  REQUIRE_THAT(error(), Contains("1 names, expected 10"));
  std::filesystem::remove(folder / "data_batch_5.bin");
  REQUIRE_THAT(
      error_message<DataError>([&] { cifar_files(kCifar10, folder.path(), config::DataSplit::train); }),
      Contains("data_batch_5.bin: not found; `hybrid data fetch cifar10`"));
}

TEST_CASE("CIFAR-10 is looked for below $HYBRID_DATA", "[data]") {
  const test::DataVariable data("/data");
  REQUIRE(cifar_root(kCifar10, "") == "/data/cifar-10-batches-bin");
  REQUIRE(cifar_root(kCifar10, "x") == "x");
  const test::DataVariable none(nullptr);
  REQUIRE_THROWS_AS(cifar_root(kCifar10, ""), DataError);
}

TEST_CASE(
    "CIFAR-10 is read from its archive as from its folder, in data.root, as data.root, below $HYBRID_DATA",
    "[data]") {
  const test::TemporaryFolder extracted;
  write_cifar10(extracted);
  std::string tar = test::tar_entry("cifar-10-batches-bin/", "", '5');
  for (const char* name : {"data_batch_1.bin", "batches.meta.txt", "data_batch_3.bin", "data_batch_2.bin",
                           "data_batch_5.bin", "test_batch.bin", "data_batch_4.bin"})
    tar += test::tar_entry(std::string("cifar-10-batches-bin/") + name, read_file(extracted / name));
  const test::TemporaryFolder folder;
  const auto archive = folder.file("cifar-10-binary.tar.gz", test::gzipped(tar + test::kTarEnd));
  const Datasets expected =
      load_datasets({.dataset = config::DatasetName::cifar10, .root = extracted.path().string()}, quiet);
  const test::DataVariable set(folder.path().c_str());
  for (const std::string& root : {archive.string(), folder.path().string(), std::string()}) {
    const config::DataConfig config{.dataset = config::DatasetName::cifar10, .root = root};
    const Datasets found = load_datasets(config, quiet);
    REQUIRE(found.train->fingerprint() == expected.train->fingerprint());
    REQUIRE(found.test->fingerprint() == expected.test->fingerprint());
    REQUIRE(input_files_of(config) == std::vector{archive});
    REQUIRE(read_cifar(kCifar10, cifar_files(kCifar10, cifar_root(kCifar10, root), config::DataSplit::test))
                .labels.front() == 9);
  }
  folder.file("cifar-10-binary.tar.gz", test::gzipped(tar + test::kTarEnd).substr(0, 200));
  REQUIRE_THAT(
      error_message<DataError>([&] { load_datasets({.dataset = config::DatasetName::cifar10}, quiet); }),
      Contains("cifar-10-binary.tar.gz: "));
}
