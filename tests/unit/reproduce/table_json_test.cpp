#include "reproduce/table_json.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/error.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"
#include "support/tiny_table.h"

namespace hybrid::reproduce {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("a table comes back from JSON as it was", "[reproduce]") {
  const test::TemporaryFolder folder;
  ReproducedTable table = test::tiny_table();
  table.figure = test::tiny_figure();
  table.parts[0].numbers[0].ours = 0.1 + 0.2;
  const std::string json = table_json(table);
  const ReproducedTable back = read_table(folder.file("table3.json", json));
  REQUIRE(table_json(back) == json);
  REQUIRE((back.name == "table3" && back.column_unit == "ms" && back.verdict == table.verdict &&
           back.parts.size() == 2));
  REQUIRE((back.parts[0].command == table.parts[0].command && back.parts[1].notes == table.parts[1].notes));
  const ReproducedNumber& first = back.parts[0].numbers[0];
  REQUIRE((first.ours == 0.1 + 0.2 && first.printed->text == "62.8" && first.printed->tolerance == 0.05 &&
           first.standing == Standing::within));
  const ReproducedNumber& other = back.parts[1].numbers[0];
  REQUIRE((other.ci->low == 71.66 && other.printed->read_off && other.standing == Standing::other_data));
  REQUIRE((!back.parts[1].numbers[2].ours && !back.parts[1].numbers[1].printed));
  REQUIRE((back.figure->series[0].low[0] == 71.5 && std::isnan(back.figure->series[0].high[1]) &&
           back.figure->series[1].style == report::SeriesStyle::hollow &&
           back.figure->series[1].group == "hybrid"));
}

TEST_CASE("what is no table is refused by name", "[reproduce]") {
  const test::TemporaryFolder folder;
  std::string other_version = table_json(test::tiny_table()), other_word = other_version;
  other_version.replace(other_version.find("\"schema_version\": 1"), 19, "\"schema_version\": 2");
  other_word.replace(other_word.find("within tolerance"), 16, "nearly");
  for (const auto& [text, why] : {std::pair<std::string, const char*>{"[", "parse error"},
                                  {"{}", "schema_version"},
                                  {"[1]", "table.json"},
                                  {other_version, "schema_version is 2, must be 1"},
                                  {other_word, "'nearly' is not a word"}})
    REQUIRE_THAT(
        test::error_message<DataError>([&, &json = text] { read_table(folder.file("table.json", json)); }),
        Contains("table.json") && Contains("hybrid reproduce") && Contains(why));
  REQUIRE_THROWS_AS(read_table(folder / "none.json"), DataError);
}

}  // namespace
}  // namespace hybrid::reproduce
