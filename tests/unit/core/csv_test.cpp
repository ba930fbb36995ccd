#include "core/csv.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/csv_records.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

namespace hybrid {
namespace {

using Catch::Matchers::EndsWith;
using Record = std::vector<std::string>;
using Records = std::vector<Record>;

Records read_records(std::string_view content) {
  const test::TemporaryFolder folder;
  return test::csv_records(folder.file("x.csv", content));
}

TEST_CASE("only what needs quotes gets them, and quotes are doubled", "[csv]") {
  CsvWriter csv;
  csv.row("plain", "a, b", "say \"so\"", "two\nlines", "", "\"", " apart ");
  REQUIRE(csv.text() == "plain,\"a, b\",\"say \"\"so\"\"\",\"two\nlines\",,\"\"\"\", apart \n");
}

TEST_CASE("numbers are written as short as they read back, truth as 1 and 0, and nothing as nothing",
          "[csv]") {
  CsvWriter csv;
  csv.row("a", "b", "c", "d", "e", "f");
  csv.row(0.1, std::int64_t{1'000'000}, 1e6, true, std::optional<double>(), std::optional(2.5));
  csv.row(std::size_t{7}, std::uint8_t{7}, -1, false, std::optional("x,y"), std::string_view("z"));
  REQUIRE(csv.text() == "a,b,c,d,e,f\n0.1,1000000,1e+06,1,,2.5\n7,7,-1,0,\"x,y\",z\n");
}

TEST_CASE("the reader gets back what was written, whatever it is", "[csv]") {
  const Records records{{"id", "a, b", "say \"so\""},
                        {"two\nlines", "", "\""},
                        {"two\r\nlines", "\r", "\n"},
                        {"", "", ""},
                        {"é", " ", "=1"}};
  CsvWriter csv;
  for (const auto& record : records) {
    for (const auto& field : record) csv.add(field);
    csv.end_row();
  }
  REQUIRE(read_records(csv.text()) == records);
  CsvWriter single;
  for (const auto* field : {"id", "", "b"}) single.row(field);
  REQUIRE(read_records(single.text()) == Records{{"id"}, {""}, {"b"}});
}

TEST_CASE("a record of more or fewer fields than the header is a mistake of the program", "[csv]") {
  CsvWriter csv;
  csv.row("a", "b");
  REQUIRE_THROWS_AS(csv.row("a"), InternalError);
}

TEST_CASE("plain records are split at commas, whatever ends the lines", "[csv]") {
  const Records expected = {{"a", "b"}, {"1", ""}, {"", "2"}};
  REQUIRE(read_records("a,b\n1,\n,2\n") == expected);
  REQUIRE(read_records("a,b\r\n1,\r\n,2\r\n") == expected);
  REQUIRE(read_records("a,b\n1,\n,2") == expected);
  REQUIRE(read_records(std::string("\xef\xbb\xbf") + "a,b\n\n1,\n,2\n\n\r\n") == expected);
  REQUIRE(read_records("").empty());
  REQUIRE(read_records("\n\n").empty());
}

TEST_CASE("quoted fields hold commas, quotes and line breaks", "[csv]") {
  REQUIRE(read_records("\"a,b\",\"say \"\"hi\"\"\",\"\"\n\"two\r\nlines\",x,\"\"\"\"\r\n") ==
          Records{{"a,b", "say \"hi\"", ""}, {"two\r\nlines", "x", "\""}});
}

TEST_CASE("blanks around a quoted field are no part of it, those around a plain one are", "[csv]") {
  REQUIRE(read_records("\"a, b\", \"c\" ,\t\"d\"\t\r\n x , \"y \"\n") ==
          Records{{"a, b", "c", "d"}, {" x ", "y "}});
}

TEST_CASE("records know the line they begin on", "[csv]") {
  const test::TemporaryFolder folder;
  CsvReader csv(folder.file("x.csv", "a\n\n\"b\nb\"\nc\n"));
  std::vector<int> lines;
  while (!csv.next().empty()) lines.push_back(csv.line());
  REQUIRE(lines == std::vector<int>{1, 3, 5});
}

TEST_CASE("misplaced quotes are refused with their line", "[csv]") {
  const auto error = [](std::string_view content) {
    return test::error_message<DataError>([&] { read_records(content); });
  };
  REQUIRE_THAT(error("a\nb,\"c\nd\n"), EndsWith("x.csv: line 2: a quote that opens here is never closed"));
  REQUIRE_THAT(error("a\n\"b\"c,d\n"), EndsWith("line 2: text after a closing quote, expected a comma"));
  REQUIRE_THAT(error("5\" disk,\"\n\"\n"),
               EndsWith("line 1: a quote inside an unquoted field; quote the whole field and double the "
                        "quotes in it"));
  REQUIRE_THAT(error("\"a\"\",\"b\n"), EndsWith("line 1: text after a closing quote, expected a comma"));
  REQUIRE_THAT(test::error_message<DataError>([] { CsvReader("/nowhere.csv"); }),
               EndsWith("cannot be read (No such file or directory)"));
}

TEST_CASE("lines of any length are read whole, with and without an end", "[core]") {
  const test::TemporaryFolder folder;
  for (const std::size_t length : {4093U, 4094U, 4095U, 4096U, 4097U, 8189U, 8190U, 8191U, 100'000U})
    for (const char* end : {"", "\n", "\r\n", "\n\n"}) {
      CAPTURE(length, end);
      CsvReader csv(folder.file("f", "a\n" + std::string(length, 'x') + end));
      REQUIRE(csv.next()[0] == "a");
      const auto fields = csv.next();
      REQUIRE(fields.size() == 1);
      REQUIRE(fields[0] == std::string(length, 'x'));
      REQUIRE(csv.line() == 2);
      REQUIRE(csv.next().empty());
      REQUIRE(csv.next().empty());
    }
}

TEST_CASE("a record within quotes is bounded as a line is", "[core]") {
  const test::TemporaryFolder folder;
  const std::string line(1'000'000, 'x');
  std::string text = "a\n\"";
  for (int i = 0; i < 68; ++i) text += line + '\n';
  CsvReader csv(folder.file("f", text + "\"\n"));
  csv.next();
  REQUIRE_THAT(test::error_message<DataError>([&] { csv.next(); }),
               Catch::Matchers::Contains("f: line 2 begins a record of more than 67,108,864 bytes"));
}

}  // namespace
}  // namespace hybrid
