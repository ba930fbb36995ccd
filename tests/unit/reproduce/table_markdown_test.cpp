#include "reproduce/table_markdown.h"

#include <catch2/catch.hpp>

#include "support/tiny_table.h"

namespace hybrid::reproduce {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("a table opens with its verdict and counts; the paper's numbers stand above ours", "[reproduce]") {
  REQUIRE(table_markdown(test::tiny_table()) ==
          R"(# Table 3: Accuracy & latency, <2000 ms

**The shape holds & the &lt;value> does not.**

5 numbers: 1 within tolerance, 1 outside tolerance, 1 other data, 1 needs data, 1 ours only.

## the paper's own, through "our" model

    hybrid reproduce table3 && echo 'a, b'

| %; columns: ms |       |    600 |    200 |
|----------------|------:|-------:|-------:|
| Bound          | paper |   62.8 |   51.1 |
|                |  ours | 62.8 ✓ | 50.0 ✗ |

✓ the printed number lies within its tolerance of ours; ✗ it does not.

- Bound (200): counted &lt;twice>, "perhaps"

## on other data

    scripts/reproduce cifar100

| %; columns: ms |                        |              400 |  600 |
|----------------|-----------------------:|-----------------:|-----:|
| Hybrid         |                  paper |            ~57.0 |      |
|                |                   ours | 72.5 (71.7–73.5) | 75.3 |
| Cloud          | paper; ours needs data |                  | 79.9 |

no mark: other data or networks, to be compared in shape, not in value; ~ read off a picture; in brackets 95 % intervals.

- Cloud: needs ImageNet: `hybrid train`
- three seeds

All digits: [table3.csv](table3.csv), [table3.json](table3.json).
)");
}

TEST_CASE("a figure is shown, and a part without numbers has its notes alone", "[reproduce]") {
  ReproducedTable table{.name = "figure2",
                        .title = "t",
                        .column_unit = "",
                        .parts = {{.title = "p", .command = "", .numbers = {}, .notes = {"no data"}}},
                        .figure = test::tiny_figure(),
                        .verdict = ""};
  REQUIRE_THAT(table_markdown(table), StartsWith("# Figure 2: t\n"
                                                 "\n"
                                                 "no numbers.\n"
                                                 "\n"
                                                 "![accuracy of \"mine\"](../figures/figure2.svg)\n"
                                                 "\n## p\n\n- no data\n"));
}

TEST_CASE("text cannot end its cell, and units that differ within a row stand in the cells", "[reproduce]") {
  const ReproducedTable table{
      .name = "table7",
      .title = "t",
      .column_unit = "",
      .parts = {{.title = "p",
                 .command = "",
                 .numbers = {{.row = "a|b\nc", .column = "x", .unit = "ms", .ours = 3},
                             {.row = "a|b\nc", .column = "y", .unit = "mJ", .ours = 4}},
                 .notes = {}}},
      .figure = {},
      .verdict = ""};
  REQUIRE_THAT(table_markdown(table), Contains("| a\\|b c | ours | 3 ms | 4 mJ |"));
}

TEST_CASE("a table is called as in the paper", "[reproduce]") {
  const auto heading = [](const char* name) {
    return heading_of(
        {.name = name, .title = "", .column_unit = "", .parts = {}, .figure = {}, .verdict = ""});
  };
  REQUIRE(heading("table10") == "Table 10");
  REQUIRE(heading("router_validation") == "Router validation");
}

TEST_CASE("in LaTeX a table has the same cells, a tabular for each part", "[reproduce]") {
  const std::string latex = table_latex(test::tiny_table());
  REQUIRE_THAT(latex, StartsWith("% Table 3: Accuracy & latency, <2000 ms\n\n% the paper's own"));
  REQUIRE_THAT(latex, Contains("&  ours & 62.8 $\\surd$ & 50.0 $\\times$ \\\\\n"));
  REQUIRE_THAT(latex, Contains("\\%; columns: ms") && Contains("72.5 (71.7--73.5)"));
}

}  // namespace
}  // namespace hybrid::reproduce
