#include "core/words.h"

#include <catch2/catch.hpp>

using namespace hybrid;

TEST_CASE("words are bared of blanks, marks and quotes around them, not of those within", "[words]") {
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

TEST_CASE("numbers are numbers in any usual dress", "[words]") {
  for (const char* seven : {"7", "07", "007", "+7", "7.0", "7.", "7e0", "7.000"})
    REQUIRE(class_number(seven) == 7);
  REQUIRE(class_number("0") == 0);
  REQUIRE(class_number("1e3") == 1000);
  for (const char* none : {"", "-1", "7.5", "n7", "7 8", "0x7", "nan", "inf", "1e300", "cat"})
    REQUIRE_FALSE(class_number(none));
}

TEST_CASE("columns that commas do not separate are told what does", "[words]") {
  REQUIRE(separator_hint("a;b") == "; its columns are separated by ';', separate them by commas");
  REQUIRE(separator_hint("a\tb") == "; its columns are separated by tabs, separate them by commas");
  REQUIRE(separator_hint("a|b") == "; its columns are separated by '|', separate them by commas");
  for (const char* other : {"", "a", "a b.png", "a:b"}) REQUIRE(separator_hint(other).empty());
}

TEST_CASE("lines are split after their first field, which may be quoted", "[words]") {
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

TEST_CASE("words are put in lower case, other scripts stay as they are", "[words]") {
  REQUIRE(lower_case("Train-IMAGES.Idx3") == "train-images.idx3");
  REQUIRE(lower_case("\xc3\x84") == "\xc3\x84");  // Ä
}

TEST_CASE("a number in the digits of another script is said to be one", "[words]") {
  const char* const hint = "; numbers are written in the digits 0 to 9: 30";
  for (const char* thirty : {"\xd9\xa3\xd9\xa0", "\xdb\xb3\xdb\xb0", "\xe0\xa5\xa9\xe0\xa5\xa6",
                             "\xef\xbc\x93\xef\xbc\x90", "3\xef\xbc\x90"}) {
    REQUIRE_FALSE(class_number(thirty));
    REQUIRE(digits_hint(thirty) == hint);
  }
  for (const char* other : {"30", "cat", "", "\xff", "class \xef\xbc\x93", "-1", "\xc2\xb2"})
    REQUIRE(digits_hint(other).empty());
}
