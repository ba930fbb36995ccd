#include "predictions/prediction_csv.h"

#include <cmath>

#include "support/csv_records.h"
#include "test_files.h"

using namespace hybrid;
using namespace hybrid::predictions;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using test::data_error;

namespace {

PredictionSet read_text(std::string_view content) {
  const test::TemporaryFolder folder;
  return read_prediction_set(folder.file("x.csv", content));
}

std::string error_of(std::string_view content) {
  return data_error([&] { read_text(content); });
}

}  // namespace

TEST_CASE("ids may hold commas, quotes and line breaks", "[predictions]") {
  CsvWriter csv;
  csv.row("id", "label", "predicted");
  for (const auto& id : test::kAwkwardNames) csv.row(id, 0, 0);
  REQUIRE(read_text(csv.text()).ids == test::kAwkwardNames);
}

TEST_CASE("a CSV of answers is read", "[predictions]") {
  const auto set = read_text("id,label,predicted,confidence\na,0,0,0.9\n\"b,c\",1,0,0.5\n");
  REQUIRE(set.ids == std::vector<std::string>{"a", "b,c"});
  REQUIRE(set.labels == std::vector<std::int32_t>{0, 1});
  REQUIRE(set.predicted == std::vector<std::int32_t>{0, 0});
  REQUIRE(set.confidence == std::vector<double>{0.9, 0.5});
  REQUIRE(set.classes == 0);
  REQUIRE_FALSE(set.has_outputs());
  REQUIRE(set.top.empty());
  REQUIRE(set.entropy.empty());

  const auto bare = read_text("label, predicted\r\n3, 2\r\n");
  REQUIRE(bare.predicted == std::vector<std::int32_t>{2});
  REQUIRE(bare.ids.empty());
  REQUIRE(bare.confidence.empty());
}

TEST_CASE("a CSV of probabilities is read", "[predictions]") {
  const auto set = read_text("label,p0,p1,p2\n2,0.25,0.5,0.25\n0,1,0,0e0\n");
  REQUIRE(set.classes == 3);
  REQUIRE(set.top_k == 3);
  REQUIRE(set.predicted == std::vector<std::int32_t>{1, 0});
  REQUIRE(set.top == std::vector<double>{0.5, 0.25, 0.25, 1, 0, 0});
  REQUIRE(set.confidence == std::vector<double>{0.5, 1});
  REQUIRE(set.entropy[0] == Approx(1.5 * std::log(2.0)));
}

TEST_CASE("a CSV of logits is read", "[predictions]") {
  const auto set = read_text("id,label,z0,z1\n7,1,-1.5,+0.5\n");
  REQUIRE(set.ids == std::vector<std::string>{"7"});
  REQUIRE(set.predicted == std::vector<std::int32_t>{1});
  REQUIRE(set.confidence[0] == Approx(1 / (1 + std::exp(-2.0))));
}

TEST_CASE("probabilities under the names of logits are told in a CSV too", "[predictions]") {
  const auto set = read_text("label,z0,z1\n0,0.75,0.25\n1,0.1,0.9\n");
  REQUIRE(set.warnings.size() == 1);
  REQUIRE_THAT(set.warnings.front(), Contains("logits look like probabilities"));
  REQUIRE(read_text("label,z0,z1\n0,0.75,0.25\n1,0.1,1.9\n").warnings.empty());
  REQUIRE_THAT(
      read_text("label,z0,z1\n0,75,25\n1,10,91\n").warnings.at(0),
      Contains("logits look like probabilities in per cent: every row lies between 0 and 100 and sums to "
               "100; their softmax would make every prediction look certain"));
  REQUIRE(read_text("label,p0,p1\n0,75,25\n1,10,91\n").confidence == std::vector<double>{0.75, 0.91 / 1.01});
  REQUIRE(read_text("label,p0,p1\n0,0.75,0.25\n").warnings.empty());
}

TEST_CASE("a logit of -inf is read in every usual spelling", "[predictions]") {
  const auto set = read_text("label,z0,z1,z2\n0,-inf,1,1\n1,-Inf,-Infinity,2\n");
  REQUIRE(set.confidence == std::vector<double>{0.5, 1});
  REQUIRE(set.predicted == std::vector<std::int32_t>{1, 2});
  REQUIRE_THAT(error_of("label,p0,p1\n0,-inf,1\n"), EndsWith("p0 is '-inf', expected a finite number"));
  REQUIRE_THAT(error_of("label,z0,z1\n0,inf,1\n"), EndsWith("z0 is 'inf', expected a finite number or -inf"));
}

TEST_CASE("confidences that rounding took out of [0, 1] are put back", "[predictions]") {
  const auto set = read_text("label,predicted,confidence\n0,0,1.00001\n1,0,-0.00001\n0,0,0.5\n");
  REQUIRE(set.confidence == std::vector<double>{1, 0, 0.5});
  REQUIRE(set.warnings == std::vector<std::string>{"2 of 3 values of confidence, just outside 0 to 1, became "
                                                   "0 or 1"});
  REQUIRE_THAT(
      error_of("label,predicted,confidence\n0,0,93.5\n"),
      EndsWith("confidence is 93.5 (row 0), expected 0 to 1; if these are per cent, divide all of them "
               "by 100"));
}

