#include "image_index/list_tar.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "image_index/image_bytes.h"
#include "image_index/list_folders.h"
#include "support/error_message.h"
#include "support/tar_files.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::image_index;
using Catch::Matchers::Contains;
using test::error_message;
using test::tar_entry;
using test::tar_of;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

/// Out of order, with a class whose name is the other's with more behind, a folder in a class and a file that
/// is no image.
const Files kFiles{{"b/2.jpg", "b2"},      {"a-b/1.JPEG", "ab1"}, {"a/x/1.png", "ax1"},
                   {"a/note.txt", "text"}, {"a/2.jpg", "a2"},     {"a/10.jpg", "a10"}};

std::vector<std::string> paths_of(const ImageIndex& index) {
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < index.size(); ++i) paths.emplace_back(index.path(i));
  return paths;
}

/// The same images in the same order with the same labels and bytes.
void require_same(const ImageIndex& index, const ImageIndex& expected) {
  REQUIRE(paths_of(index) == paths_of(expected));
  REQUIRE(index.labels == expected.labels);
  REQUIRE(index.class_names == expected.class_names);
  REQUIRE(index.other_files == expected.other_files);
  const ImageBytes bytes(index);
  const ImageBytes expected_bytes(expected);
  for (std::size_t i = 0; i < index.size(); ++i) REQUIRE(bytes.read(i) == expected_bytes.read(i));
}

std::string error_of(const std::string& tar, const std::optional<ClassList>& classes = {},
                     const std::optional<std::string>& labels = {}) {
  const test::TemporaryFolder folder;
  const auto path = folder.file("train.tar", tar);
  std::optional<std::filesystem::path> label_file;
  if (labels) label_file = folder.file("train_labels.txt", *labels);
  return error_message<DataError>([&] { list_tar(path, classes, label_file); });
}

}  // namespace

TEST_CASE("a tar of folders and a tar of tars are the unpacked folder: images, order, ids, labels, bytes",
          "[data]") {
  const test::TemporaryFolder folder;
  std::map<std::string, Files> by_class;
  Files below_split;
  for (const auto& [name, content] : kFiles) {
    folder.file("train/" + name, content);
    below_split.emplace_back("./train/" + name, content);
    by_class[name.substr(0, name.find('/'))].emplace_back(name.substr(name.find('/') + 1), content);
  }
  Files tars;
  for (const auto& [name, files] : by_class) tars.emplace_back(name + ".tar", tar_of(files));
  const ImageIndex expected =
      list_folders(folder / "train", classes_named({"a", "b", "a-b"}, folder / "train"));
  REQUIRE(paths_of(expected) ==
          std::vector<std::string>{"a/10.jpg", "a/2.jpg", "a/x/1.png", "a-b/1.JPEG", "b/2.jpg"});
  require_same(list_tar(folder.file("train.tar", tar_of(kFiles)), std::nullopt, std::nullopt), expected);
  require_same(list_tar(folder.file("train.tar", tar_of(below_split)), std::nullopt, std::nullopt), expected);
  require_same(list_tar(folder.file("train.tar", tar_of(tars)), std::nullopt, std::nullopt), expected);
}

TEST_CASE("a list of classes decides labels and names; progress reaches about the tar's size", "[data]") {
  const test::TemporaryFolder folder;
  const ClassList classes{.folders = {"b", "c", "a"}, .names = {"bee", "sea", "ay"}, .listed_in = "list"};
  const std::string tar = tar_of({{"a/1.jpg", std::string(5000, 'x')}, {"b/1.jpg", "2"}});
  std::uint64_t bytes = 0;
  const ImageIndex index =
      list_tar(folder.file("t.tar", tar), classes, std::nullopt, [&](std::uint64_t more) { bytes += more; });
  REQUIRE(index.labels == std::vector<std::int32_t>{2, 0});
  REQUIRE(index.class_names[0] == "bee");
  REQUIRE(index.name(0) == folder / "t.tar/a/1.jpg");
  REQUIRE(bytes > 5000);
  REQUIRE(bytes <= tar.size());
}

