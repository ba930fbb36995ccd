#include "paper/accuracy_table.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

namespace hybrid::test {
using namespace hybrid::paper;
namespace {

AccuracyTable read(const std::string& text) {
  const TemporaryFolder folder;
  return read_accuracy_table(folder.file("t.yaml", text));
}

constexpr const char* kHead =
    "name: t\nbase_accuracy: 91.0\ncloud_accuracy: 96.0\nexact_coverage: true\nrows:\n";

/// What decides about the first row of a table with these rows.
TableFinding first_row(const std::string& rows, const std::string& head = kHead) {
  return deciding_finding(check_table(read(head + rows)), 0);
}

ClaimVerdict verdict(const std::string& rows, const std::string& head = kHead) {
  return first_row(rows, head).sides.verdict;
}

constexpr auto possible = ClaimVerdict::holds;
constexpr auto with_rounding = ClaimVerdict::holds_with_rounding;
constexpr auto impossible = ClaimVerdict::contradicted;

TEST_CASE("a hybrid gains at most what it sends, and loses no more", "[paper]") {
  REQUIRE(verdict("  - {name: h, coverage: 97, accuracy: 94.00}\n") == possible);
  REQUIRE(verdict("  - {name: h, coverage: 97, accuracy: 94.05}\n") == with_rounding);
  REQUIRE(verdict("  - {name: h, coverage: 97, accuracy: 94.31}\n") == impossible);
  REQUIRE(verdict("  - {name: h, coverage: 97, accuracy: 88.00}\n") == possible);
  REQUIRE(verdict("  - {name: h, coverage: 97, accuracy: 87.50}\n") == impossible);
  REQUIRE(verdict("  - {name: h, sent: 3, accuracy: 94.31}\n") == impossible);
  const TableFinding finding = first_row("  - {name: h, coverage: 97, accuracy: 94.31}\n");
  REQUIRE(finding.sides.arithmetic == "94.31; must be at most min(97, 91.0) + min(3, 96.0) = 94");
}

TEST_CASE("near the cloud its accuracy bounds, too", "[paper]") {
  REQUIRE(verdict("  - {name: h, coverage: 2, accuracy: 98}\n") == possible);
  REQUIRE(verdict("  - {name: h, coverage: 2, accuracy: 98.9}\n") == impossible);
  REQUIRE(verdict("  - {name: h, coverage: 2, accuracy: 94}\n") == possible);
  REQUIRE(verdict("  - {name: h, coverage: 2, accuracy: 92.9}\n") == impossible);
  REQUIRE(verdict("  - {name: h, coverage: 100, accuracy: 91.0}\n") == possible);
  REQUIRE(verdict("  - {name: h, coverage: 100, accuracy: 91.2}\n") == impossible);
}

TEST_CASE("a coverage is rounded as every number unless it is said to be exact", "[paper]") {
  const std::string rounded = "name: t\nbase_accuracy: 91.0\ncloud_accuracy: 96.0\nrows:\n";
  REQUIRE(verdict("  - {name: h, coverage: 97, accuracy: 94.31}\n", rounded) == with_rounding);
  REQUIRE(verdict("  - {name: h, coverage: 97.0, accuracy: 94.31}\n", rounded) == impossible);
  // So is the base's accuracy: 91 may be 91.49.
  REQUIRE(verdict("  - {name: h, coverage: 97.00, accuracy: 94.31}\n",
                  "name: t\nbase_accuracy: 91\ncloud_accuracy: 96.0\nrows:\n") == with_rounding);
}

TEST_CASE("rows of one method differ by no more than what is sent between them", "[paper]") {
  const std::string other = "  - {name: h, coverage: 90, accuracy: 93.0}\n";
  REQUIRE(verdict("  - {name: h, coverage: 92, accuracy: 91.0}\n" + other) == possible);
  REQUIRE(verdict("  - {name: h, coverage: 92, accuracy: 90.5}\n" + other) == impossible);
  REQUIRE(verdict("  - {name: h, coverage: 92, accuracy: 95.0}\n" + other) == possible);
  REQUIRE(verdict("  - {name: h, coverage: 92, accuracy: 95.5}\n" + other) == impossible);
  REQUIRE(verdict("  - {name: another, coverage: 92, accuracy: 90.5}\n" + other) == possible);
}

TEST_CASE("what is kept and right is at most what the base has right", "[paper]") {
  REQUIRE(verdict("  - {name: h, coverage: 95, accuracy: 94.0, kept_accuracy: 94}\n") == possible);
  // 0.95 * 96.5 = 91.7 % of all inputs would be kept and right, of 91 % that the base has right.
  REQUIRE(verdict("  - {name: h, coverage: 95, accuracy: 94.0, kept_accuracy: 96.5}\n") == impossible);
  // 0.95 * 90 = 85.5 leaves the base 5.5 % right among the 5 % that are sent.
  REQUIRE(verdict("  - {name: h, coverage: 95, accuracy: 90.0, kept_accuracy: 90.0}\n") == impossible);
  // 0.95 * 94 = 89.3, so that 5.7 % of all inputs were right among the 5 % that are sent.
  REQUIRE(verdict("  - {name: h, coverage: 95, accuracy: 95.0, kept_accuracy: 94.0}\n") == impossible);
  // Less kept, more of it right: no threshold does that.
  REQUIRE(verdict("  - {name: h, coverage: 95, accuracy: 93.0, kept_accuracy: 93.0}\n"
                  "  - {name: h, coverage: 94, accuracy: 93.0, kept_accuracy: 95.0}\n") == impossible);
}

TEST_CASE("an accuracy above the curve of a blind router is noted, not refused", "[paper]") {
  const TableCheck check =
      check_table(read(std::string(kHead) + "  - {name: h, coverage: 97, accuracy: 93.9}\n" +
                       "  - {name: h, coverage: 90, accuracy: 95.0}\n"));
  REQUIRE(check.notes.size() == 1);
  REQUIRE(check.notes.front().row == 0);
  REQUIRE_THAT(check.notes.front().text,
               Catch::Contains("93.9 is above min(") && Catch::Contains("= 92.67, the curve"));
  REQUIRE(deciding_finding(check, 0).sides.verdict == possible);
}

TEST_CASE("shares are checked as shares", "[paper]") {
  const std::string head = "name: t\nunit: share\nbase_accuracy: 0.910\ncloud_accuracy: 0.960\nrows:\n";
  REQUIRE(verdict("  - {name: h, sent: 0.0300, accuracy: 0.9431}\n", head) == impossible);
  REQUIRE(verdict("  - {name: h, sent: 0.0300, accuracy: 0.9399}\n", head) == possible);
}

TEST_CASE("all that is wrong with a table is told with its line", "[paper]") {
  const auto faults = [](const std::string& text) {
    return error_message<ConfigError>([&] { (void)read(text); });
  };
  const std::string all = faults(
      "name: t\nbase_acuracy: 50\nbase_accuracy: 101\nrows:\n"
      "  - {name: a, coverage: 90, sent: 10, accuracy: 60}\n"
      "  - {name: a, accuracy: nan, coverage: 80}\n"
      "  - {coverage: 80, accuracy: [1]}\n"
      "  - {name: b, coverage: 80, acuracy: 1}\n"
      "  - 7\n"
      "  - {name: b, coverage: 180, accuracy: 1}\n");
  CHECK_THAT(all, Catch::Contains(":2:1: error: unknown key 'base_acuracy'"));
  CHECK_THAT(all, Catch::Contains(":3:16: error: base_accuracy is 101, must be at most 100"));
  CHECK_THAT(all, Catch::Contains("cloud_accuracy is missing"));
  CHECK_THAT(all, Catch::Contains(":5:5: error: a row needs either coverage (kept on the device) or sent"));
  CHECK_THAT(all, Catch::Contains(":6:25: error: accuracy is nan, must be a number >= 0"));
  CHECK_THAT(all, Catch::Contains(":7:30: error: accuracy is a list, must be"));
  CHECK_THAT(all, Catch::Contains(":7:5: error: name is missing"));
  CHECK_THAT(all, Catch::Contains(":8:29: error: unknown key 'acuracy'; did you mean 'accuracy'?"));
  CHECK_THAT(all, Catch::Contains(":9:5: error: a row must be {name: ..., coverage: ..., accuracy: ...}"));
  CHECK_THAT(all, Catch::Contains(":10:25: error: coverage is 180, must be at most 100"));
  CHECK_THAT(
      faults("name: t\nunit: percent\nbase_accuracy: 1\ncloud_accuracy: 2\nrows: []\n"),
      Catch::Contains("unit is percent, must be \"%\" or share") && Catch::Contains("rows must be given"));
  CHECK_THAT(faults("- 1\n"), Catch::Contains("must be 'key: value' lines"));
  CHECK_THAT(faults(""), Catch::Contains("must be 'key: value' lines"));
  REQUIRE_THROWS_AS(read_accuracy_table("nowhere.yaml"), DataError);
}

}  // namespace
}  // namespace hybrid::test
