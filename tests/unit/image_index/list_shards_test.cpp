#include "image_index/list_shards.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "image_index/image_bytes.h"
#include "support/error_message.h"
#include "support/tar_files.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::image_index;
using Catch::Matchers::Contains;
using test::error_message;
using test::tar_of;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

const ClassList kClasses{
    .folders = {"n01", "n02", "n03"}, .names = {"tench", "crane", "crane"}, .listed_in = "list"};

ImageIndex list(const test::TemporaryFolder& folder, const std::vector<Files>& shards,
                const std::optional<ClassList>& classes = {}) {
  std::vector<std::filesystem::path> paths;
  for (const auto& files : shards)
    paths.push_back(folder.file(fmt::format("train-{:06}.tar", paths.size()), tar_of(files)));
  return list_shards(paths, classes);
}

std::string error_of(const Files& files, const std::optional<ClassList>& classes = {}) {
  const test::TemporaryFolder folder;
  return error_message<DataError>([&] { list(folder, {files}, classes); });
}

}  // namespace

TEST_CASE("files of one key are one example, labels in .cls or .json, images in the shards' order",
          "[data]") {
  const test::TemporaryFolder folder;
  const ImageIndex index =
      list(folder, {{{"b.jpg", "b"},
                     {"b.cls", "3\n"},
                     {"b.txt", "a text"},
                     {"x/a.json", R"({"label": 1})"},
                     {"x/a.png", "a"}},
                    {{"c.cls", "0"}, {"c.json", R"({"label": 2, "size": [1]})"}, {"c.jpeg", "c"}}});
  REQUIRE(index.size() == 3);
  REQUIRE(index.path(0) == "train-000000/b.jpg");
  REQUIRE(index.path(1) == "train-000000/x/a.png");
  REQUIRE(index.path(2) == "train-000001/c.jpeg");
  REQUIRE(index.labels == std::vector<std::int32_t>{3, 1, 0});
  REQUIRE(index.class_names == std::vector<std::string>{"0", "1", "2", "3"});
  REQUIRE(index.other_files == 1);
  REQUIRE(index.origins.size() == 2);
  const ImageBytes bytes(index);
  REQUIRE(bytes.read(0) + bytes.read(1) + bytes.read(2) == "bac");
}

TEST_CASE("labels are numbers or folders of the list of classes; without one any words are the classes",
          "[data]") {
  const test::TemporaryFolder folder;
  const Files files{{"1.jpg", ""},  {"1.cls", "n03"}, {"2.jpg", ""},
                    {"2.cls", "0"}, {"3.jpg", ""},    {"3.json", R"({"label": "n02"})"}};
  const ImageIndex index = list(folder, {files}, kClasses);
  REQUIRE(index.labels == std::vector<std::int32_t>{2, 0, 1});
  REQUIRE(index.class_names == kClasses.names);
  const ImageIndex words = list(folder, {{{"1.jpg", ""}, {"1.cls", "dog"}, {"2.jpg", ""}, {"2.cls", "cat"}}});
  REQUIRE(words.class_names == std::vector<std::string>{"cat", "dog"});
  REQUIRE(words.labels == std::vector<std::int32_t>{1, 0});
}

TEST_CASE(
    "what webdataset passes over is passed over: links, lone members, its own entries; capitals are read",
    "[data]") {
  const test::TemporaryFolder folder;
  const auto shard =
      folder.file("train-0.tar", test::tar_entry("__meta__/info.json", "{}") + test::tar_entry("a.JPG", "a") +
                                     test::tar_entry("a.CLS", " 1\n") + test::tar_entry("link.jpg", "", '2') +
                                     test::tar_entry("hard.cls", "", '1') + test::tar_entry("lone.png", "x") +
                                     test::tar_entry("other.cls", "7") + test::tar_entry(".hidden.jpg", "") +
                                     test::tar_entry("b.Json", R"({"label": "+0"})") +
                                     test::tar_entry("b.Png", "b") + test::kTarEnd);
  const ImageIndex index = list_shards(std::vector{shard}, std::nullopt);
  REQUIRE(index.size() == 2);
  REQUIRE(index.path(0) == "train-0/a.JPG");
  REQUIRE(index.path(1) == "train-0/b.Png");
  REQUIRE(index.labels == std::vector<std::int32_t>{1, 0});
  REQUIRE(index.class_names.size() == 2);
  REQUIRE(index.other_files == 2);
  REQUIRE(index.warnings ==
          std::vector<std::string>{
              "2 links in shards are passed over, the first: 'train-0.tar/link.jpg'",
              "2 examples without an image or a label (.cls, .json) are passed over, the first: "
              "'train-0.tar/lone'"});
}

TEST_CASE("labels in shards are read alike however they are written", "[data]") {
  const test::TemporaryFolder folder;
  for (const char* cls : {"3", "3\n", " 3\t\r\n", "\"3\"", "'3'", "3.0", "03", "+3",
                          "\xef\xbb\xbf"
                          "3"})
    REQUIRE(list(folder, {{{"1.jpg", ""}, {"1.cls", cls}}}).labels.front() == 3);
  for (const char* json : {R"({"label": 3})", R"({"label": 3.0})", R"({"label": "3"})", R"({"label": " 3 "})",
                           "\xef\xbb\xbf{\"label\": 3}"})
    REQUIRE(list(folder, {{{"1.jpg", ""}, {"1.json", json}}}).labels.front() == 3);
}

TEST_CASE("shards without a complete example, two images, and a label outside the list are named", "[data]") {
  REQUIRE_THAT(error_of({{"1.jpg", ""}}),
               Contains("train-000000.tar: holds no image (JPEG, PNG, ...) with its label") &&
                   Contains("'train-000000.tar/1'"));
  REQUIRE_THAT(error_of({{"1.cls", "0"}}), Contains("the first that lacks one: 'train-000000.tar/1'"));
  REQUIRE_THAT(error_of({{"1.jpg", ""}, {"1.png", ""}, {"1.cls", "0"}}),
               Contains("the example '1' has two images, '1.jpg' and '1.png'"));
  REQUIRE_THAT(error_of({{"1.jpg", ""}, {"1.cls", "0"}, {"1.jpg", ""}}),
               Contains("the example '1' has two images"));
  for (const char* json : {"{}", "no JSON", "[1]", R"({"label": 1.5})", R"({"label": null})"})
    REQUIRE_THAT(error_of({{"1.jpg", ""}, {"1.json", json}}),
                 Contains("the example '1' has no label in '1.json'"));
  REQUIRE_THAT(error_of({{"1.jpg", ""}, {"1.cls", " \n"}}), Contains("has no label in '1.cls'"));
  for (const char* label : {"3", "-1", "n04"})
    REQUIRE_THAT(error_of({{"1.jpg", ""}, {"1.cls", label}}, kClasses),
                 Contains(fmt::format(
                     "train-000000/1.jpg: has the label '{}', which is none of the 3 classes", label)));
  REQUIRE_THAT(error_of({{"1.jpg", ""}, {"1.cls", "12345678"}}),
               Contains("has a label 12345678, must be < 1000000"));
  REQUIRE_THAT(error_of({{"1.txt", ""}}), Contains("holds no images"));
  REQUIRE_THAT(error_of({{"\xff.jpg", ""}, {"\xff.cls", "0"}}), Contains("is not UTF-8"));
}
