#include "eval/sending_rule.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "core/seed.h"
#include "core/text.h"
#include "routing/logistic.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string words_of(const Method& method, double threshold, const RoutingProblem& problem = {}) {
  return in_words(sending_rule(problem, method, threshold));
}

/// A problem whose `auto` is a curve of the confidence alone: 2 sigmoid(a - b logit p1) - 1.
RoutingProblem by_confidence(double intercept, double slope, double range = 1) {
  RoutingProblem problem;
  problem.auto_router = routing::AutoRouter{.weight = 0, .confidence = {intercept, slope, range}};
  return problem;
}

Method automatic() {
  return {.measure = "auto", .meaning = ScoreMeaning::expected_gain};
}

/// Returns the last number in the text; "1 - 3e-08" is one.
double number_in(const std::string& text) {
  for (const std::string& word : split(text, ' '))
    if (const auto value = parse_double(word)) {
      const auto minus = text.find("1 - ");
      return minus == std::string::npos ? *value : 1 - parse_double(text.substr(minus + 4)).value();
    }
  FAIL("no number in " << text);
  return 0;
}

}  // namespace

TEST_CASE("a threshold is told in the terms of the base's outputs", "[sending_rule]") {
  CHECK(words_of({.measure = "max_prob"}, 0.383) ==
        "send an input iff its largest probability is below 0.617");
  CHECK(words_of({.measure = "margin"}, 0.69) ==
        "send an input iff its two largest probabilities differ by less than 0.31");
  CHECK(words_of({.measure = "entropy"}, 0.51971) == "send an input iff its entropy exceeds 0.52 nats");
  CHECK(words_of({.measure = "energy"}, -12.3456) == "send an input iff its energy score exceeds -12.3");
  CHECK(words_of({.measure = "max_prob_calibrated"}, 0.25) ==
        "send an input iff its largest calibrated probability is below 0.75");
  CHECK(words_of({.measure = "margin_calibrated"}, 0.25) ==
        "send an input iff its two largest calibrated probabilities differ by less than 0.75");
  CHECK(words_of({.measure = "entropy_calibrated"}, 1) ==
        "send an input iff its calibrated entropy exceeds 1 nats");
}

TEST_CASE("a score is told by its meaning", "[sending_rule]") {
  CHECK(words_of({.measure = "two_head", .meaning = ScoreMeaning::expected_gain}, 0.0914159) ==
        "send an input iff its expected gain exceeds 0.0914 correct predictions");
  CHECK(words_of({.measure = "router", .meaning = ScoreMeaning::help_logit}, 0) ==
        "send an input iff its predicted probability that only the cloud is right exceeds 0.5");
  CHECK(words_of({.measure = "logistic", .meaning = ScoreMeaning::help_logit}, -3) ==
        "send an input iff its predicted probability that only the cloud is right exceeds 0.0474");
  CHECK(words_of({.measure = "l2d_ce"}, 1.2345678) == "send an input iff its score exceeds 1.23");
  CHECK(words_of({.measure = "l2d_ce"}, -0.0) == "send an input iff its score exceeds 0");

  const RoutingProblem weighted{.accuracy = {.utility = "balanced_accuracy"}};
  CHECK(words_of({.measure = "two_head", .meaning = ScoreMeaning::expected_gain}, 0.0914159, weighted) ==
        "send an input iff its expected gain exceeds 0.0914");
  CHECK(
      words_of({.measure = "router", .meaning = ScoreMeaning::help_logit}, 0, weighted) ==
      "send an input iff its predicted probability that the cloud's prediction is the better one exceeds 0.5");
}

TEST_CASE("a rule names the base variant whose outputs decide", "[sending_rule]") {
  CHECK(words_of({.measure = "max_prob", .variant = kBefore}, 0.25) ==
        "send an input iff its largest probability (base `before`) is below 0.75");
  // Predictions are fused after the decision.
  CHECK(words_of({.measure = "max_prob", .variant = kFused}, 0.25) ==
        "send an input iff its largest probability is below 0.75");
  CHECK(words_of({.measure = "max_prob", .variant = kControlFused}, 0.25) ==
        "send an input iff its largest probability (base `control`) is below 0.75");
}

TEST_CASE("thresholds beyond every score send everything or nothing", "[sending_rule]") {
  for (const char* measure : {"max_prob", "margin", "entropy", "energy", "router", "auto", "l2d_ce"}) {
    CHECK(words_of({.measure = measure}, -kInfinity) == "send every input");
    CHECK(words_of({.measure = measure}, kInfinity) == "send no input");
  }
  CHECK(words_of({.measure = "max_prob"}, -0.1) == "send every input");
  CHECK(words_of({.measure = "max_prob"}, 1) == "send no input");
  CHECK(words_of({.measure = "margin"}, 1) == "send no input");
  CHECK(words_of({.measure = "entropy"}, -1e-9) == "send every input");
  CHECK(short_condition(sending_rule({}, {.measure = "margin"}, 1)) == "never");
  CHECK(short_condition(sending_rule({}, {.measure = "margin"}, -kInfinity)) == "always");
}

