#include "report/differences.h"

#include <catch2/catch.hpp>

namespace hybrid::report {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

eval::Comparison difference(const std::string& method, const std::string& against, double coverage,
                            double delta, double low, double high) {
  return {
      .method = method, .against = against, .target_coverage = coverage, .delta = delta, .ci = {low, high}};
}

/// Two coverages of every pair that a trained run has, with a hybrid that is ahead of its control at the
/// first.
eval::Evaluation trained() {
  eval::Evaluation evaluation{.n_test = 10000};
  for (const auto* method : {"max_prob_before", "max_prob", "router"})
    for (const auto* against : {"max_prob", "max_prob_before", "max_prob_control", "max_prob_weights_only"}) {
      if (std::string(method) == against) continue;
      evaluation.comparisons.push_back(difference(method, against, 0.9, 0.01, 0.002, 0.018));
      evaluation.comparisons.push_back(difference(method, against, 0.8, 0.001, -0.002, 0.004));
    }
  return evaluation;
}

TEST_CASE("comparisons are grouped by method and opponent in their order", "[report]") {
  const auto evaluation = trained();
  const auto leads = leads_of(evaluation.comparisons);
  REQUIRE(leads.size() == 3 + 3 + 4);
  REQUIRE((leads[0].method == "max_prob_before" && leads[0].against == "max_prob"));
  REQUIRE((leads.back().method == "router" && leads.back().against == "max_prob_weights_only"));
  for (const auto& lead : leads) {
    REQUIRE(lead.at.size() == 2);
    REQUIRE((lead.at[0].target_coverage == 0.9 && lead.at[1].target_coverage == 0.8));
  }
  REQUIRE(leads_of({}).empty());
}

TEST_CASE("an interval that touches zero shows no difference", "[report]") {
  const auto words = [](double low, double high) {
    return verdict({.method = "a", .against = "b", .at = {difference("a", "b", 0.9, 0, low, high)}}, 10000);
  };
  REQUIRE(words(0.001, 0.002) == "ahead at c = 0.9");
  REQUIRE(words(-0.002, -0.001) == "**behind** at c = 0.9");
  REQUIRE(words(0, 0.002) == "no difference that 10,000 examples show at c = 0.9");
  REQUIRE(words(-0.002, 0) == "no difference that 10,000 examples show at c = 0.9");
}

TEST_CASE("a trained run first sets both of the hybrid's methods against the control", "[report]") {
  const std::string text = difference_sections(trained());
  REQUIRE_THAT(text, StartsWith("\n## The hybrid against its control\n"));
  REQUIRE_THAT(
      text,
      Contains("| kept on the device | router minus max_prob_control | max_prob minus max_prob_control |"));
  REQUIRE_THAT(
      text,
      Contains("| c = 0.9            |          +1.00 [+0.20, +1.80] |            +1.00 [+0.20, +1.80] |\n"));
  REQUIRE_THAT(
      text, Contains("- `max_prob` against `max_prob_control`: ahead at c = 0.9; no difference that 10,000 "
                     "examples show at c = 0.8\n"));
}

TEST_CASE("then one of them is set against everybody else, whatever the variants are called", "[report]") {
  const std::string text = difference_sections(trained());
  const std::string others = text.substr(text.find("## Differences at equal coverage"));
  REQUIRE_THAT(others,
               Contains("`router` minus others") &&
                   Contains("minus max_prob | minus max_prob_before | minus max_prob_weights_only |") &&
                   Contains("- against `max_prob_weights_only`: ahead at c = 0.9"));
  REQUIRE_THAT(others, !Contains("max_prob_control"));
}

TEST_CASE("AppealNet is set against the control in a section of its own", "[report]") {
  eval::Evaluation evaluation = trained();
  REQUIRE_THAT(difference_sections(evaluation), !Contains("AppealNet"));
  for (const double coverage : {0.9, 0.8}) {
    evaluation.comparisons.push_back(
        difference("appealnet", "max_prob_control", coverage, -0.01, -0.02, -0.005));
    evaluation.comparisons.push_back(difference("router", "appealnet", coverage, 0.01, 0.005, 0.02));
  }
  const std::string text = difference_sections(evaluation);
  REQUIRE_THAT(text, Contains("\n## AppealNet against the control\n") &&
                         Contains("- against `max_prob_control`: **behind** at c = 0.9, 0.8\n") &&
                         Contains(" minus appealnet |"));
}

TEST_CASE("without a router it is max_prob that is compared, without a control there is no section of it",
          "[report]") {
  eval::Evaluation evaluation = trained();
  std::erase_if(evaluation.comparisons, [](const eval::Comparison& c) {
    return c.method == "router" || c.against == "max_prob_control";
  });
  const std::string text = difference_sections(evaluation);
  REQUIRE_THAT(text, StartsWith("\n## Differences at equal coverage\n\n`max_prob` minus others"));
  REQUIRE(difference_sections({}).empty());
}

}  // namespace
}  // namespace hybrid::report
