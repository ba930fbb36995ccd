#include "routing/measure_c.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "routing/router_c_parts.h"
#include "routing/router_c_text.h"

namespace hybrid::routing {

namespace {

using namespace c_parts;
using c_text::Feed;

struct MeasureInC {
  std::string_view name;
  const char* score;  ///< of a summary
};

constexpr std::array<MeasureInC, 3> kMeasures{{
    {"max_prob", "1 - s->top[0]"},
    {"margin", "1 - (s->top[0] - s->top[1])"},
    {"entropy", "s->entropy"},
}};

std::string source_text(const MeasureRouter& router, double threshold) {
  using c_text::define, c_text::number, c_text::replaced;
  std::string text =
      kReal + define("THRESHOLD", number(threshold)) + define("FLOAT_ERROR", number(float_error(router)));
  if (router.classes == 0)
    return text + kExceeds +
           replaced(kSendConfidence, "SCORE", "(void)predicted;\n  return 1 - R(confidence);");
  text += define("K", std::to_string(router.classes)) + define("TOP", "2") + define("USES_LOGIT", "0") +
          define("USES_ENTROPY", router.measure == "entropy" ? "1" : "0");
  const auto* measure = std::ranges::find(kMeasures, router.measure, &MeasureInC::name);
  return text + kExceeds + kSummary +
         fmt::format("\nstatic real score(const struct summary* s) {{ return {}; }}\n", measure->score) +
         kSendOutputs;
}

}  // namespace

bool is_c_measure(std::string_view measure) {
  return std::ranges::find(kMeasures, measure, &MeasureInC::name) != kMeasures.end();
}

double float_error(const MeasureRouter& router) {
  constexpr double kRounding = 0x1p-24;
  const auto k = static_cast<double>(std::max<std::size_t>(router.classes, 1));
  // Sums of k terms; their roundings add up like a random walk. Entropy is at most ln k.
  const double roundings = 4 + std::sqrt(k);
  return kRounding * roundings * (router.measure == "entropy" ? 1 + std::log(k) : 1);
}

RouterC measure_c(const MeasureRouter& router, double threshold, const std::string& rule,
                  const std::string& origin, const RouterCNames& names) {
  HYBRID_CHECK(is_c_measure(router.measure) && router.classes != 1, "{} of {} outputs", router.measure,
               router.classes);
  HYBRID_CHECK(router.classes > 0 || router.measure == "max_prob", "{} of a confidence", router.measure);
  HYBRID_CHECK(is_c_prefix(names.prefix), "prefix {}", names.prefix);
  HYBRID_CHECK(is_c_include(names.header), "header {}", names.header);
  const Feed feed = router.classes > 0 ? Feed::outputs : Feed::confidence;
  return {c_text::opening(feed, rule, float_error(router), origin, names) +
              c_text::replaced(source_text(router, threshold), "PREFIX", names.prefix),
          c_text::header(feed, router.classes, origin, names)};
}

}  // namespace hybrid::routing
