#include "core/unicode.h"

#include <catch2/catch.hpp>

using namespace hybrid;

TEST_CASE("every Unicode scalar value survives UTF-8 and back", "[predictions]") {
  for (char32_t point = 0; point <= 0x10ffff; ++point) {
    std::string text;
    const bool is_surrogate = point >= 0xd800 && point <= 0xdfff;
    if (append_utf8(text, point) == is_surrogate) FAIL("code point " << static_cast<unsigned>(point));
    if (!is_surrogate && decode_utf8(text) != std::u32string(1, point))
      FAIL("code point " << static_cast<unsigned>(point));
  }
  std::string text;
  REQUIRE_FALSE(append_utf8(text, 0x110000));
  REQUIRE(text.empty());
  REQUIRE(decode_utf8("aé日🐟") == U"aé日🐟");
}

TEST_CASE("invalid UTF-8 is recognised", "[predictions]") {
  for (const std::string_view text :
       {"\x80", "\xff", "a\xc3", "\xc3(", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
        "\xf8\x88\x80\x80\x80", "\xe6\x97"}) {
    CAPTURE(text);
    REQUIRE_FALSE(decode_utf8(text).has_value());
  }
}
