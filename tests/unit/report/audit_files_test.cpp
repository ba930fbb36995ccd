#include "report/audit_files.h"

#include <catch2/catch.hpp>

#include "support/csv_records.h"
#include "support/temporary_folder.h"

namespace hybrid::report {
namespace {

TEST_CASE("the list of decisions names examples and classes as they are called", "[report]") {
  const auto n = static_cast<std::int32_t>(test::kAwkwardNames.size());
  audit::AuditTask task{.test_ids = test::kAwkwardNames, .class_names = test::kAwkwardNames};
  audit::Audit audit;
  for (std::int32_t i = 0; i < n; ++i) {
    for (auto* set : {&task.test.base, &task.test.cloud}) {
      set->labels.push_back(i);
      set->predicted.push_back(i);
    }
    audit.decisions.push_back({.score = 0.25, .threshold = 0.5});
  }
  task.test.cloud.predicted[0] = n;  // a class without a name

  const test::TemporaryFolder folder;
  const auto records = test::csv_records(folder.file("decisions.csv", decisions_csv(task, audit)));
  REQUIRE(records.size() == test::kAwkwardNames.size() + 1);
  for (std::size_t i = 1; i < records.size(); ++i) {
    REQUIRE(records[i].size() == records[0].size());
    for (std::size_t column = 0; column < 3; ++column)
      REQUIRE(records[i][column] == test::kAwkwardNames[i - 1]);
  }
  REQUIRE(records[1][3] == std::to_string(n));
  REQUIRE(records[1][5] == "0");
  REQUIRE(records[2][5] == "1");
}

}  // namespace
}  // namespace hybrid::report
