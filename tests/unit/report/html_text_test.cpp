#include "report/html_text.h"

#include <catch2/catch.hpp>

namespace hybrid::report {
namespace {

TEST_CASE("what means something in HTML is escaped", "[report]") {
  REQUIRE(html_escaped("a < b && \"c\" > 'd'") == "a &lt; b &amp;&amp; &quot;c&quot; &gt; &#39;d&#39;");
  REQUIRE(html_escaped("62.8–63 ✓") == "62.8–63 ✓");
}

TEST_CASE("backticks become code, one alone stays", "[report]") {
  REQUIRE(html_with_code("run `a < b` and `c`") == "run <code>a &lt; b</code> and <code>c</code>");
  REQUIRE(html_with_code("a ` b < c") == "a ` b &lt; c");
}

TEST_CASE("a picture is data in a page, which nothing in it can leave", "[report]") {
  const std::string image = svg_image("<svg onload=\"alert(1)\"><script/></svg>", "a \"b\" <c>");
  REQUIRE(image ==
          "<img alt=\"a &quot;b&quot; &lt;c&gt;\" src=\"data:image/svg+xml;base64,"
          "PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIj48c2NyaXB0Lz48L3N2Zz4=\">");
  const auto encoded = [](std::string_view svg) {
    const std::string text = svg_image(svg, "");
    return text.substr(text.find(',') + 1, text.size() - text.find(',') - 3);
  };
  REQUIRE(encoded("").empty());
  REQUIRE(encoded("f") == "Zg==");
  REQUIRE(encoded("fo") == "Zm8=");
  REQUIRE(encoded("foo") == "Zm9v");
  REQUIRE(encoded("\xff\xfe\xfd\xfc") == "//79/A==");
}

}  // namespace
}  // namespace hybrid::report
