#pragma once
// A method's threshold in plain words: "its largest probability is below 0.617" instead of a score of 0.383.

#include <optional>
#include <string>

#include "eval/routing_problem.h"

namespace hybrid::eval {

/// What a rule compares with its bound.
enum class Quantity {
  none,                  ///< every input is sent, or none
  largest_probability,   ///< p1
  probability_distance,  ///< p1 - p2, of the two largest
  entropy,               ///< nats
  energy,                ///< -ln sum e^z, of the logits
  help_probability,      ///< the predicted probability that sending helps
  expected_gain,
  score,  ///< anything else
};

/// A rule that sends the same inputs as "score > threshold", up to rounding.
struct SendingRule {
  Quantity quantity = Quantity::score;
  /// An input is sent if the quantity is below (probabilities of the base) or above (all others) this. With
  /// Quantity::none: -infinity sends every input, +infinity none.
  double bound = 0;
  double one_minus_bound = 1;              ///< exact also where the bound rounds to 1; for probabilities
  bool calibrated = false;                 ///< the quantity is that of the outputs at the fitted temperature
  std::optional<double> temperature = {};  ///< that temperature, if it is known
  std::string base;                        ///< the base variant whose outputs decide; "" for the first
  bool plain_accuracy = true;              ///< a gain is one in correct predictions
  int digits = 3;                          ///< significant ones in which the bound is told

  /// Returns whether small quantities are sent.
  bool sends_below() const {
    return quantity == Quantity::largest_probability || quantity == Quantity::probability_distance;
  }
};

/// Returns whether the method decides by the largest probability of the first base alone: max_prob, and
/// `auto` where its fit chose that.
bool decides_as_max_prob(const RoutingProblem& problem, const Method& method);

/// Returns the rule of a scored method.
/// `max_prob` (score 1 - p1), `margin` (1 - (p1 - p2)), `entropy` and their calibrated variants are told in
/// their own terms; `auto` in that of max_prob if it is a curve of the confidence alone; scores that are log
/// odds of helping as a probability; expected gains in correct predictions.
/// @param threshold send if and only if score > threshold; may be infinite
SendingRule sending_rule(const RoutingProblem& problem, const Method& method, double threshold);

/// Returns the rule as a condition that follows "send an input iff": "its largest probability is below
/// 0.617", with three significant digits, or as many as tell a probability from 1, or make nearly
/// the same decisions by a score of unknown scale. For Quantity::none, "always" or "never".
std::string condition(const SendingRule& rule);

/// Returns the rule as short as a table's cell: "p1 < 0.617", "p1 - p2 < 0.31", "entropy > 0.52", "gain >
/// 0.091", "p(help) > 0.43", "score > 1.2", "always", "never".
std::string short_condition(const SendingRule& rule);

/// Returns the whole rule: "send an input iff its largest probability is below 0.617", "send every input" or
/// "send no input".
std::string in_words(const SendingRule& rule);

/// Returns the probability with three significant digits, or with as many as tell it from 1: "0.617",
/// "0.9997", "1 - 3.2e-08".
std::string probability_text(double p, double one_minus_p);

}  // namespace hybrid::eval