TEST_CASE("images without folders get their labels from a file, in the order of their names", "[data]") {
  const test::TemporaryFolder folder;
  const auto tar = folder.file("val.tar", tar_of({{"val/v_2.JPEG", "two"}, {"val/v_1.JPEG", "one"}}));
  const auto labels = folder.file("val_labels.txt", "n02\nn01\n");
  const ImageIndex index = list_tar(tar, std::nullopt, labels);
  REQUIRE(paths_of(index) == std::vector<std::string>{"v_1.JPEG", "v_2.JPEG"});
  REQUIRE(index.labels == std::vector<std::int32_t>{1, 0});
  REQUIRE(ImageBytes(index).read(0) == "one");
  REQUIRE(index.origins.size() == 2);
  REQUIRE_THAT(error_of(tar_of({{"v_1.JPEG", "one"}}), std::nullopt, "n01\nn02\n"),
               Contains("has 2 labels for 1 images"));
  REQUIRE_THAT(error_of(tar_of({{"v_1.JPEG", "one"}})),
               Contains("there is no label file for them beside it"));
}

TEST_CASE("links in a tar of images are passed over with a warning", "[data]") {
  const test::TemporaryFolder folder;
  const std::string inner = tar_entry("1.jpg", "x") + tar_entry("2.jpg", "", '2') + test::kTarEnd;
  const auto tar = folder.file("train.tar", tar_entry("a/1.jpg", "a") + tar_entry("a/2.jpg", "", '1') +
                                                tar_entry("b.tar", inner) + test::kTarEnd);
  const ImageIndex index = list_tar(tar, std::nullopt, std::nullopt);
  REQUIRE(paths_of(index) == std::vector<std::string>{"a/1.jpg", "b/1.jpg"});
  REQUIRE(index.warnings ==
          std::vector<std::string>{"train.tar: 2 links are passed over, the first: 'a/2.jpg'"});
}

TEST_CASE("what is wrong with a tar of images is named", "[data]") {
  const ClassList classes{.folders = {"a"}, .names = {"a"}, .listed_in = "list"};
  REQUIRE_THAT(error_of(tar_of({{"a/1.jpg", ""}, {"b/1.jpg", ""}}), classes),
               Contains("train.tar/b: is no class: list does not list it"));
  REQUIRE_THAT(error_of(tar_of({{"a/", ""}, {"a/1.jpg", ""}, {"b/", ""}})),
               Contains("train.tar/b: holds no images"));
  REQUIRE_THAT(error_of(tar_of({{"a.tar", tar_of({{"1.jpg", ""}})}, {"b.tar", tar_of({{"note.txt", ""}})}})),
               Contains("train.tar/b: holds no images"));
  REQUIRE_THAT(error_of(tar_of({{"a.tar", tar_of({{"1.jpg", ""}})}, {"a.tar", tar_of({{"2.jpg", ""}})}})),
               Contains("has the class a twice"));
  REQUIRE_THAT(error_of(tar_of({{"a/1.jpg", "x"}, {"./a/1.jpg", "y"}})),
               Contains("has two entries 'a/1.jpg'"));
  REQUIRE_THAT(error_of(tar_of({{"a/1.jpg", ""}, {"2.jpg", ""}})),
               Contains("has the image '2.jpg' in no class's folder"));
  REQUIRE_THAT(error_of(tar_of({{"note.txt", ""}})), Contains("train.tar: holds no images"));
  REQUIRE_THAT(error_of(tar_of({{"a/\xff.jpg", ""}})), Contains("its name is not UTF-8"));
  const std::string inner = tar_of({{"1.jpg", std::string(2000, 'x')}});
  REQUIRE_THAT(error_of(tar_of({{"a.tar", inner.substr(0, 1000)}, {"b.tar", inner}})),
               Contains("train.tar/a.tar: is damaged or truncated at or after the entry 1.jpg"));
}

TEST_CASE("every truncation of a tar of tars is refused, and no damaged byte does worse", "[data]") {
  const test::TemporaryFolder folder;
  const std::string tar = tar_of({{"a.tar", tar_of({{"1.jpg", "one"}, {"2.jpg", std::string(600, 'x')}})},
                                  {"b.tar", test::pax_entry("3.jpg", "three") + test::kTarEnd}});
  const auto list = [&](const std::string& bytes) {
    return list_tar(folder.file("train.tar", bytes), std::nullopt, std::nullopt);
  };
  REQUIRE(list(tar).size() == 3);
  const std::size_t needed = tar.size() - 512;  // the second block of zeros at the end is a habit
  for (std::size_t size = 0; size < needed; size += 251)
    REQUIRE_THROWS_AS(list(tar.substr(0, size)), DataError);
  for (std::size_t at = 0; at < tar.size(); at += 97) {
    std::string damaged = tar;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    std::size_t images = 0;
    try {
      images = list(damaged).size();
    } catch (const DataError&) {
    }
    REQUIRE(images <= 3);
  }
}
