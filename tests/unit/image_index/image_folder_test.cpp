#include "image_index/image_folder.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "image_index/indexed_images.h"
#include "support/error_message.h"
#include "support/tar_files.h"
#include "support/temporary_folder.h"
#include "unit/datasets/data_variable.h"

using namespace hybrid;
using namespace hybrid::image_index;
using Catch::Matchers::Contains;
using test::error_message;

namespace {

std::unique_ptr<images::ImageSource> open_image_folder(const std::filesystem::path& root,
                                                       config::DataSplit split, std::size_t limit = 0) {
  return indexed_images(image_folder_index(root, split), limit);
}

}  // namespace

TEST_CASE("the folder of a split is named, and one that is missing is too", "[data]") {
  const test::TemporaryFolder folder;
  folder.file("train/a/x.txt", "");
  REQUIRE(image_folder_place(folder.path(), config::DataSplit::train).files == std::vector{folder / "train"});
  REQUIRE_THAT(
      error_message<DataError>([&] { image_folder_place(folder.path(), config::DataSplit::test); }),
      Contains(
          "test: no such folder; data.root must hold test/ with a folder per class, test.csv, test.tar"));
}

TEST_CASE("the root is looked for as written and below $HYBRID_DATA", "[data]") {
  const test::TemporaryFolder folder;
  folder.file("imagenet/train/a/x.txt", "");
  {
    const test::DataVariable data(folder.path().c_str());
    REQUIRE(image_folder_root("imagenet") == folder / "imagenet");
    REQUIRE(image_folder_root((folder / "imagenet").string()) == folder / "imagenet");
    REQUIRE_THAT(error_message<DataError>([] { image_folder_root("imagemet"); }),
                 Contains("imagemet: no such folder; looked for imagemet, ") &&
                     Contains((folder / "imagemet").string()) && Contains("configs/README.md"));
  }
  const test::DataVariable data(nullptr);
  REQUIRE_THAT(error_message<DataError>([] { image_folder_root("imagenet"); }),
               Contains("looked for imagenet (and nowhere else: $HYBRID_DATA is not set)"));
}

TEST_CASE("numbers as labels mean the same in the shards of both splits", "[data]") {
  const test::TemporaryFolder folder;
  folder.file("train-0.tar", test::tar_of({{"1.jpg", ""}, {"1.cls", "4"}}));
  folder.file("val-0.tar", test::tar_of({{"1.jpg", ""}, {"1.cls", "2"}}));
  REQUIRE(image_folder_index(folder.path(), config::DataSplit::test).class_names.size() == 5);
  folder.file("val-0.tar", test::tar_of({{"1.jpg", ""}, {"1.cls", "5"}}));
  REQUIRE_THAT(error_message<DataError>([&] { image_folder_index(folder.path(), config::DataSplit::test); }),
               Contains("has the label '5', which is none of the 5 classes"));
}

TEST_CASE("images in a folder without classes are read with a label file, and not without one", "[data]") {
  const test::TemporaryFolder folder;
  folder.file("val/v_2.JPEG", "");
  folder.file("val/v_1.JPEG", "");
  folder.file("val/note.txt", "");
  REQUIRE_THAT(
      error_message<DataError>([&] { image_folder_index(folder.path(), config::DataSplit::test); }),
      Contains("val: holds no folders; expected one per class, with its images in it, or a label file"));
  const auto labels = folder.file("val_labels.txt", "n02\nn01\n");
  const ImageIndex index = image_folder_index(folder.path(), config::DataSplit::test);
  REQUIRE(index.path(0) == "v_1.JPEG");
  REQUIRE(index.labels == std::vector<std::int32_t>{1, 0});
  REQUIRE(index.other_files == 1);
  REQUIRE(image_folder_inputs(folder.path(), config::DataSplit::test) == std::vector{folder / "val", labels});
}

TEST_CASE("links to nowhere are images that cannot be read, and what macOS leaves beside an image is none",
          "[data]") {
  const test::TemporaryFolder folder;
  folder.file("test/a/1.jpg", read_file(HYBRID_TEST_DATA "/peers/data/images/colour.jpg"));
  folder.file("test/a/._1.jpg", "attributes");
  std::filesystem::create_symlink("nowhere.jpg", folder / "test/a/2.jpg");
  std::filesystem::create_symlink("3.jpg", folder / "test/a/3.jpg");  // to itself
  const ImageIndex index = image_folder_index(folder.path(), config::DataSplit::test);
  REQUIRE(index.size() == 3);
  REQUIRE(index.other_files == 1);
  const auto images = open_image_folder(folder.path(), config::DataSplit::test);
  REQUIRE(images->image(0).height == 19);
  REQUIRE_THAT(error_message<DataError>([&] { images->image(1); }), Contains("2.jpg"));
  REQUIRE_THAT(error_message<DataError>([&] { images->image(2); }), Contains("3.jpg"));
}

TEST_CASE("warnings of an index and of splits that are not read are logged once", "[data]") {
  const test::TemporaryFolder folder;
  for (const char* split : {"train", "test", "valid"})
    for (const char* name : {"2", "10"}) folder.file(fmt::format("{}/{}/1.jpg", split, name), "");
  Logger log(Verbosity::quiet, std::tmpfile());
  for (const auto split : {config::DataSplit::train, config::DataSplit::test})
    report_warnings(folder.path(), image_folder_index(folder.path(), split), log);
  REQUIRE(log.warnings().size() == 2);
  REQUIRE_THAT(log.warnings()[0], Contains(folder.path().string() + ": the 2 classes are numbered in text"));
  REQUIRE_THAT(log.warnings()[1], Contains("valid is not read, because test is the test split"));
}

