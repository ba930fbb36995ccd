#include "routing/router_c.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "routing/router_c_parts.h"
#include "routing/router_c_text.h"

namespace hybrid::routing {

namespace {

using namespace c_parts;
using c_text::Feed;
using c_text::number;
using c_text::replaced;

std::string initialiser(const std::vector<double>& values) {
  std::string text = "{";
  std::size_t line = 0;
  for (const double value : values) {
    const std::string constant = number(value);
    if (text.size() - line + constant.size() > 100) text += "\n     ", line = text.size();
    text += constant + (&value == &values.back() ? "" : ", ");
  }
  return text + (values.empty() ? "R(0)}" : "}");
}

std::string head_table(const char* name, const LogisticRouter& router) {
  std::string effects;
  for (const auto& values : router.head.effects)
    effects += (effects.empty() ? "" : ",\n    ") + initialiser(values);
  return fmt::format(
      "\nstatic const struct head {} = {{\n    {},\n    {},\n    {},\n    {},\n    {{{}}}}};\n", name,
      number(router.head.intercept), initialiser(router.head.weights),
      initialiser(router.standardisation.mean), initialiser(router.standardisation.scale),
      effects.empty() ? "{R(0)}" : effects);
}

Feed feed_of(const AutoRouter& router) {
  const std::size_t features = router.heads.base.head.weights.size();
  return features == 0 ? Feed::classes : features == 2 ? Feed::confidence : Feed::outputs;
}

std::string score_of(Feed feed, bool by_heads) {
  if (!by_heads)
    return feed == Feed::confidence
               ? "(void)predicted;\n  return confidence_gain(clipped_logit(R(confidence)));"
               : "(void)predicted;\n  return confidence_gain(0);";
  if (feed == Feed::confidence)
    return "const real logit = clipped_logit(R(confidence));\n"
           "  const real x[FEATURES] = {logit, R(confidence)};\n  return gain(x, &predicted, logit);";
  return "return gain(0, &predicted, 0);";
}

/// Bounds how far float moves a head's log odds, for inputs up to four standard deviations from the mean.
double rounding_of(const LogisticRouter& router) {
  double sum = std::abs(router.head.intercept);
  for (std::size_t i = 0; i < router.head.weights.size(); ++i)
    sum += std::abs(router.head.weights[i]) *
           (std::abs(router.standardisation.mean[i]) / router.standardisation.scale[i] + 4);
  for (const auto& effects : router.head.effects) {
    double largest = 0;
    for (const double effect : effects) largest = std::max(largest, std::abs(effect));
    sum += largest;
  }
  return sum;
}

std::string source_text(const AutoRouter& router, double threshold, const std::string& origin,
                        const RouterCNames& names) {
  const bool by_heads = router.weight > 0;
  const auto& effects = router.heads.base.head.effects;
  const std::size_t features = router.heads.base.head.weights.size();
  const std::size_t classes = effects.empty() ? 0 : effects.front().size();

  const Feed feed = feed_of(router);
  std::string text = kReal;
  const auto define = [&](const char* name, const std::string& value) {
    text += c_text::define(name, value);
  };
  define("THRESHOLD", number(threshold));
  define("FLOAT_ERROR", number(float_error(router)));
  define("CONFIDENCE_INTERCEPT", number(router.confidence.intercept));
  define("CONFIDENCE_SLOPE", number(router.confidence.slope));
  define("CONFIDENCE_RANGE", number(router.confidence.range));
  if (feed == Feed::outputs) {
    define("K", std::to_string(classes));
    define("TOP", std::to_string(std::min<std::size_t>(classes, predictions::kTopK)));
    define("USES_LOGIT", "1");
    define("USES_ENTROPY", by_heads ? "1" : "0");
  }
  text += std::string(kSigmoid) + kExceeds;
  if (feed != Feed::classes) text += kLogit;
  if (by_heads) {
    text += "\n";
    define("WEIGHT", number(router.weight));
    define("HEADS_RANGE", number(router.heads.range));
    define("FEATURES", std::to_string(features));
    define("EFFECTS", std::to_string(effects.size()));
    define("CLASSES", std::to_string(classes));
    text +=
        "\nstruct head {\n  real intercept;\n  real weights[FEATURES > 0 ? FEATURES : 1];\n"
        "  real mean[FEATURES > 0 ? FEATURES : 1];\n  real scale[FEATURES > 0 ? FEATURES : 1];\n"
        "  real effects[EFFECTS][CLASSES];\n};\n";
    text +=
        head_table("base_head", router.heads.base) + head_table("cloud_head", router.heads.cloud) + kHeads;
  }
  switch (feed) {
    case Feed::outputs:
      text += std::string(kSummary) + (by_heads ? kScoreByHeads : kScoreByConfidence) + kSendOutputs;
      break;
    case Feed::confidence:
      text += replaced(kSendConfidence, "SCORE", score_of(feed, by_heads));
      break;
    case Feed::classes:
      text += replaced(kSendClass, "SCORE", score_of(feed, by_heads));
      break;
  }
  return c_text::opening(feed, "if its expected gain exceeds the threshold", float_error(router), origin,
                         names) +
         replaced(text, "PREFIX", names.prefix);
}

}  // namespace

double float_error(const AutoRouter& router) {
  constexpr double kRoundings = 4 * 0x1p-24;  // a few roundings of half a unit in the last place
  // The derivatives of both gains with respect to the log odds are at most range / 4 and range / 2.
  const double heads =
      router.heads.range / 4 * (rounding_of(router.heads.base) + rounding_of(router.heads.cloud));
  const double confidence = router.confidence.range / 2 *
                            (std::abs(router.confidence.intercept) + 37 * std::abs(router.confidence.slope));
  const double range = std::max(router.heads.range, router.confidence.range);
  return kRoundings * (router.weight * heads + (1 - router.weight) * confidence + range);
}

RouterC router_c(const AutoRouter& router, double threshold, const std::string& origin,
                 const RouterCNames& names) {
  HYBRID_CHECK(is_c_prefix(names.prefix), "prefix {}", names.prefix);
  HYBRID_CHECK(is_c_include(names.header), "header {}", names.header);
  const auto& effects = router.heads.base.head.effects;
  return {source_text(router, threshold, origin, names),
          c_text::header(feed_of(router), effects.empty() ? 0 : effects.front().size(), origin, names)};
}

}  // namespace hybrid::routing
