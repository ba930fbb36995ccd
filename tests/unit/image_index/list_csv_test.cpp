#include "image_index/list_csv.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "image_index/image_folder.h"
#include "support/csv_records.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::image_index;
using Catch::Matchers::Contains;
using test::error_message;

namespace {

using Words = std::vector<std::string>;

std::string error_of(const std::string& content) {
  const test::TemporaryFolder folder;
  const ClassList classes{.folders = {"n2", "n1"}, .names = {"b", "a"}, .listed_in = "classes"};
  const auto path = folder.file("x.csv", content);
  return error_message<DataError>([&] { list_csv(path, classes); });
}

}  // namespace

TEST_CASE("labels of a list are names of classes or their numbers", "[data]") {
  const test::TemporaryFolder folder;
  const ClassList classes{.folders = {"n2", "n1"}, .names = {"b", "a"}, .listed_in = "classes"};
  const ImageIndex index = list_csv(
      folder.file("x.csv", "path,label\r\na, b.jpg,n1\r\n\nx/2.png,0\nnote.txt,7\nx/3.png,1"), classes);
  REQUIRE(index.size() == 3);
  REQUIRE(index.path(0) == "a, b.jpg");
  REQUIRE(index.path(1) == "x/2.png");
  REQUIRE(index.labels == std::vector<std::int32_t>{1, 0, 1});
  REQUIRE(index.class_names == Words{"b", "a"});
  REQUIRE(index.other_files == 1);
  REQUIRE(index.folder == folder.path().string());
}

TEST_CASE("paths with commas, quotes and line breaks may be quoted", "[data]") {
  const test::TemporaryFolder folder;
  CsvWriter csv;
  csv.row("path", "label");
  for (const auto& name : test::kAwkwardNames) csv.row(name + ".jpg", name);
  const auto path = folder.file("x.csv", csv.text());
  const ImageIndex index = list_csv(path, classes_in_csv(path));
  REQUIRE(index.size() == test::kAwkwardNames.size());
  for (std::size_t i = 0; i < index.size(); ++i) {
    REQUIRE(index.path(i) == test::kAwkwardNames[i] + ".jpg");
    REQUIRE(index.class_names[static_cast<std::size_t>(index.labels[i])] == test::kAwkwardNames[i]);
  }
  REQUIRE_THAT(error_of("the \"disk\".jpg,0\n"), Contains("x.csv: line 1: a quote inside an unquoted field"));
}

TEST_CASE("without a list of classes the words are the classes, and numbers count from 0", "[data]") {
  const test::TemporaryFolder folder;
  REQUIRE(classes_in_csv(folder.file("x.csv", "1.jpg,dog\n2.jpg,cat\n3.jpg,dog\n")).names ==
          Words{"cat", "dog"});
  REQUIRE(classes_in_csv(folder.file("x.csv", "1.jpg,2\n2.jpg,0\n")).names == Words{"0", "1", "2"});
  for (const std::string mixed : {"-1", "1.5", "dog", "99999999999999999999"})
    REQUIRE_THAT(error_message<DataError>(
                     [&] { classes_in_csv(folder.file("x.csv", "1.jpg," + mixed + "\n2.jpg,0\n")); }),
                 Contains("has the label '" + mixed + "'; labels are either all names, or all numbers"));
  REQUIRE_THAT(error_message<DataError>([&] { classes_in_csv(folder.file("x.csv", "1.jpg,123456789\n")); }),
               Contains("has a label 123456789"));
}

TEST_CASE("the first line may name the columns, by whatever words, and a mark of byte order is none of them",
          "[data]") {
  const test::TemporaryFolder folder;
  for (const std::string header : {"", "path,label\n", "filename,class\n", "image_path,target\r\n"})
    for (const std::string mark : {"", "\xef\xbb\xbf"}) {
      const auto path = folder.file("x.csv", mark + header + "1.jpg,dog\n2.jpg,cat\n");
      const ClassList classes = classes_in_csv(path);
      REQUIRE(classes.names == Words{"cat", "dog"});
      const ImageIndex index = list_csv(path, classes);
      REQUIRE(index.size() == 2);
      REQUIRE(index.path(0) == "1.jpg");
    }
}

TEST_CASE("labels and paths are read alike however they are written", "[data]") {
  const test::TemporaryFolder folder;
  for (const std::string rows :
       {"a.png,3\nb.png,0\n", "a.png, 3\nb.png, 0\n", "a.png,\"3\"\nb.png,\"0\"\n", "a.png,3\t\nb.png,0\t\n",
        "\"a.png\", \"3\"\n\"b.png\", \"0\" \n", " a.png ,'3'\r\n'b.png' , 0 \r\n", "a.png,3.0\nb.png,0.0\n",
        "a.png,03\nb.png,00\n", "a.png,+3\nb.png,\"\"\"0\"\"\"\n",
        "a.png,\xc2\xa0"
        "3\nb.png,0\xe2\x80\x8b\n",
        "\xef\xbb\xbf\"a.png\",3e0\nb.png,0e0\n"}) {
    INFO(rows);
    const auto path = folder.file("x.csv", rows);
    const ImageIndex index = list_csv(path, classes_in_csv(path));
    REQUIRE(index.class_names == Words{"0", "1", "2", "3"});
    REQUIRE(index.labels == std::vector<std::int32_t>{3, 0});
    REQUIRE(index.path(0) == "a.png");
    REQUIRE(index.path(1) == "b.png");
  }
  const auto names = folder.file("x.csv", "a.png, dog\nb.png,\"dog\"\nc.png,'hot dog'\nd.png,hot dog \n");
  const ImageIndex index = list_csv(names, classes_in_csv(names));
  REQUIRE(index.class_names == Words{"dog", "hot dog"});
  REQUIRE(index.labels == std::vector<std::int32_t>{0, 0, 1, 1});
}

