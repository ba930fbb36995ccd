#include "image_index/split_place.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::image_index;
using Catch::Matchers::Contains;
using Kind = SplitPlace::Kind;
using test::error_message;

TEST_CASE("a split is found in each of its layouts, the first of them if there are several", "[data]") {
  const test::TemporaryFolder folder;
  const auto require_found = [&](Kind kind, const std::vector<std::filesystem::path>& files) {
    const auto place = find_split(folder.path(), config::DataSplit::train);
    REQUIRE(place);
    REQUIRE(place->kind == kind);
    REQUIRE(place->files == files);
  };
  REQUIRE_FALSE(find_split(folder.path(), config::DataSplit::train));
  REQUIRE_FALSE(find_split(folder / "nowhere", config::DataSplit::train));
  const auto official = folder.file("ILSVRC2012_img_train.tar", "");
  require_found(Kind::tar, {official});
  const auto second = folder.file("imagenet-train-0001.tar", "");
  const auto first = folder.file("imagenet-train-0000.tar", "");
  folder.file("train-x.tar", "");
  folder.file("imagenet-val-0000.tar", "");
  require_found(Kind::shards, {first, second});
  const auto tar = folder.file("train.tar", "");
  require_found(Kind::tar, {tar});
  folder.file("train/1.jpg", "");
  require_found(Kind::flat_folder, {folder / "train"});
  folder.file("train/a/1.jpg", "");
  require_found(Kind::folders, {folder / "train"});
  const auto list = folder.file("train.csv", "");
  require_found(Kind::list, {list});
}

TEST_CASE("val and validation stand for test where there is none; label files go with images without folders",
          "[data]") {
  const test::TemporaryFolder folder;
  folder.file("validation/a/1.jpg", "");
  REQUIRE(find_split(folder.path(), config::DataSplit::test)->files.front() == folder / "validation");
  const auto val = folder.file("ILSVRC2012_img_val.tar", "");
  const auto labels = folder.file("val_labels.txt", "");
  REQUIRE(find_split(folder.path(), config::DataSplit::test)->files.front() == val);
  REQUIRE(find_split(folder.path(), config::DataSplit::test)->labels == labels);
  folder.file("test/a/1.jpg", "");
  REQUIRE(find_split(folder.path(), config::DataSplit::test)->files.front() == folder / "test");
  REQUIRE_FALSE(find_split(folder.path(), config::DataSplit::test)->labels);
  REQUIRE_FALSE(find_split(folder.path(), config::DataSplit::train));
}

TEST_CASE("splits are found by each usual word in any case, and those not used are named", "[data]") {
  for (const auto* name : {"val", "validation", "valid", "dev", "eval", "testing", "Test", "VALID"}) {
    const test::TemporaryFolder folder;
    folder.file(fmt::format("{}/a/1.jpg", name), "");
    folder.file("Training/a/1.jpg", "");
    INFO(name);
    REQUIRE(find_split(folder.path(), config::DataSplit::test)->files.front() == folder / name);
    REQUIRE(find_split(folder.path(), config::DataSplit::train)->files.front() == folder / "Training");
    REQUIRE(unused_splits(folder.path()).empty());
  }
  const test::TemporaryFolder folder;
  for (const char* name : {"train/a/1.jpg", "test/a/1.jpg", "valid/a/1.jpg", "Dev.csv", "val.tar.gz"})
    folder.file(name, "");
  REQUIRE(unused_splits(folder.path()) ==
          std::vector<std::string>{
              "valid is not read, because test is the test split; rename one of them to choose",
              "Dev.csv is not read, because test is the test split; rename one of them to choose"});
  for (const auto* name : {"Valid.csv", "DEV.tar", "Valid-000000.tar"}) {
    const test::TemporaryFolder other;
    const auto file = other.file(name, "");
    REQUIRE(find_split(other.path(), config::DataSplit::test)->files.front() == file);
  }
}

TEST_CASE("compressed tars and shards of two data sets are refused", "[data]") {
  const auto error_with = [](const std::vector<std::string>& names) {
    const test::TemporaryFolder folder;
    for (const auto& name : names) folder.file(name, "");
    return error_message<DataError>([&] { find_split(folder.path(), config::DataSplit::train); });
  };
  for (const char* name : {"train.tar.gz", "train-0000.tar.gz", "imagenet-train-0000.tgz"})
    REQUIRE_THAT(error_with({name}), Contains(std::string(name) + ": is compressed") && Contains("gunzip"));
  REQUIRE_THAT(error_with({"train-0000.tar", "train-0001.tar.gz"}),
               Contains("train-0001.tar.gz: is compressed"));
  const test::TemporaryFolder folder;
  for (const char* name : {"val.tar.gz", "other.tar.gz", "train.tar.gz", "train/a/1.jpg"})
    folder.file(name, "");
  REQUIRE(find_split(folder.path(), config::DataSplit::train));
  REQUIRE_THAT(error_with({"a-train-0.tar", "b-train-0.tar"}),
               Contains("shards of two data sets, a-train-*.tar and b-train"));
}