TEST_CASE("a wrong CSV header is refused with a suggestion", "[predictions]") {
  REQUIRE_THAT(error_of("labels,predicted\n"),
               EndsWith("x.csv: line 1: column 1 is 'labels'; did you mean 'label'?; expected "
                        "[id,]label,predicted[,confidence] or [id,]label,p0,p1,... or "
                        "[id,]label,z0,z1,..."));
  REQUIRE_THAT(error_of("ids,label,predicted\n"), Contains("column 1 is 'ids'; did you mean 'id'?"));
  REQUIRE_THAT(error_of("id,lable,predicted\n"), Contains("column 2 is 'lable'; did you mean 'label'?"));
  REQUIRE_THAT(error_of("id\n"), Contains("column 2 ('label') is missing"));
  REQUIRE_THAT(error_of("label\n"), Contains("column 2 ('predicted') is missing"));
  REQUIRE_THAT(error_of("label,prediction\n"),
               Contains("column 2 is 'prediction'; did you mean 'predicted'?"));
  REQUIRE_THAT(error_of("label,predicted,conf\n"), Contains("column 3 is 'conf'; expected"));
  REQUIRE_THAT(error_of("label,predicted,confidence,x\n"),
               EndsWith("column 4 ('x') after confidence, expected none"));
  REQUIRE_THAT(error_of("label,p0,p2\n"), Contains("column 3 is 'p2'; did you mean 'p1'?"));
  REQUIRE_THAT(error_of("label,z0,p1\n"), Contains("column 3 is 'p1'; did you mean 'z1'?"));
  REQUIRE_THAT(error_of("label,p1,p2\n"), Contains("column 2 is 'p1'; did you mean 'p0'?"));
  REQUIRE_THAT(
      error_of(",label,p0,p1\n0,1,0,1\n"),
      EndsWith("column 1 has no name; leave out the index, with pandas df.to_csv(path, index=False)"));
  REQUIRE_THAT(error_of("label;p0;p1\n0;1;0\n"),
               EndsWith("the only column is 'label;p0;p1'; separate columns by commas"));
  REQUIRE_THAT(error_of("0,0.5,0.5\n"), Contains("column 1 is '0'; expected"));
  REQUIRE_THAT(error_of("label,p0\n0,1\n"), Contains("probabilities of 1 class, expected 2 to"));
}

TEST_CASE("wrong CSV values are refused with their line", "[predictions]") {
  REQUIRE_THAT(error_of("label,predicted\n0,0\n1\n"), EndsWith("line 3: 1 columns, the header has 2"));
  REQUIRE_THAT(error_of("label,predicted\n0,0,0\n"), EndsWith("line 2: 3 columns, the header has 2"));
  REQUIRE_THAT(error_of("label,predicted\n0.5,0\n"),
               EndsWith("line 2: label is '0.5', expected a whole number, the class counted from 0"));
  REQUIRE_THAT(error_of("label,predicted\n0,cat\n"),
               EndsWith("line 2: predicted is 'cat', expected a whole number, the class counted from 0"));
  REQUIRE_THAT(error_of("label,predicted\n3000000000,0\n"),
               EndsWith("label is '3000000000', expected a whole number, the class counted from 0"));
  REQUIRE_THAT(error_of("label,predicted\n,0\n"),
               EndsWith("label is '', expected a whole number, the class counted from 0"));
  REQUIRE_THAT(error_of("label,p0,p1\n0,1,0\n\n0,0.5,half\n"),
               EndsWith("line 4: p1 is 'half', expected a finite number"));
  REQUIRE_THAT(error_of("label,z0,z1\n0,nan,1\n"),
               EndsWith("line 2: z0 is 'nan', expected a finite number or -inf"));
  REQUIRE_THAT(error_of("label,predicted,confidence\n0,0,inf\n"),
               EndsWith("confidence is 'inf', expected a finite number"));
  REQUIRE_THAT(error_of("label,p0,p1\n0,0.5,0.4\n"), Contains("row 0 sums to 0.9, expected a sum of 1"));
  REQUIRE_THAT(error_of("label,p0,p1\n0,1.5,-0.5\n"),
               Contains("row 0, column 1 is -0.5, expected 0 to 1; these look like logits"));
  REQUIRE_THAT(error_of("label,p0,p1\n"), EndsWith("holds no examples"));
}

TEST_CASE("a class beyond the limit is refused with its row, and the largest below it is read",
          "[predictions]") {
  const std::string message =
      ", expected a class below 1,000,000 (docs/limits.md), counted from 0; a model without an answer: leave its "
      "rows out of all sets, or give it the class after the last";
  for (const char* answer : {"2147483647", "1000000"}) {
    REQUIRE_THAT(error_of(std::string("label,predicted,confidence\n0,2,0.8\n1,") + answer + ",0.2\n"),
                 EndsWith(std::string("x.csv: predicted is ") + answer + " (row 1)" + message));
    REQUIRE_THAT(error_of(std::string("label,predicted\n0,2\n") + answer + ",1\n"),
                 EndsWith(std::string("x.csv: label is ") + answer + " (row 1)" + message));
  }
  REQUIRE(read_text("label,predicted\n999999,0\n0,999999\n").predicted.back() == 999'999);
}
