#include "core/csv_line.h"

#include <array>
#include <catch2/catch.hpp>

#include "predictions/csv.h"
#include "support/temporary_folder.h"

namespace hybrid {
namespace {

const std::array<std::string, 6> kFields{"plain", "a, b", "say \"so\"", "two\nlines", "", "\""};

TEST_CASE("only what needs quotes gets them, and quotes are doubled", "[report]") {
  REQUIRE(csv_line(kFields) == "plain,\"a, b\",\"say \"\"so\"\"\",\"two\nlines\",,\"\"\"\"\n");
}

TEST_CASE("our reader gets back what was written", "[report]") {
  const test::TemporaryFolder folder;
  CsvReader reader(folder.file("a.csv", csv_line(kFields)));
  const auto fields = reader.next();
  REQUIRE(std::vector<std::string>(fields.begin(), fields.end()) ==
          std::vector<std::string>(kFields.begin(), kFields.end()));
}

}  // namespace
}  // namespace hybrid
