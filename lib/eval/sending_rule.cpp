#include "eval/sending_rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "routing/logistic.h"
#include "routing/threshold.h"

namespace hybrid::eval {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLargestLogit = 37;  // features clip logits there (routing/confidence_features.h)
constexpr std::string_view kCalibrated = "_calibrated";

struct NamedQuantity {
  std::string_view measure;
  Quantity quantity;
};

constexpr std::array<NamedQuantity, 4> kMeasures{{
    {"max_prob", Quantity::largest_probability},
    {"margin", Quantity::probability_distance},
    {"entropy", Quantity::entropy},
    {"energy", Quantity::energy},
}};

SendingRule everything(SendingRule rule) {
  rule.quantity = Quantity::none;
  rule.bound = -kInfinity;
  return rule;
}

SendingRule nothing(SendingRule rule) {
  rule.quantity = Quantity::none;
  rule.bound = kInfinity;
  return rule;
}

/// Returns the rule "probability < 1 - threshold", whose left side is within [0, 1].
SendingRule below_one_minus(SendingRule rule, double threshold) {
  if (threshold < 0) return everything(rule);
  if (threshold >= 1) return nothing(rule);
  rule.bound = 1 - threshold;
  rule.one_minus_bound = threshold;
  return rule;
}

/// Inverts range * (2 sigmoid(intercept - slope * logit p1) - 1) > threshold.
SendingRule by_confidence(SendingRule rule, const routing::ConfidenceGain& curve, double threshold) {
  const double share = (threshold / curve.range + 1) / 2;
  if (share <= 0) return everything(rule);
  if (share >= 1) return nothing(rule);
  const double needed = std::log(share) - std::log1p(-share);
  // Without confidence all inputs have the same score.
  if (curve.slope <= 0) return curve.intercept > needed ? everything(rule) : nothing(rule);
  const double logit = (curve.intercept - needed) / curve.slope;
  if (logit > kLargestLogit) return everything(rule);
  if (logit <= -kLargestLogit) return nothing(rule);
  rule.quantity = Quantity::largest_probability;
  rule.bound = routing::sigmoid(logit);
  rule.one_minus_bound = routing::sigmoid(-logit);
  return rule;
}

std::string number(double value, int digits = 3) {
  return fmt::format("{:.{}g}", value == 0 ? 0 : value, digits);
}

/// Returns how many significant digits of the threshold, from 3 on, change one decision in a thousand at
/// most, on either part: a score of unknown scale may vary in its seventh digit alone.
int deciding_digits(const Method& method, double threshold) {
  const auto decides_alike = [&](const routing::RoutingScores& scores, double rounded) {
    const auto sent = static_cast<double>(routing::count_sent(scores, threshold));
    const auto changed = std::abs(static_cast<double>(routing::count_sent(scores, rounded)) - sent);
    return 1000 * changed <= static_cast<double>(scores.size());
  };
  for (int digits = 3; digits < 17; ++digits) {
    const double rounded = std::stod(fmt::format("{:.{}g}", threshold, digits));
    if (decides_alike(method.tune, rounded) && decides_alike(method.test, rounded)) return digits;
  }
  return 17;
}

/// Returns the quantity with what it is computed from: "its entropy at temperature 0.951 (base `before`)".
std::string in_its_words(std::string text, const SendingRule& rule) {
  if (rule.temperature) text += fmt::format(" at temperature {:.4g}", *rule.temperature);
  if (!rule.base.empty()) text += fmt::format(" (base `{}`)", rule.base);
  return text;
}

}  // namespace

bool decides_as_max_prob(const RoutingProblem& problem, const Method& method) {
  if (!method.variant.empty()) return false;
  const auto& router = problem.auto_router;
  return method.measure == "max_prob" ||
         (method.measure == "auto" && router && router->weight == 0 && router->confidence.slope > 0);
}

