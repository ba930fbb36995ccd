#include "reproduce/numbers.h"

#include <catch2/catch.hpp>
#include <span>

#include "support/finished_run.h"
#include "support/temporary_folder.h"

namespace hybrid::test {
using namespace hybrid::reproduce;
namespace {

TEST_CASE("ours is within tolerance if the printed number lies no further from it, the edge included",
          "[reproduce]") {
  const paper::PrintedNumber printed{
      .value = 62.8, .tolerance = 0.1, .text = "62.8", .unit = "%", .place = "Table 3"};
  REQUIRE(same_experiment("a", "b", printed, 62.9).standing == Standing::within);
  REQUIRE(same_experiment("a", "b", printed, 62.7).standing == Standing::within);
  REQUIRE(same_experiment("a", "b", printed, 62.91).standing == Standing::outside);
  REQUIRE(same_experiment("a", "b", printed, 62.69).standing == Standing::outside);
  REQUIRE(same_experiment("a", "b", printed, 62.9).unit == "%");
  REQUIRE(needs_data("a", "b", printed, "why").standing == Standing::needs_data);
  REQUIRE(other_data("a", "b", "%", {.value = 3, .ci = {}}, printed).standing == Standing::other_data);
  REQUIRE(other_data("a", "b", "%", {.value = 3, .ci = {}}).standing == Standing::ours_only);
}

TEST_CASE("over seeds, accuracy and its interval are means, in per cent", "[reproduce]") {
  const TemporaryFolder folder;
  write_finished_run(folder / "x-seed1",
                     {{"curves.csv", kCurvesHeader + "router,0.9,0.9,0.75,0.74,0.76,0.75,0.8,,,,\n"}});
  write_finished_run(folder / "x-seed2",
                     {{"curves.csv", kCurvesHeader + "router,0.9,0.9,0.77,0.75,0.79,0.75,0.9,,,,\n"}});
  Runs runs({folder.path()}, folder / "configs");
  const std::vector<const Run*> seeds{runs.find("x-seed1"), runs.find("x-seed2")};
  const auto accuracy = accuracy_of(seeds, "router", 0.9);
  REQUIRE(accuracy->value == Approx(76));
  REQUIRE(accuracy->ci->low == Approx(74.5));
  REQUIRE(accuracy->ci->high == Approx(77.5));
  REQUIRE(mean_of(seeds, "router", 0.9, &runs::CurveRow::kept_accuracy)->value == Approx(0.85));
  REQUIRE_FALSE(mean_of(seeds, "router", 0.9, &runs::CurveRow::macs).has_value());
  REQUIRE_FALSE(accuracy_of(seeds, "router", 0.8).has_value());
  REQUIRE_FALSE(accuracy_of(std::span<const Run* const>{}, "router", 0.9).has_value());
}

}  // namespace
}  // namespace hybrid::test