TEST_CASE("a header tells where paths and labels are, and is recognised by what it is", "[data]") {
  const test::TemporaryFolder folder;
  for (const std::string content :
       {"file.name,label\n1.jpg,dog\n2.jpg,cat\n", "Image ID,Class Name\n1.jpg,dog\n2.jpg,cat\n",
        "label,path\ndog,1.jpg\ncat,2.jpg\n", ",path,label\n0,1.jpg,dog\n1,2.jpg,cat\n",
        "id,label,file_name,split\n7,dog,1.jpg,train\n8,cat,2.jpg,train\n",
        "foo,bar\n1.jpg,dog\n2.jpg,cat\n"}) {
    INFO(content);
    const auto path = folder.file("x.csv", content);
    const ClassList classes = classes_in_csv(path);
    REQUIRE(classes.names == Words{"cat", "dog"});
    const ImageIndex index = list_csv(path, classes);
    REQUIRE(index.path(0) == "1.jpg");
    REQUIRE(index.labels == std::vector<std::int32_t>{1, 0});
  }
  REQUIRE_THAT(error_of("key,set,kind\n1.jpg,train,n1\n"),
               Contains("has the header 'key,set,kind', which does not tell the columns") &&
                   Contains("name them path and label"));
  REQUIRE_THAT(error_of("id,path,label\n1,1.jpg\n"), Contains("line 2: 2 columns, the header has 3"));
  REQUIRE_THAT(error_of("n1,1.jpg\n"), Contains("line 1 has the image '1.jpg' for a label"));
}

TEST_CASE("a list may name images without an ending; files of other types make no class", "[data]") {
  const test::TemporaryFolder folder;
  const auto path = folder.file("x.csv", "a/00017,3\nimage.0001,0\nnote.txt,9\n");
  const ImageIndex index = list_csv(path, classes_in_csv(path));
  REQUIRE(index.labels == std::vector<std::int32_t>{3, 0});
  REQUIRE(index.path(0) == "a/00017");
  REQUIRE(index.class_names.size() == 4);
  REQUIRE(index.other_files == 1);
  REQUIRE_THAT(index.warnings.back(), Contains("x.csv: 1 lines are passed over"));
  const auto headed = folder.file("x.csv", "image,label\n00017,cat\n00018,dog\n");
  REQUIRE(list_csv(headed, classes_in_csv(headed)).size() == 2);
  const auto bare = folder.file("x.csv", "00017,cat\n00018,dog\n");
  REQUIRE(list_csv(bare, classes_in_csv(bare)).size() == 2);
}

TEST_CASE("a line that is no path and label, and a label outside the list, are told by line", "[data]") {
  REQUIRE_THAT(error_of("1.jpg,n1\n2.jpg\n"), Contains("x.csv: line 2 is '2.jpg', expected path,label"));
  REQUIRE_THAT(error_of("path;label\n1.jpg;n1\n"),
               Contains("expected path,label; its columns are separated by ';', separate them by commas"));
  REQUIRE_THAT(error_of("1.jpg\tn1\n"), Contains("its columns are separated by tabs"));
  REQUIRE_THAT(error_of("1.jpg,\xd9\xa3\n"), Contains("numbers are written in the digits 0 to 9: 3"));
  REQUIRE_THAT(error_of(",n1\n"), Contains("line 1 is ',n1'"));
  REQUIRE_THAT(error_of("1.jpg,\n"), Contains("line 1 is '1.jpg,'"));
  REQUIRE_THAT(error_of("1.jpg,2\n"),
               Contains("line 1 has the label '2', which is none of the 2 classes in classes"));
  REQUIRE_THAT(error_of("1.jpg,-1\n"), Contains("the label '-1'"));
  REQUIRE_THAT(error_of("1.jpg,n3\n"), Contains("the label 'n3'"));
  REQUIRE_THAT(error_of("/etc/x.jpg,0\n"), Contains("line 1 names '/etc/x.jpg'"));
  REQUIRE_THAT(error_of("a/../../x.jpg,0\n"), Contains("without '..'"));
  REQUIRE_THAT(error_of("\xff.jpg,0\n"), Contains("is not UTF-8"));
  REQUIRE_THAT(error_of("path,label\n1.txt,0\n"), Contains("lists no images"));
}

TEST_CASE("a split's list comes before its folder, and a test list has the classes of the training list",
          "[data]") {
  const test::TemporaryFolder folder;
  folder.file("train.csv", "images/1.jpg,ant\nimages/2.jpg,bee\n");
  const auto test_list = folder.file("test.csv", "more/3.jpg,bee\n");
  folder.file("test/ant/1.jpg", "");
  const ImageIndex index = image_folder_index(folder.path(), config::DataSplit::test);
  REQUIRE(index.class_names == Words{"ant", "bee"});
  REQUIRE(index.labels == std::vector<std::int32_t>{1});
  REQUIRE(image_folder_inputs(folder.path(), config::DataSplit::test) ==
          std::vector{test_list, folder / "more"});
  folder.file("test.csv", "more/3.jpg,cat\n");
  REQUIRE_THAT(error_message<DataError>([&] { image_folder_index(folder.path(), config::DataSplit::test); }),
               Contains("line 1 has the label 'cat'") && Contains("2 classes in ") && Contains("train.csv"));
}
