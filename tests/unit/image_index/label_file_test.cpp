#include "image_index/label_file.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::image_index;
using Catch::Matchers::Contains;
using test::error_message;

namespace {

const ClassList kClasses{
    .folders = {"n01", "n02", "n03"}, .names = {"tench", "crane", "crane"}, .listed_in = "list"};
const std::vector<std::string> kNames{"val_1.JPEG", "val_2.JPEG", "val_3.JPEG"};

std::vector<std::int32_t> labels_by(std::string_view content, std::string_view name = "val_labels.txt",
                                    std::string_view map = "") {
  const test::TemporaryFolder folder;
  if (!map.empty()) folder.file("map_clsloc.txt", map);
  const auto path = folder.file(name, content);
  return labels_for(kNames, read_label_file(path), path, kClasses);
}

std::string error_of(std::string_view content, std::string_view name = "val_labels.txt",
                     std::string_view map = "") {
  return error_message<DataError>([&] { labels_by(content, name, map); });
}

constexpr const char* kGroundTruth = "ILSVRC2012_validation_ground_truth.txt";

}  // namespace

TEST_CASE("labels come as folders or numbers in the order of the names, or beside the images' names",
          "[data]") {
  const std::vector<std::int32_t> expected{2, 0, 1};
  REQUIRE(labels_by("n03\nn01\nn02\n") == expected);
  REQUIRE(labels_by("n03\r\nn01\r\nn02") == expected);
  REQUIRE(labels_by("2\n0\n1\n") == expected);
  REQUIRE(labels_by("val_2.JPEG 0\nval_1.JPEG 2\nval_3.JPEG n02\n") == expected);
  REQUIRE(labels_by("val/val_2.JPEG 0\nval/val_1.JPEG 2\nval/val_3.JPEG 1\n") == expected);
  for (const char* written :
       {" n03\nn01 \n\tn02\t\n", "\"n03\"\n'n01'\nn02\n", "\xef\xbb\xbfn03\nn01\nn02\n", "2.0\n0.0\n1.0\n",
        "02\n00\n01\n", "label\n2\n0\n1\n", "image,label\nval_2,0\nval_1,2\nval_3,1\n",
        "\"val_2.JPEG\", \"0\"\n\"val_1.JPEG\", \"2\"\n\"val_3.JPEG\", \"1\"\n",
        "val_2.JPEG\t0\t\nval_1.JPEG\t2\nval_3.JPEG\t1\n", "val_2  0\nval_1;2\nval_3 , 1\n"}) {
    INFO(written);
    REQUIRE(labels_by(written) == expected);
  }
  constexpr std::string_view kKaggle =
      "ImageId,PredictionString\nval_3,n02 1 2 3 4 n02 5 6 7 8 \nval_1,n03 1 2 3 4\nval_2,n01 0 0 9 9\n";
  REQUIRE(labels_by(kKaggle) == expected);
}

TEST_CASE("a first image whose class is named as a column is no header", "[data]") {
  const test::TemporaryFolder folder;
  REQUIRE(read_label_file(folder.file("labels.txt", "x0.ppm target\nx1.ppm class\n")).size() == 2);
}

TEST_CASE("a class's name may have several words; the boxes after Kaggle's do not belong to it", "[data]") {
  const test::TemporaryFolder folder;
  const auto path =
      folder.file("labels", "a.png golden retriever\nb.png,golden eagle\nc.png\tgolden 1 2 3 4\n");
  const auto lines = read_label_file(path);
  REQUIRE(lines[0].word == "golden retriever");
  REQUIRE(classes_of_lines(lines, path).names ==
          std::vector<std::string>{"golden", "golden eagle", "golden retriever"});
}

TEST_CASE(
    "the numbers of ImageNet's own ground truth are translated by map_clsloc.txt, and refused without it",
    "[data]") {
  const std::string map = "n02 1 crane\nn03 2 crane\nn01 3 tench\n";
  REQUIRE(labels_by("2\n3\n1\n", kGroundTruth, map) == std::vector<std::int32_t>{2, 0, 1});
  REQUIRE_THAT(
      error_of("2\n3\n1\n", kGroundTruth),
      Contains("has ILSVRC2012_IDs, numbers from 1 on in an order of the development kit's meta.mat") &&
          Contains("map_clsloc.txt"));
  REQUIRE_THAT(error_of("2\n4\n1\n", kGroundTruth, map), Contains("line 2 has the ILSVRC2012_ID '4'"));
}

TEST_CASE("a label file that does not fit is refused with the line", "[data]") {
  REQUIRE_THAT(error_of("n03\nn01\n"), Contains("has 2 labels for 3 images"));
  REQUIRE_THAT(error_of("n03\nn01\nn02\nn02\n"), Contains("has 4 labels for 3 images"));
  REQUIRE_THAT(error_of("n03\nn01\nn04\n"),
               Contains("line 3 has the label 'n04', which is none of the 3 classes in list"));
  REQUIRE_THAT(error_of("2\n3\n1\n"), Contains("line 2 has the label '3'"));
  REQUIRE_THAT(error_of("2\n-1\n1\n"), Contains("line 2 has the label '-1'"));
  REQUIRE_THAT(error_of("val_1 0\nval_2 1\nval_2 1\n"), Contains("line 3 lists val_2 a second time"));
  REQUIRE_THAT(error_of("val_1 0\nval_2 1\nval_4 1\n"), Contains("does not list the image val_3.JPEG"));
  REQUIRE_THAT(error_of("val_1 0\n1\n2\n"), Contains("line 2 names no image, unlike the first"));
  REQUIRE_THAT(error_of(", n01\nn01\nn02\n"), Contains("line 1 is ', n01'"));
  REQUIRE_THAT(error_of("1\n2\n3\n"), Contains("the label '3'") && Contains("classes are numbered from 0"));
}

TEST_CASE("without a list the classes are the words; numbers have no order of their own", "[data]") {
  const test::TemporaryFolder folder;
  const auto words = folder.file("words", "n03\nn01\nn03\n");
  REQUIRE(classes_of_lines(read_label_file(words), words).folders == std::vector<std::string>{"n01", "n03"});
  const auto numbers = folder.file("numbers", "3\n1\n");
  REQUIRE_THAT(error_message<DataError>([&] { classes_of_lines(read_label_file(numbers), numbers); }),
               Contains("line 1 has the number 3 as a class") && Contains("imagenet_wnids.txt"));
}

TEST_CASE("label files are found under the names that ImageNet's come under, for the validation images alone",
          "[data]") {
  const test::TemporaryFolder folder;
  REQUIRE_FALSE(label_file_of(folder.path(), "val"));
  const auto devkit = folder.file("ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt", "");
  REQUIRE(label_file_of(folder.path(), "val") == devkit);
  const auto caffe = folder.file("val.txt", "");
  REQUIRE(label_file_of(folder.path(), "test") == caffe);
  const auto own = folder.file("val_labels.txt", "");
  REQUIRE(label_file_of(folder.path(), "val") == own);
  REQUIRE(label_file_of(folder.path(), "test") == caffe);
  REQUIRE_FALSE(label_file_of(folder.path(), "train"));
}
