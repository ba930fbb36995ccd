#include "report/matrix_files.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "report/plain_text.h"
#include "support/csv_records.h"
#include "support/matrix_runs.h"
#include "support/temporary_folder.h"

namespace hybrid::report {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using test::matrix_run;

eval::MethodMatrix matrix_of(std::vector<eval::MatrixRun> runs) {
  return eval::method_matrix(runs, {.methods = {}, .coverages = {0.9, 0.7}, .bootstrap = 200});
}

eval::MethodMatrix three_data_sets() {
  return matrix_of({matrix_run("cifar-seed1", "cifar", 1, 2000), matrix_run("cifar-seed2", "cifar", 2, 2000),
                    matrix_run("imdb", "imdb", 1, 2000), matrix_run("a&b_c", "speech", 1, 2000)});
}

TEST_CASE("the text begins with a verdict on each method, the largest gain first", "[report]") {
  const std::string text = matrix_text(three_data_sets());
  REQUIRE_THAT(text, StartsWith("3 methods on 3 data sets: accuracy minus that of max_prob in points") &&
                         Contains("c = 0.9, 0.7)\n\ngood: ahead, +"));
  REQUIRE_THAT(
      text, Contains("\nsame: no difference shown, +0.00 [+0.00, +0.00] (ahead on 0, behind on 0 of 3)\n"));
  REQUIRE(text.find("good: ") < text.find("same: "));
  REQUIRE(text.find("same: ") < text.find("bad: "));
  REQUIRE_THAT(text, Contains("Average ranks (1 is best): good 1.00, max_prob 2.50, same 2.50, bad 4.00."));
  REQUIRE_THAT(text, Contains("cifar: cifar-seed1, cifar-seed2 are taken as seeds of one data set"));
  REQUIRE_THAT(text, Contains("2 data sets with one run each: an asterisk there holds for these networks"));
  REQUIRE_THAT(text, !Contains("significant"));
  for (const auto& line : split(text, '\n')) REQUIRE(characters_in(line) <= 100);
}

TEST_CASE("methods that the same runs lack are named together", "[report]") {
  std::vector<eval::MatrixRun> runs{matrix_run("a", "a"), matrix_run("b", "b")};
  std::erase_if(runs[1].problem.methods,
                [](const auto& method) { return method.measure == "bad" || method.measure == "same"; });
  REQUIRE_THAT(matrix_text(matrix_of(std::move(runs))),
               Contains("\nLeft out, because b lacks them: bad, same.\n"));
}

TEST_CASE("one data set of two seeds has no ranks, and a verdict over the seeds", "[report]") {
  const std::string text =
      matrix_text(matrix_of({matrix_run("a-seed1", "a"), matrix_run("a-seed2", "a", 2)}));
  REQUIRE_THAT(text, Contains(" over 2 seeds (± ") && !Contains("rank"));
  const auto rows = split(matrix_csv(matrix_of({matrix_run("x1", "a"), matrix_run("x2", "a", 2)})), '\n');
  REQUIRE(rows.size() == 1 + 3 + 1);
}

TEST_CASE("a table of many methods is cut at 100 columns, each part with the data sets", "[report]") {
  std::vector<eval::MatrixRun> runs{matrix_run("first", "a"), matrix_run("second", "b")};
  for (auto& run : runs)
    for (int m = 0; m < 12; ++m) {
      run.problem.methods.push_back(run.problem.method("good"));
      run.problem.methods.back().measure = "method_number_" + std::to_string(m);
    }
  const std::string text = matrix_text(matrix_of(std::move(runs)));
  for (const auto& line : split(text, '\n')) REQUIRE(characters_in(line) <= 100);
  for (int m = 0; m < 12; ++m) REQUIRE_THAT(text, Contains("  method_number_" + std::to_string(m)));
}

TEST_CASE("Markdown, LaTeX, CSV and JSON hold the same table", "[report]") {
  const eval::MethodMatrix matrix = three_data_sets();
  REQUIRE_THAT(matrix_markdown(matrix), StartsWith("# 3 methods on 3 data sets") && Contains("| cifar "));
  REQUIRE_THAT(matrix_latex(matrix),
               Contains("a\\&b\\_c") && Contains("\\midrule\nmean") && Contains("\\bottomrule"));
  const test::TemporaryFolder folder;
  const auto rows = test::csv_records(folder.file("m.csv", matrix_csv(matrix)));
  REQUIRE(rows.size() == 1 + 3 * (3 + 1));
  REQUIRE((rows[1][0] == "good" && rows[1][2] == "cifar" && rows[1][3] == "2"));
  REQUIRE((rows[4][2].empty() && rows[4][8] == "ahead" && rows[4][9] == "1"));
  const auto json = matrix_json(matrix);
  REQUIRE(json["data_sets"][0]["differ_by"] == "seed");
  REQUIRE(json["data_sets"][1]["differ_by"].is_null());
  REQUIRE(json["methods"][0]["data_sets"][0]["mean"] == matrix.methods[0].cells[0].gain.mean);
  REQUIRE(json["methods"][0]["mean"] == matrix.methods[0].gain.mean);
  REQUIRE(json["ranks"]["average"]["bad"] == 4.0);
  REQUIRE(json["ranks"]["friedman_f"].is_null());  // all data sets agree: infinite
}

}  // namespace
}  // namespace hybrid::report
