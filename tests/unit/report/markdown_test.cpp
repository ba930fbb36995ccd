#include "report/markdown.h"

#include <catch2/catch.hpp>

#include "report/text_table.h"

namespace hybrid::report {
namespace {

TEST_CASE("text of a file is one line of Markdown without HTML", "[report]") {
  REQUIRE(markdown_line("a\n# b") == "a # b");
  REQUIRE(markdown_line("<script>x</script><!-- y --><?z?>") ==
          "&lt;script>x&lt;/script>&lt;!-- y -->&lt;?z?>");
  REQUIRE(markdown_line("\\<b>") == "\\&lt;b>");
  REQUIRE(markdown_line("p < 0.05, `a <= b`, [a](b.md), \x1b[2J") ==
          "p < 0.05, `a <= b`, [a](b.md), \\u001b[2J");
}

TEST_CASE("a cell ends where its table says", "[report]") {
  REQUIRE(markdown_cell("a|b") == "a\\|b");
  REQUIRE(markdown_cell("a\\|b") == "a\\&#124;b");
  REQUIRE(to_markdown({.header = {"a | b", "c"}, .rows = {{"x\n| y", "<img>"}}}) ==
          "| a \\| b |        c |\n"
          "|--------|---------:|\n"
          "| x \\| y | &lt;img> |\n");
  REQUIRE(to_text({.header = {"a", "b"}, .rows = {{"x\ny", "1"}}}) == "a      b\nx y    1\n");
}

}  // namespace
}  // namespace hybrid::report
