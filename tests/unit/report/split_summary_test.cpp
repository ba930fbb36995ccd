#include "report/split_summary.h"

#include <catch2/catch.hpp>

#include "support/csv_records.h"
#include "support/temporary_folder.h"
#include "unit/runs/split_summary.h"

namespace hybrid::report {

using Catch::Matchers::Contains;

TEST_CASE("the table says what is sent, what each side reaches, and the accuracy over coverage", "[report]") {
  const std::vector<runs::SplitResult> results{
      {.split = test::split_summary(), .points = {{0.9, 0.88, 100, 5}, {0.5, 0.915, {}, {}}}}};
  const std::string table = splits_markdown(results);
  REQUIRE_THAT(table, Contains("resnet-small") && Contains("64x4x4") && Contains("1,024") &&
                          Contains("4,096") && Contains("87.5") && Contains("92.5") && Contains("190.5") &&
                          Contains("12.75") && Contains("the image") && Contains("784") && Contains("93.0") &&
                          Contains("82.2"));
  REQUIRE_THAT(table, Contains("50 kept") && Contains("91.5"));
  const std::string csv = splits_csv(results);
  REQUIRE_THAT(
      csv,
      Contains(
          "\n"
          "resnet-small,3,64,4,4,5879552,640,180000,9408,784,1024,4096,int8,0.875,0.925,0.93,stm32f746-nbiot,190.5,12.75,82.25,6.125\n"));
}

TEST_CASE("networks and profiles of any name are one field of splits.csv", "[report]") {
  const test::TemporaryFolder folder;
  for (const auto& name : test::kAwkwardNames) {
    runs::SplitResult result{.split = test::split_summary(), .points = {}};
    result.split.network = result.split.profile = name;
    const auto records = test::csv_records(folder.file("splits.csv", splits_csv({result})));
    REQUIRE(records.size() == 2);
    REQUIRE(records[1].size() == records[0].size());
    REQUIRE(records[1][0] == name);
    REQUIRE(records[1][16] == name);
  }
}

}  // namespace hybrid::report