SendingRule sending_rule(const RoutingProblem& problem, const Method& method, double threshold) {
  SendingRule rule{.plain_accuracy = problem.accuracy.plain()};
  // Predictions are fused after the decision, which is the base's.
  rule.base = method.variant == kFused ? "" : method.variant == kControlFused ? kControl : method.variant;
  if (std::isinf(threshold)) return threshold < 0 ? everything(rule) : nothing(rule);
  std::string_view measure = method.measure;
  if (measure.ends_with(kCalibrated)) {
    rule.calibrated = true;
    rule.temperature = problem.temperature;
    measure.remove_suffix(kCalibrated.size());
  }
  const auto* named = std::ranges::find(kMeasures, measure, &NamedQuantity::measure);
  rule.bound = threshold;
  if (named != kMeasures.end()) {
    rule.quantity = named->quantity;
    if (rule.sends_below()) return below_one_minus(rule, threshold);
    if (rule.quantity == Quantity::energy) rule.digits = deciding_digits(method, threshold);
    return rule.quantity == Quantity::entropy && threshold < 0 ? everything(rule) : rule;
  }
  if (method.measure == "auto" && method.variant.empty() && problem.auto_router &&
      problem.auto_router->weight == 0)
    return by_confidence(rule, problem.auto_router->confidence, threshold);
  if (method.meaning == ScoreMeaning::help_logit) {
    rule.quantity = Quantity::help_probability;
    rule.bound = routing::sigmoid(threshold);
    rule.one_minus_bound = routing::sigmoid(-threshold);
  }
  if (method.meaning == ScoreMeaning::expected_gain) rule.quantity = Quantity::expected_gain;
  if (rule.quantity == Quantity::score) rule.digits = deciding_digits(method, threshold);
  return rule;
}

std::string probability_text(double p, double one_minus_p) {
  if (one_minus_p <= 0) return "1";
  if (one_minus_p < 1e-6) return fmt::format("1 - {:.2g}", one_minus_p);
  std::string text;
  for (int digits = 3; digits <= 7; ++digits)
    if (text = fmt::format("{:.{}g}", p, digits); text != "1") break;
  return text;
}

std::string condition(const SendingRule& rule) {
  const char* calibrated = rule.calibrated && !rule.temperature ? "calibrated " : "";
  const auto probability = [&] { return probability_text(rule.bound, rule.one_minus_bound); };
  switch (rule.quantity) {
    case Quantity::none:
      return rule.bound < 0 ? "always" : "never";
    case Quantity::largest_probability:
      return fmt::format("{} is below {}",
                         in_its_words(fmt::format("its largest {}probability", calibrated), rule),
                         probability());
    case Quantity::probability_distance:
      return fmt::format("{} differ by less than {}",
                         in_its_words(fmt::format("its two largest {}probabilities", calibrated), rule),
                         probability());
    case Quantity::entropy:
      return fmt::format("{} exceeds {} nats", in_its_words(fmt::format("its {}entropy", calibrated), rule),
                         number(rule.bound));
    case Quantity::energy:
      return fmt::format("{} exceeds {}", in_its_words("its energy score", rule),
                         number(rule.bound, rule.digits));
    case Quantity::help_probability:
      return fmt::format(
          "{} exceeds {}",
          in_its_words(rule.plain_accuracy
                           ? "its predicted probability that only the cloud is right"
                           : "its predicted probability that the cloud's prediction is the better one",
                       rule),
          probability());
    case Quantity::expected_gain:
      return fmt::format("{} exceeds {}{}", in_its_words("its expected gain", rule), number(rule.bound),
                         rule.plain_accuracy ? " correct predictions" : "");
    case Quantity::score:
      return fmt::format("{} exceeds {}", in_its_words("its score", rule), number(rule.bound, rule.digits));
  }
  return "";
}

std::string short_condition(const SendingRule& rule) {
  const auto probability = [&] { return probability_text(rule.bound, rule.one_minus_bound); };
  switch (rule.quantity) {
    case Quantity::none:
      break;
    case Quantity::largest_probability:
      return "p1 < " + probability();
    case Quantity::probability_distance:
      return "p1 - p2 < " + probability();
    case Quantity::entropy:
      return "entropy > " + number(rule.bound);
    case Quantity::energy:
      return "energy > " + number(rule.bound, rule.digits);
    case Quantity::help_probability:
      return "p(help) > " + probability();
    case Quantity::expected_gain:
      return "gain > " + number(rule.bound);
    case Quantity::score:
      return "score > " + number(rule.bound, rule.digits);
  }
  return condition(rule);
}

std::string in_words(const SendingRule& rule) {
  if (rule.quantity == Quantity::none) return rule.bound < 0 ? "send every input" : "send no input";
  return "send an input iff " + condition(rule);
}

}  // namespace hybrid::eval
