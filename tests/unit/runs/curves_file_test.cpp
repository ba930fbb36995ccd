#include "runs/curves_file.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/error_message.h"
#include "support/finished_run.h"
#include "support/temporary_folder.h"

namespace hybrid::test {
using namespace hybrid::runs;
namespace {

using Catch::Matchers::Contains;

std::vector<CurveRow> rows_of(const std::string& curves) {
  const TemporaryFolder folder;
  write_finished_run(folder / "run", {{"curves.csv", curves}});
  return read_curves(FinishedRun(folder / "run"));
}

std::string refused(const std::string& curves) {
  return error_message<DataError>([&] { (void)rows_of(curves); });
}

TEST_CASE("the rows of curves.csv are found by method and target, what is empty has no value", "[report]") {
  const auto rows = rows_of(kCurvesHeader +
                            "on_device,1,1,0.7,0.69,0.71,0.7,0.7,200,10,5e6,0.8\n"
                            "entropy,0.9,0.91,0.75,0.74,0.76,0.749,,,,,\n");
  REQUIRE(rows.size() == 2);
  const auto entropy = row_at(rows, "entropy", 0.9);
  REQUIRE(entropy);
  REQUIRE(entropy->coverage == 0.91);
  REQUIRE(entropy->accuracy == 0.75);
  REQUIRE(entropy->accuracy_ci.low == 0.74);
  REQUIRE(entropy->matched_accuracy == 0.749);
  REQUIRE_FALSE(entropy->kept_accuracy.has_value());
  REQUIRE_FALSE(entropy->macs.has_value());
  REQUIRE(row_at(rows, "on_device", 0.3)->macs == 5e6);  // it has one row for every target
  REQUIRE_FALSE(row_at(rows, "entropy", 0.8).has_value());
  REQUIRE_FALSE(row_at(rows, "margin", 0.9).has_value());
}

TEST_CASE("what is no curves.csv is refused", "[report]") {
  REQUIRE_THAT(refused(""), Contains("is empty"));
  REQUIRE_THAT(refused("method,coverage\na,1\n"), Contains("has no column target_coverage"));
  REQUIRE_THAT(refused(kCurvesHeader + "entropy,0.9\n"), Contains("a row has 2 cells, its header 12"));
  REQUIRE_THAT(refused(kCurvesHeader + "entropy,0.9,x,1,1,1,1,,,,,\n"),
               Contains("coverage is 'x', must be a number"));
  REQUIRE_THAT(refused(kCurvesHeader + "entropy,,1,1,1,1,1,,,,,\n"),
               Contains("a row has no target_coverage"));
}

}  // namespace
}  // namespace hybrid::test