TEST_CASE("digits tell a probability from 1", "[sending_rule]") {
  CHECK(probability_text(0.617, 0.383) == "0.617");
  CHECK(probability_text(0.9994, 0.0006) == "0.999");
  CHECK(probability_text(0.9997, 0.0003) == "0.9997");
  CHECK(probability_text(0.99999, 1e-5) == "0.99999");
  CHECK(probability_text(1 - 3.2e-8, 3.2e-8) == "1 - 3.2e-08");
  CHECK(probability_text(1, 0) == "1");
  CHECK(probability_text(0.0012345, 0.9987655) == "0.00123");
  CHECK(words_of({.measure = "max_prob"}, 0) == "send an input iff its largest probability is below 1");
}

TEST_CASE("auto as a curve of the confidence is told as max_prob", "[sending_rule]") {
  // 2 sigmoid(-logit p1) - 1 = 1 - 2 p1: a gain above -0.234 is p1 below 0.617.
  CHECK(words_of(automatic(), -0.234, by_confidence(0, 1)) ==
        "send an input iff its largest probability is below 0.617");
  CHECK(words_of(automatic(), -2 * 0.234, by_confidence(0, 1, 2)) ==
        "send an input iff its largest probability is below 0.617");
  CHECK(words_of(automatic(), 1, by_confidence(0, 1)) == "send no input");
  CHECK(words_of(automatic(), -1, by_confidence(0, 1)) == "send every input");
  CHECK(words_of(automatic(), -0.999, by_confidence(0, 0.001)) == "send every input");
  // Without confidence, all inputs have the same gain: here 2 sigmoid(1) - 1 = 0.462.
  CHECK(words_of(automatic(), 0.46, by_confidence(1, 0)) == "send every input");
  CHECK(words_of(automatic(), 0.47, by_confidence(1, 0)) == "send no input");

  RoutingProblem mixed = by_confidence(0, 1);
  mixed.auto_router->weight = 0.25;
  CHECK(words_of(automatic(), 0.2, mixed) ==
        "send an input iff its expected gain exceeds 0.2 correct predictions");
}

TEST_CASE("the rule in words decides as the threshold, up to its three digits", "[sending_rule]") {
  Rng rng(17);
  for (int round = 0; round < 500; ++round) {
    // Two probabilities with p1 >= p2, near the ends in half of the rounds.
    const double p1 = round % 2 == 0 ? rng.uniform(0.5, 1) : 1 - std::pow(10, -rng.uniform(0, 9)) / 2;
    const double p2 = (1 - p1) * rng.uniform();
    const double slope = rng.uniform(0.1, 3), intercept = rng.uniform(-2, 2);
    const RoutingProblem problem = by_confidence(intercept, slope);
    const double gain = 2 * routing::sigmoid(intercept - slope * (std::log(p1) - std::log1p(-p1))) - 1;
    const double entropy = rng.uniform(0, 2), logit = 4 * rng.normal();
    struct Case {
      Method method;
      double score, quantity;
    };
    const std::vector<Case> cases{
        {{.measure = "max_prob"}, 1 - p1, p1},
        {{.measure = "margin"}, 1 - (p1 - p2), p1 - p2},
        {{.measure = "entropy"}, entropy, entropy},
        {automatic(), gain, p1},
        {{.measure = "router", .meaning = ScoreMeaning::help_logit}, logit, routing::sigmoid(logit)},
        {{.measure = "l2d_ova"}, logit, logit},
    };
    for (const auto& c : cases) {
      // A threshold near the score, on either side.
      const double threshold =
          c.score + (rng.uniform() < 0.5 ? -1 : 1) * std::abs(c.score) * rng.uniform(0, 0.3);
      const SendingRule rule = sending_rule(problem, c.method, threshold);
      CAPTURE(c.method.measure, threshold, c.score, c.quantity, in_words(rule));
      const bool sent = c.score > threshold;
      if (rule.quantity == Quantity::none) {
        CHECK(sent == (rule.bound < 0));
        continue;
      }
      const double told = number_in(in_words(rule)), exact = rule.bound;
      // Half a unit of the third digit; close to 1 the distance to 1 has one digit at least.
      REQUIRE(std::abs(told - exact) <=
              std::min(0.0051 * std::abs(exact), rule.sends_below() ? 1.01 * (1 - exact) + 1e-16 : 1.0));
      if (std::abs(c.quantity - exact) <= std::abs(told - exact) + 1e-12 * std::abs(exact)) continue;
      CHECK((rule.sends_below() ? c.quantity < told : c.quantity > told) == sent);
      const std::string brief = short_condition(rule);
      CHECK(number_in(brief.substr(brief.find_last_of("<>") + 2)) == told);
    }
  }
}
