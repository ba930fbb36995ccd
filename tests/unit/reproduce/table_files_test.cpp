#include "reproduce/table_files.h"

#include <catch2/catch.hpp>

#include "core/files.h"
#include "reproduce/table_json.h"
#include "reproduce/table_markdown.h"
#include "support/csv_records.h"
#include "support/temporary_folder.h"
#include "support/tiny_table.h"

namespace hybrid::reproduce {
namespace {

using Catch::Matchers::StartsWith;

TEST_CASE("the CSV has a row per number, with what does not apply left empty", "[reproduce]") {
  REQUIRE_THAT(
      table_csv(test::tiny_table()),
      StartsWith(
          "table,part,row,column,unit,printed,tolerance,read_off,place,ours,ci_low,ci_high,standing,note,command\n"
          "table3,\"the paper's own, through \"\"our\"\" "
          "model\",Bound,600,%,62.8,0.05,false,\"section 3, \"\"Table "
          "3\"\"\",62.837,,,within tolerance,,\"hybrid reproduce table3 && echo 'a, b'\"\n"));
  const test::TemporaryFolder folder;
  const auto rows = test::csv_records(folder.file("table.csv", table_csv(test::tiny_table())));
  REQUIRE(rows.size() == 6);
  for (const auto& row : rows) REQUIRE(row.size() == 15);
  REQUIRE(rows[2][13] == "counted <twice>, \"perhaps\"");
  REQUIRE((rows[3][7] == "true" && rows[3][10] == "71.66" && rows[3][11] == "73.5"));
  REQUIRE((rows[4][5].empty() && rows[4][6].empty() && rows[4][7].empty() && rows[4][12] == "ours only"));
  REQUIRE((rows[5][9].empty() && rows[5][12] == "needs data"));
}

TEST_CASE("a table leaves three files and those of its figure", "[reproduce]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet, std::tmpfile());
  ReproducedTable table = test::tiny_table();
  write_table_files(table, folder.path(), {.pictures = {.png = true}}, log);
  REQUIRE(read_file(folder / "tables/table3.md") == table_markdown(table));
  REQUIRE(read_file(folder / "tables/table3.csv") == table_csv(table));
  REQUIRE(read_file(folder / "tables/table3.json") == table_json(table));
  REQUIRE_FALSE(std::filesystem::exists(folder / "figures"));
  table.figure = test::tiny_figure();
  write_table_files(table, folder.path(), {.pictures = {.png = true}}, log);
  REQUIRE(read_file(folder / "figures/table3.csv") == report::figure_csv(*table.figure));
  REQUIRE(read_file(folder / "figures/table3.gp") ==
          report::gnuplot_script(*table.figure, "table3", {.png = true}));
  REQUIRE_FALSE(std::filesystem::exists(folder / "tables/table3.tex"));
  write_table_files(table, folder.path(), {.pictures = {}, .latex = true}, log);
  REQUIRE(read_file(folder / "tables/table3.tex") == table_latex(table));
}

}  // namespace
}  // namespace hybrid::reproduce
