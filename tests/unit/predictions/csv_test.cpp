#include "predictions/csv.h"

#include "test_files.h"

using namespace hybrid;
using Catch::Matchers::EndsWith;
using test::data_error;

namespace {

using Records = std::vector<std::vector<std::string>>;

Records read_records(std::string_view content) {
  const test::TemporaryFolder folder;
  CsvReader csv(folder.file("x.csv", content));
  Records records;
  for (auto fields = csv.next(); !fields.empty(); fields = csv.next())
    records.emplace_back(fields.begin(), fields.end());
  return records;
}

}  // namespace

TEST_CASE("plain records are split at commas, whatever ends the lines", "[predictions]") {
  const Records expected = {{"a", "b"}, {"1", ""}, {"", "2"}};
  REQUIRE(read_records("a,b\n1,\n,2\n") == expected);
  REQUIRE(read_records("a,b\r\n1,\r\n,2\r\n") == expected);
  REQUIRE(read_records("a,b\n1,\n,2") == expected);
  REQUIRE(read_records("\xef\xbb\xbfa,b\n\n1,\n,2\n\n\r\n") == expected);
  REQUIRE(read_records("").empty());
  REQUIRE(read_records("\n\n").empty());
}

TEST_CASE("quoted fields hold commas, quotes and line breaks", "[predictions]") {
  REQUIRE(read_records("\"a,b\",\"say \"\"hi\"\"\",\"\"\n\"two\r\nlines\",x,\"\"\"\"\n") ==
          Records{{"a,b", "say \"hi\"", ""}, {"two\nlines", "x", "\""}});
}

TEST_CASE("records know the line they begin on", "[predictions]") {
  const test::TemporaryFolder folder;
  CsvReader csv(folder.file("x.csv", "a\n\n\"b\nb\"\nc\n"));
  std::vector<int> lines;
  while (!csv.next().empty()) lines.push_back(csv.line());
  REQUIRE(lines == std::vector<int>{1, 3, 5});
}

TEST_CASE("misplaced quotes are refused with their line", "[predictions]") {
  const auto error = [](std::string_view content) { return data_error([&] { read_records(content); }); };
  REQUIRE_THAT(error("a\nb,\"c\nd\n"), EndsWith("x.csv: line 2: a quote that opens here is never closed"));
  REQUIRE_THAT(error("a\n\"b\"c,d\n"), EndsWith("line 2: text after a closing quote, expected a comma"));
  REQUIRE_THAT(error("5\" disk,\"\n\"\n"),
               EndsWith("line 1: a quote inside an unquoted field; quote the whole field and double the "
                        "quotes in it"));
  REQUIRE_THAT(error("\"a\"\",\"b\n"), EndsWith("line 1: text after a closing quote, expected a comma"));
  REQUIRE_THAT(data_error([] { CsvReader("/nowhere.csv"); }),
               EndsWith("cannot be read (No such file or directory)"));
}
