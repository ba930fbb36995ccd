#include "reproduce/paper_verdict.h"

#include <catch2/catch.hpp>

#include "reproduce/html_report.h"
#include "support/results_folder.h"

namespace hybrid::reproduce {
namespace {

using Catch::Matchers::Contains;
using Sentences = std::vector<std::string>;

ReproducedNumber ours(const std::string& row, const std::string& column, double value) {
  return {.row = row, .column = column, .unit = "%", .printed = {}, .ours = value, .ci = {}, .note = {}};
}

TEST_CASE("the verdict has only sentences whose numbers are there", "[reproduce]") {
  const test::TemporaryFolder folder;
  test::write_results(folder);
  REQUIRE(
      paper_verdict(read_results(folder.path())) ==
      Sentences{"What holds: 1 of the 2 numbers from the same experiment are within their tolerance.",
                "What does not: 1 of the 2 claims in the text are contradicted by the paper's own numbers."});
  REQUIRE(paper_verdict({}).empty());
}

TEST_CASE("the verdict compares the hybrid with both opponents, and its fusion with itself", "[reproduce]") {
  ReproducedTable table{
      .name = "table3", .title = "", .column_unit = "ms", .parts = {}, .figure = {}, .verdict = ""};
  table.parts.push_back(
      {.title = "without the rows", .command = "", .numbers = {ours("Hybrid", "600", 1)}, .notes = {}});
  table.parts.push_back(
      {.title = "with them",
       .command = "",
       .numbers = {ours("Entropy, base as published", "600", 75.5),
                   ours("Entropy, base as published", "1000", 79),
                   ours("Max-prob, base fine-tuned without the method", "600", 78),
                   ours("Max-prob, base fine-tuned without the method", "1000", 80.25),
                   ours("Hybrid", "600", 78), ours("Hybrid", "1000", 80), ours("Hybrid", "1400", 90),
                   ours("Hybrid, both answers fused", "1000", 81)},
       .notes = {}});
  ResultsFolder results;
  results.tables.push_back({.table = table, .svg = ""});
  REQUIRE(paper_verdict(results) ==
          Sentences{
              "What holds: the hybrid is ahead of entropy thresholding on the published base, by +1.0 to "
              "+2.5 points.",
              "What does not: the lead is not the method's: against max-prob on a base fine-tuned as long "
              "without it, the hybrid is at -0.2 to +0.0 points.",
              "What gains: adding the device's logits to the cloud's for inputs that are sent, +1.0 to +1.0 "
              "points more than the hybrid."});
}

TEST_CASE("a lead that rounds to nothing has no sign", "[reproduce]") {
  ReproducedTable table{
      .name = "table3", .title = "", .column_unit = "ms", .parts = {}, .figure = {}, .verdict = ""};
  table.parts.push_back({.title = "",
                         .command = "",
                         .numbers = {ours("Max-prob, base fine-tuned without the method", "600", 78.04),
                                     ours("Max-prob, base fine-tuned without the method", "1000", 79.96),
                                     ours("Hybrid", "600", 78), ours("Hybrid", "1000", 80)},
                         .notes = {}});
  ResultsFolder results;
  results.tables.push_back({.table = table, .svg = ""});
  REQUIRE_THAT(paper_verdict(results).at(0), Catch::Matchers::EndsWith("the hybrid is at 0.0 points."));
}

TEST_CASE("the report opens with the verdict", "[reproduce]") {
  const test::TemporaryFolder folder;
  test::write_results(folder);
  const std::string html = html_report(read_results(folder.path()));
  REQUIRE(html.find("What holds: 1 of the 2") < html.find("<ul class=\"tiles\">"));
}

}  // namespace
}  // namespace hybrid::reproduce
