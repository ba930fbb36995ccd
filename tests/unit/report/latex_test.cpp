#include "report/latex.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace hybrid;
using namespace hybrid::report;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("everything that LaTeX obeys or prints otherwise is escaped", "[report]") {
  REQUIRE(latex_escaped("a & b % $x$ #1 max_prob {} ~ ^ \\end") ==
          "a \\& b \\% \\$x\\$ \\#1 max\\_prob \\{\\} \\textasciitilde{} \\textasciicircum{} "
          "\\textbackslash{}end");
  REQUIRE(latex_escaped("<b>|") == "\\textless{}b\\textgreater{}\\textbar{}");
  REQUIRE(latex_escaped("-0.14 [-0.32, +0.04]") == "$-$0.14 [$-$0.32, $+$0.04]");
  REQUIRE(latex_escaped("on-device, paper-table3, 1e-05, 84.4 (83.7–85.1) ± 2") ==
          "on-device, paper-table3, 1e-05, 84.4 (83.7--85.1) $\\pm$ 2");
  REQUIRE(latex_escaped("two\nlines\x1b[2J") == "two lines\\textbackslash{}u001b[2J");
  REQUIRE(latex_escaped("日本 Größe") == "日本 Größe");
  REQUIRE(latex_comment("50 %\n\\input{x}") == "% 50 % \\input{x}\n");
}

TEST_CASE("a table has the rules of booktabs, no vertical lines, and digits under each other", "[report]") {
  REQUIRE(
      to_latex({.header = {"data & set", "gain"}, .rows = {{"a_b", "+0.50*"}, {"c", "-0.25 "}, {"mean", ""}}},
               1) ==
      "% needs \\usepackage{booktabs}\n"
      "\\begin{tabular}{lr}\n"
      "\\toprule\n"
      "data \\& set &            gain \\\\\n"
      "\\midrule\n"
      "a\\_b        & $+$0.50\\rlap{*} \\\\\n"
      "c           &         $-$0.25 \\\\\n"
      "\\midrule\n"
      "mean        &                 \\\\\n"
      "\\bottomrule\n"
      "\\end{tabular}\n");
  REQUIRE_THROWS_AS(to_latex({.header = {"a"}, .rows = {{"1", "2"}}}), InternalError);
}

TEST_CASE("whatever the cells hold, braces and environments are balanced and every row has its cells",
          "[report]") {
  const std::string nasty = "}\\end{tabular}{ & \\\\ % $_^~#|<>\"`'";
  const std::string text = to_latex({.header = {nasty, nasty}, .rows = {{nasty, "1"}, {"\\", nasty}}});
  int depth = 0, cells = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = i > 0 && text[i - 1] == '\\' && (i < 2 || text[i - 2] != '\\');
    if (text[i] == '{' && !escaped) ++depth;
    if (text[i] == '}' && !escaped) --depth;
    if (text[i] == '&' && !escaped) ++cells;
    REQUIRE(depth >= 0);
  }
  REQUIRE(depth == 0);
  REQUIRE(cells == 3);  // one per row of two
  REQUIRE(text.find("\\end{tabular}") == text.rfind("\\end{tabular}"));
}