#ifdef HYBRID_HAS_OPENCV
namespace {

std::string image_file(const std::string& name) {
  return read_file(HYBRID_TEST_DATA "/peers/data/images/" + name);
}

std::string error_of(const std::filesystem::path& root) {
  return error_message<DataError>([&] { open_image_folder(root, config::DataSplit::test); });
}

std::vector<std::string> ids_of(const images::ImageSource& source) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < source.size(); ++i) ids.push_back(source.id(i));
  return ids;
}

}  // namespace

TEST_CASE("classes are the folders by name, images their files by path, other files are passed over",
          "[data]") {
  const test::TemporaryFolder folder;
  const std::string jpeg = image_file("colour.jpg");
  for (const char* name : {"test/b/2.JPEG", "test/b/10.png", "test/b/note.txt", "test/a/z/0.jpg",
                           "test/a/b-1.jpg", "test/a/B.jpg", "test/a/b/3.jpg"})
    folder.file(name, jpeg);
  const auto source = open_image_folder(folder.path(), config::DataSplit::test);
  REQUIRE(source->classes() == 2);
  REQUIRE(source->class_names() == std::vector<std::string>{"a", "b"});
  REQUIRE(ids_of(*source) ==
          std::vector<std::string>{"a/B.jpg", "a/b-1.jpg", "a/b/3.jpg", "a/z/0.jpg", "b/10.png", "b/2.JPEG"});
  REQUIRE(source->label(3) == 0);
  REQUIRE(source->label(4) == 1);
  REQUIRE(source->image(5).height == 19);
  REQUIRE(source->image(5).width == 26);
  REQUIRE_THROWS_AS(source->image(6), InternalError);
  REQUIRE(ids_of(*open_image_folder(folder.path(), config::DataSplit::test, 3)) ==
          std::vector<std::string>{"a/B.jpg", "a/b/3.jpg", "b/10.png"});
  REQUIRE(open_image_folder(folder.path(), config::DataSplit::test, 7)->size() == 6);
  REQUIRE(image_folder_index(folder.path(), config::DataSplit::test).other_files == 1);
}

TEST_CASE("a list of classes in the root or beside it gives order, names and number", "[data]") {
  const test::TemporaryFolder folder;
  const std::string jpeg = image_file("grey.jpg");
  folder.file("sample/test/n2/x.jpg", jpeg);
  folder.file("sample/test/n1/x.jpg", jpeg);
  folder.file("imagenet_wnids.txt", "n3 great white shark\nn2 tench\n\nn1\n");
  for (const char* root : {"sample", "sample/"}) {
    const auto source = open_image_folder(folder / root, config::DataSplit::test);
    REQUIRE(source->classes() == 3);
    REQUIRE(source->class_names() == std::vector<std::string>{"great white shark", "tench", "n1"});
    REQUIRE(ids_of(*source) == std::vector<std::string>{"n1/x.jpg", "n2/x.jpg"});
    REQUIRE(source->label(0) == 2);
    REQUIRE(source->label(1) == 1);
  }
  folder.file("sample/imagenet_wnids.txt", "n1 a\nn2 b\n");
  REQUIRE(open_image_folder(folder / "sample", config::DataSplit::test)->classes() == 2);
  folder.file("sample/imagenet_wnids.txt", "n1 a\nn4 b\n");
  REQUIRE_THAT(error_of(folder / "sample"),
               Contains("test/n2: is no class: ") && Contains("sample/imagenet_wnids.txt does not list it"));
  folder.file("sample/imagenet_wnids.txt", "n1 a\nn2 b\nn1 c\n");
  REQUIRE_THAT(error_of(folder / "sample"), Contains("imagenet_wnids.txt: lists n1 twice"));
}

TEST_CASE("an index follows the folders and the list of classes it was made from", "[data]") {
  const test::TemporaryFolder folder;
  folder.file("test/n1/deep/x.jpg", "");
  folder.file("imagenet_wnids.txt", "n1\n");
  const ImageIndex index = image_folder_index(folder.path(), config::DataSplit::test);
  std::vector<std::string> origins;
  for (const auto& origin : index.origins) origins.push_back(origin.path);
  for (const char* name : {"test", "test/n1", "test/n1/deep", "imagenet_wnids.txt"})
    REQUIRE(std::ranges::find(origins, (folder / name).string()) != origins.end());
}

TEST_CASE("no classes and a class without images are refused, an unreadable image when it is read",
          "[data]") {
  const test::TemporaryFolder folder;
  folder.file("test/x.jpg", "");
  REQUIRE_THAT(error_of(folder.path()), Contains("test: holds no folders"));
  folder.file("test/a/x.jpg", "broken");
  folder.file("test/b/x.txt", "");
  REQUIRE_THAT(error_of(folder.path()), Contains("test/b: holds no images"));
  folder.file("test/b/x.jpg", "");
  const auto source = open_image_folder(folder.path(), config::DataSplit::test);
  REQUIRE_THAT(error_message<DataError>([&] { source->image(0); }), Contains("test/a/x.jpg: is damaged"));
}
#else
TEST_CASE("an image folder in a build without OpenCV gives its JPEG files and refuses others", "[data]") {
  const test::TemporaryFolder folder;
  folder.file("test/a/1.jpg", read_file(HYBRID_TEST_DATA "/peers/data/images/colour.jpg"));
  folder.file("test/a/2.png", read_file(HYBRID_TEST_DATA "/peers/data/images/colour.png"));
  const auto images = open_image_folder(folder.path(), config::DataSplit::test);
  REQUIRE(images->image(0).height == 19);
  REQUIRE_THROWS_AS(images->image(1), Infeasible);
}
#endif
