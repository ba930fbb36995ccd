#include "image_index/class_list.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::image_index;
using Catch::Matchers::Contains;

namespace {

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a class list is read alike with blanks, tabs, commas, quotes, CRLF, a mark or a header",
          "[data]") {
  const test::TemporaryFolder folder;
  for (const char* content :
       {"n02 tench, Tinca tinca\nn01 crane\n", "n02 tench, Tinca tinca\r\nn01 crane\r\n",
        "\xef\xbb\xbfn02 tench, Tinca tinca\nn01 crane", "n02\ttench, Tinca tinca\nn01\tcrane\n",
        "n02,\"tench, Tinca tinca\"\nn01,crane\n", "\"n02\",\"tench, Tinca tinca\"\n\"n01\",\"crane\"\n",
        " n02  tench, Tinca tinca \n\n n01 crane\t\n",
        "wnid,name\nn02,\"tench, Tinca tinca\"\nn01,crane\n"}) {
    INFO(content);
    const ClassList classes = read_class_list(folder.file("imagenet_wnids.txt", content));
    REQUIRE(classes.folders == Words{"n02", "n01"});
    REQUIRE(classes.names == Words{"tench, Tinca tinca", "crane"});
    REQUIRE(classes.warnings.empty());
  }
}

TEST_CASE("numbers in the digits of other scripts are no labels, and as folders told to be names", "[data]") {
  for (const auto& words : {std::set<std::string, std::less<>>{"\xd9\xa3", "\xd9\xa1\xd9\xa0"},
                            std::set<std::string, std::less<>>{"\xd9\xa3", "10"}})
    REQUIRE_THAT(test::error_message<DataError>([&] { classes_of_words(words, "x.csv"); }),
                 Contains("has the label '\xd9") && Contains("numbers are written in the digits 0 to 9: "));
  const ClassList folders = classes_named({"\xef\xbc\x90", "\xef\xbc\x91"}, "root");  // full-width 0 and 1
  REQUIRE(folders.warnings.size() == 1);
  REQUIRE_THAT(folders.warnings.front(),
               Contains("is taken as a name; numbers are written in the digits 0 to 9: 0"));
}

TEST_CASE("a class may have a name that heads columns elsewhere", "[data]") {
  const test::TemporaryFolder folder;
  for (const char* content : {"image\ntable\ntext\n", "image picture\ntable furniture\ntext words\n"})
    REQUIRE(read_class_list(folder.file("imagenet_wnids.txt", content)).folders ==
            Words{"image", "table", "text"});
}

TEST_CASE("a number means the folder that is this number, else a place in the list", "[data]") {
  const ClassList names{.folders = {"n02", "n01"}, .names = {"b", "a"}, .listed_in = "list"};
  REQUIRE(Labels(names).of_word("n01") == 1);
  REQUIRE(Labels(names).of_word("0") == 0);
  REQUIRE(Labels(names).of_word("01") == 1);
  REQUIRE_FALSE(Labels(names).of_word("2"));
  REQUIRE_FALSE(Labels(names).of_folder("0"));
  const ClassList numbers{.folders = {"01", "02", "10"}, .names = {"a", "b", "c"}, .listed_in = "list"};
  REQUIRE(Labels(numbers).of_word("01") == 0);
  REQUIRE(Labels(numbers).of_word("1") == 0);
  REQUIRE(Labels(numbers).of_word("10.0") == 2);
  REQUIRE_FALSE(Labels(numbers).of_word("0"));
  REQUIRE_THAT(Labels(names).unknown("2"), Contains("the label '2', which is none of the 2 classes in list; "
                                                    "classes are numbered from 0"));
}

TEST_CASE("what may be wrong with the classes is told with the order taken", "[data]") {
  const auto warnings = [](const std::set<std::string, std::less<>>& words) {
    return classes_of_words(words, "list").warnings;
  };
  REQUIRE(warnings({"cat", "dog"}).empty());
  REQUIRE(warnings({"0", "1", "2"}).empty());
  REQUIRE(warnings({"class01", "class02", "class10"}).empty());
  REQUIRE(
      warnings({"class1", "class10", "class2"}) ==
      Words{"the 3 classes are numbered in text order, class1, class10, class2, so 'class10' is class 1; in "
            "numeric order, class1, class2, class10, it is class 2 (class_order: numeric)"});
  REQUIRE(
      warnings({"Cat", "cat", "hot dog", "hotdog"}) ==
      Words{"'Cat' and 'cat' are two classes, 0 and 1, though they differ only in blanks, case or leading "
            "zeros; 1 more such names"});
  REQUIRE(
      warnings({"1", "2", "3"}) ==
      Words{"the labels are numbers from 1 to 3, so there are 4 classes; class 0 has no image: if the labels "
            "count from 1, subtract 1 from each"});
  REQUIRE(
      warnings({"0", "3", "9"}) ==
      Words{"the labels are numbers from 0 to 9, so there are 10 classes; 7 of them have no image (1, 2, 4, "
            "5, 6, ...)"});
  REQUIRE_THAT(warnings({"train"}).front(), Contains("'train' is the only class"));
  REQUIRE(classes_of_words({"1", "01", "1.0"}, "list").folders == Words{"0", "1"});
}
