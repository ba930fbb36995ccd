#include "image_index/label_words.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

using namespace hybrid::image_index;

TEST_CASE("words are bared of blanks, marks and quotes around them, not of those within", "[data]") {
  for (const char* written :
       {"cat", " cat", "cat\t", "\tcat \r\n", "\"cat\"", "'cat'", " \" cat \" ", "\"'cat'\"",
        "\xef\xbb\xbf"
        "cat",
        "\xc2\xa0"
        "cat",
        "\xe2\x80\x9c"
        "cat\xe2\x80\x9d"})
    REQUIRE(bare_word(written) == "cat");
  for (const char* kept : {"hot dog", "say \"so\"", "\"a\" and \"b\"", "\"", "'", "it's", "\xc3\xa4"})
    REQUIRE(bare_word(kept) == kept);
  REQUIRE(bare_word(" \t\"\" ").empty());
}

TEST_CASE("numbers are numbers in any usual dress", "[data]") {
  for (const char* seven : {"7", "07", "007", "+7", "7.0", "7.", "7e0", "7.000"})
    REQUIRE(class_number(seven) == 7);
  REQUIRE(class_number("0") == 0);
  REQUIRE(class_number("1e3") == 1000);
  for (const char* none : {"", "-1", "7.5", "n7", "7 8", "0x7", "nan", "inf", "1e300", "cat"})
    REQUIRE_FALSE(class_number(none));
}

TEST_CASE("lines are split after their first field, which may be quoted", "[data]") {
  using Parts = std::pair<std::string, std::string>;
  const auto split = [](std::string_view line) { return split_first(line, {"\t", ",;", " "}); };
  REQUIRE(split("a.png 3") == Parts{"a.png", "3"});
  REQUIRE(split(" a.png ,  3 \r") == Parts{"a.png", "3"});
  REQUIRE(split("my image.png,3") == Parts{"my image.png", "3"});
  REQUIRE(split("\"my image.png\" 3") == Parts{"my image.png", "3"});
  REQUIRE(split("\"a, b.png\",\"hot dog\"") == Parts{"a, b.png", "hot dog"});
  REQUIRE(split("a b\tc, d") == Parts{"a b", "c, d"});
  REQUIRE(split("n01") == Parts{"n01", ""});
  REQUIRE(split("") == Parts{"", ""});
}

TEST_CASE("columns are found by their usual names, whatever their punctuation", "[data]") {
  const auto named = [](const std::vector<std::string>& header) {
    const auto [image, label] = columns_named(header);
    return std::pair{image, label};
  };
  using Columns = std::pair<std::optional<std::size_t>, std::optional<std::size_t>>;
  REQUIRE(named({"path", "label"}) == Columns{0, 1});
  REQUIRE(named({"file.name", "Class-ID"}) == Columns{0, 1});
  REQUIRE(named({"id", "target", "image_path", "class name"}) == Columns{2, 1});
  REQUIRE(named({"x.png", "cat"}) == Columns{std::nullopt, std::nullopt});
  REQUIRE(named({"foo", "Species"}) == Columns{std::nullopt, 1});
}

TEST_CASE("in numeric order, runs of digits are compared as numbers", "[data]") {
  std::vector<std::string> words{"b", "class10", "10", "9", "a10b2", "class9", "a10b10", "09", "a", "a2"};
  std::ranges::sort(words, numeric_less);
  REQUIRE(words ==
          std::vector<std::string>{"09", "9", "10", "a", "a2", "a10b2", "a10b10", "b", "class9", "class10"});
}
