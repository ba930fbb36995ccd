#include "reproduce/html_text.h"

#include <catch2/catch.hpp>

namespace hybrid::reproduce {
namespace {

TEST_CASE("what means something in HTML is escaped", "[reproduce]") {
  REQUIRE(html_escaped("a < b && \"c\" > 'd'") == "a &lt; b &amp;&amp; &quot;c&quot; &gt; &#39;d&#39;");
  REQUIRE(html_escaped("62.8–63 ✓") == "62.8–63 ✓");
}

TEST_CASE("backticks become code, one alone stays", "[reproduce]") {
  REQUIRE(html_with_code("run `a < b` and `c`") == "run <code>a &lt; b</code> and <code>c</code>");
  REQUIRE(html_with_code("a ` b < c") == "a ` b &lt; c");
}

TEST_CASE("a picture's ids are its own, and what only a file has is gone", "[reproduce]") {
  const std::string svg =
      "<?xml version=\"1.0\"?>\n"
      "<svg width=\"8\">\n"
      "<title>Gnuplot</title><g id=\"gnuplot_canvas\" stroke='#FFFFFF'><circle id='gpPt5'/><use "
      "xlink:href='#gpPt5' id='gpPt6'/><g filter='url(#box)'/></g></svg>";
  REQUIRE(inline_svg(svg, "figure2", "a \"b\"") ==
          "<svg role=\"img\" aria-label=\"a &quot;b&quot;\" width=\"8\">\n"
          "<g id=\"figure2-gnuplot_canvas\" stroke='#FFFFFF'><circle id='figure2-gpPt5'/><use "
          "xlink:href='#figure2-gpPt5' id='figure2-gpPt6'/><g filter='url(#figure2-box)'/></g></svg>");
  REQUIRE(inline_svg("no picture", "figure2", "").empty());
}

}  // namespace
}  // namespace hybrid::reproduce
