#include "image_index/list_folders.h"

#include <catch2/catch.hpp>

#include "image_index/image_folder.h"
#include "image_index/index_cache.h"
#include "support/tar_files.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::image_index;
using Catch::Matchers::Contains;

namespace {

const std::string kPngStart("\x89PNG\r\n\x1a\n\0\0\0\r", 12);

}  // namespace

TEST_CASE("folders that programs leave are no classes, wherever they are, and are named", "[data]") {
  const test::TemporaryFolder folder;
  folder.file("train/b/1.jpg", "");
  folder.file("train/c/2.jpg", "");
  const ImageIndex clean = image_folder_index(folder.path(), config::DataSplit::train);
  std::vector<std::pair<std::string, std::string>> files;
  for (const char* name :
       {".ipynb_checkpoints", "@eaDir", "__MACOSX", "$RECYCLE.BIN", "System Volume Information", "lost+found",
        ".AppleDouble", "#recycle", ".Spotlight-V100", ".Trashes", ".fseventsd", "@Recycle", "#snapshot",
        ".@__thumb", ".git", ".thumbnails", "__pycache__", "~snapshot"}) {
    folder.file(fmt::format("train/{}/1.jpg", name), "");
    folder.file(fmt::format("train/b/{}/1.jpg", name), "");
    files.emplace_back(fmt::format("train/{}/1.jpg", name), "");
    files.emplace_back(fmt::format("train/b/{}/1.jpg", name), "");
  }
  for (const char* name : {".DS_Store", "Thumbs.db", "desktop.ini"})
    folder.file(fmt::format("train/{}", name), "");
  const ImageIndex index = image_folder_index(folder.path(), config::DataSplit::train);
  REQUIRE(index.class_names == std::vector<std::string>{"b", "c"});
  REQUIRE(index.paths == clean.paths);
  REQUIRE(index.labels == clean.labels);
  REQUIRE(index.warnings.size() == 1);
  REQUIRE_THAT(index.warnings.front(),
               Contains("passed over, since programs leave such folders: #recycle, ") &&
                   Contains(".ipynb_checkpoints, ") && Contains("@eaDir"));
  files.insert(files.end(), {{"train/b/1.jpg", ""}, {"train/c/2.jpg", ""}, {"train/.DS_Store", ""}});
  const test::TemporaryFolder other;
  other.file("train.tar", test::tar_of(files));
  const ImageIndex tar = image_folder_index(other.path(), config::DataSplit::train);
  REQUIRE(tar.paths == clean.paths);
  REQUIRE(tar.class_names == clean.class_names);
  REQUIRE(tar.warnings == index.warnings);
  const test::TemporaryFolder flat;
  flat.file("val/1.jpg", "");
  flat.file("val/@eaDir/1.jpg", "");
  flat.file("val_labels.txt", "a\n");
  REQUIRE(image_folder_index(flat.path(), config::DataSplit::test).size() == 1);
}

TEST_CASE("a split's class folders are numbered as those of the training split, or with a warning",
          "[data]") {
  const test::TemporaryFolder folder;
  for (const char* file :
       {"part/train/a/x.jpg", "part/train/b/x.jpg", "part/train/c/x.jpg", "part/test/b/y.jpg",
        "other/train/a/x.jpg", "other/train/b/x.jpg", "other/test/b/y.jpg", "other/test/c/y.jpg"})
    folder.file(file, "");
  const ImageIndex part = image_folder_index(folder / "part", config::DataSplit::test);
  REQUIRE(part.class_names == std::vector<std::string>{"a", "b", "c"});
  REQUIRE(part.labels == std::vector<std::int32_t>{1});
  REQUIRE(part.warnings.empty());
  const ImageIndex other = image_folder_index(folder / "other", config::DataSplit::test);
  REQUIRE(other.class_names == std::vector<std::string>{"b", "c"});
  REQUIRE(other.warnings ==
          std::vector<std::string>{
              "the class folders of test are not among those of train ('c' is not), so each is "
              "numbered alone and a label may mean different classes; list all in "
              "imagenet_wnids.txt, a folder name per line"});
  folder.file("other/imagenet_wnids.txt", "a\nb\nc\n");
  REQUIRE(image_folder_index(folder / "other", config::DataSplit::test).warnings.empty());
}

TEST_CASE("classes 0 to 11 are numbered as text with a warning, or as numbers, in every layout", "[data]") {
  const std::vector<std::string> text{"0", "1", "10", "11", "2", "3", "4", "5", "6", "7", "8", "9"};
  const std::vector<std::string> numeric{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"};
  const test::TemporaryFolder folder;
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& name : numeric) {
    files.emplace_back(name + "/x.jpg", "");
    folder.file("folders/train/" + name + "/x.jpg", "");
  }
  folder.file("tar/train.tar", test::tar_of(files));
  for (const char* layout : {"folders", "tar"}) {
    const auto list = [&](config::ClassOrder order) {
      return image_folder_index(folder / layout, config::DataSplit::train, {.order = order});
    };
    const ImageIndex as_text = list(config::ClassOrder::text);
    REQUIRE(as_text.class_names == text);
    REQUIRE(as_text.warnings ==
            std::vector<std::string>{
                "the 12 classes are numbered in text order, 0, 1, 10, 11, 2, ..., so '10' is class 2; in "
                "numeric order, 0, 1, 2, 3, 4, ..., it is class 10 (class_order: numeric)"});
    const ImageIndex as_numbers = list(config::ClassOrder::numeric);
    REQUIRE(as_numbers.class_names == numeric);
    REQUIRE(as_numbers.warnings.empty());
    for (std::size_t i = 0; i < numeric.size(); ++i)
      REQUIRE(as_numbers.class_names[static_cast<std::size_t>(as_numbers.labels[i])] + "/x.jpg" ==
              as_numbers.path(i));
  }
}

TEST_CASE("another order of the classes is another index in the cache", "[data]") {
  const test::TemporaryFolder folder;
  for (const char* name : {"2", "10"})
    for (std::size_t i = 0; i < kMinCached / 2; ++i) folder.file(fmt::format("train/{}/{}.jpg", name, i), "");
  const auto names = [&](config::ClassOrder order) {
    return image_folder_index(folder.path(), config::DataSplit::train,
                              {.order = order, .cache = folder / "cache"})
        .class_names;
  };
  for (int again = 0; again < 2; ++again) {
    REQUIRE(names(config::ClassOrder::text) == std::vector<std::string>{"10", "2"});
    REQUIRE(names(config::ClassOrder::numeric) == std::vector<std::string>{"2", "10"});
  }
}

TEST_CASE("files without an ending are images if they begin like one", "[data]") {
  const test::TemporaryFolder folder;
  folder.file("train/a/00017", kPngStart);
  folder.file("train/a/frame.0001", "\xff\xd8\xff\xe0");
  folder.file("train/a/README", "Photos, 2019");
  folder.file("train/a/BMW", "BMW drivers");
  folder.file("train/a/empty", "");
  folder.file("train/b/x.png", "");
  const ImageIndex index = image_folder_index(folder.path(), config::DataSplit::train);
  REQUIRE(index.paths == "a/00017a/frame.0001b/x.png");
  REQUIRE(index.other_files == 3);
  const test::TemporaryFolder other;
  other.file("train.tar", test::tar_of({{"a/00017", kPngStart}, {"a/README", "Photos"}, {"b/x.png", ""}}));
  const ImageIndex tar = image_folder_index(other.path(), config::DataSplit::train);
  REQUIRE(tar.paths == "a/00017b/x.png");
  REQUIRE(tar.other_files == 1);
}
