#include "routing/router_c.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"

namespace hybrid::routing {

namespace {

// The fixed parts of the file, in order. Names in capitals are defined by the generated part before them.

constexpr const char* kSigmoid = R"(
static double sigmoid(double x) { return 1 / (1 + exp(-x)); }

/* What sending is expected to gain, by confidence alone. */
static double confidence_gain(double logit) {
  return CONFIDENCE_RANGE * (2 * sigmoid(CONFIDENCE_INTERCEPT - CONFIDENCE_SLOPE * logit) - 1);
}
)";

constexpr const char* kLogit = R"(
/* log(p / (1 - p)), kept within +-37. */
static double clipped_logit(double p) {
  double z;
  if (p <= 0) return -37;
  if (p >= 1) return 37;
  z = log(p) - log1p(-p);
  return z < -37 ? -37 : z > 37 ? 37 : z;
}
)";

constexpr const char* kHeads = R"(
static double log_odds(const struct head* head, const double* x, const int* classes) {
  double z = head->intercept;
  int i;
  for (i = 0; i < FEATURES; ++i) z += head->weights[i] * ((x[i] - head->mean[i]) / head->scale[i]);
  for (i = 0; i < EFFECTS; ++i)
    if (classes[i] >= 0 && classes[i] < CLASSES) z += head->effects[i][classes[i]];
  return z;
}

/* What sending is expected to gain. */
static double gain(const double* x, const int* classes, double logit) {
  const double heads = HEADS_RANGE * (sigmoid(log_odds(&cloud_head, x, classes)) - sigmoid(log_odds(&base_head, x, classes)));
  return WEIGHT * heads + (1 - WEIGHT) * confidence_gain(logit);
}
)";

constexpr const char* kSummary = R"(
/* The largest TOP of the K outputs, descending, and the first two's classes; ties: lowest class. */
struct summary {
  double top[TOP];
  double entropy;
  int classes[2];
};

static void find_largest(const double* row, struct summary* s) {
  int i, at, used = 0;
  s->classes[0] = s->classes[1] = 0;
  for (i = 0; i < K; ++i) {
    if (used == TOP && row[i] <= s->top[TOP - 1]) continue;
    if (used < TOP) ++used;
    for (at = used - 1; at > 0 && row[i] > s->top[at - 1]; --at) s->top[at] = s->top[at - 1];
    s->top[at] = row[i];
    if (at == 0) {
      s->classes[1] = s->classes[0];
      s->classes[0] = i;
    }
    if (at == 1) s->classes[1] = i;
  }
}

static void add_exponentials(const double* row, int first, int last, double max, double* others, double* weighted) {
  int i;
  for (i = first; i < last; ++i) {
    const double below = row[i] - max > -1e3 ? row[i] - max : -1e3;
    const double e = exp(below);
    *others += e;
    *weighted += e * below;
  }
}

static void summarize_logits(const double* row, struct summary* s) {
  double others = 0, weighted = 0, max;
  int i;
  find_largest(row, s);
  max = s->top[0];
  add_exponentials(row, 0, s->classes[0], max, &others, &weighted);
  add_exponentials(row, s->classes[0] + 1, K, max, &others, &weighted);
  s->entropy = log1p(others) - weighted / (1 + others);
  for (i = 0; i < TOP; ++i) s->top[i] = exp(s->top[i] - max) / (1 + others);
}

static void summarize_probabilities(const double* row, struct summary* s) {
  double entropy = 0;
  int i;
  find_largest(row, s);
  for (i = 0; i < K; ++i)
    if (row[i] > 0) entropy -= row[i] * log(row[i]);
  s->entropy = entropy > 0 ? entropy : 0;
  for (i = 0; i < TOP; ++i) s->top[i] = s->top[i] > 0 ? s->top[i] : 0;
}
)";

constexpr const char* kScoreByHeads = R"(
static double score(const struct summary* s) {
  double x[FEATURES];
  int i, at = 0;
  x[at++] = clipped_logit(s->top[0]);
  x[at++] = s->entropy;
  for (i = 0; i < TOP; ++i) x[at++] = s->top[i] > 0 && log(s->top[i]) > -40 ? log(s->top[i]) : -40;
  for (i = 0; i < TOP && i < 5; ++i) x[at++] = s->top[i];
  return gain(x, s->classes, x[0]);
}
)";

constexpr const char* kScoreByConfidence = R"(
static double score(const struct summary* s) { return confidence_gain(clipped_logit(s->top[0])); }
)";

constexpr const char* kSendOutputs = R"(
double hybrid_gain_logits(const float logits[K]) {
  struct summary s;
  double row[K];
  int i;
  for (i = 0; i < K; ++i) row[i] = logits[i];
  summarize_logits(row, &s);
  return score(&s);
}

double hybrid_gain_probabilities(const float probabilities[K]) {
  struct summary s;
  double row[K];
  int i;
  for (i = 0; i < K; ++i) row[i] = probabilities[i];
  summarize_probabilities(row, &s);
  return score(&s);
}

double hybrid_gain_int8(const int8_t logits[K], double scale, int zero_point) {
  struct summary s;
  double row[K];
  int i;
  for (i = 0; i < K; ++i) row[i] = (logits[i] - zero_point) * scale;
  summarize_logits(row, &s);
  return score(&s);
}

int hybrid_send_logits(const float logits[K]) { return hybrid_gain_logits(logits) > THRESHOLD; }
int hybrid_send_probabilities(const float probabilities[K]) { return hybrid_gain_probabilities(probabilities) > THRESHOLD; }
int hybrid_send_int8(const int8_t logits[K], double scale, int zero_point) {
  return hybrid_gain_int8(logits, scale, zero_point) > THRESHOLD;
}

#ifdef HYBRID_ROUTER_MAIN
#include <stdio.h>
#include <string.h>

/* Reads K numbers per input; prints gain and decision. Arguments: logits | probabilities | int8 SCALE ZERO_POINT */
int main(int argc, char** argv) {
  float row[K];
  int8_t quantized[K];
  double scale = 1, number;
  int zero_point = 0, i = 0, n;
  const char* kind = argc > 1 ? argv[1] : "logits";
  if (argc > 3 && (sscanf(argv[2], "%lf", &scale) != 1 || sscanf(argv[3], "%d", &zero_point) != 1)) return 2;
  while (scanf("%lf", &number) == 1) {
    double g;
    row[i] = (float)number;
    quantized[i] = strcmp(kind, "int8") == 0 ? (int8_t)number : 0;
    if (++i < K) continue;
    i = 0;
    g = strcmp(kind, "int8") == 0            ? hybrid_gain_int8(quantized, scale, zero_point)
        : strcmp(kind, "probabilities") == 0 ? hybrid_gain_probabilities(row)
                                             : hybrid_gain_logits(row);
    n = g > THRESHOLD;
    printf("%.17g %d\n", g, n);
  }
  return i == 0 ? 0 : 1;
}
#endif
)";

constexpr const char* kSendConfidence = R"(
double hybrid_gain(int predicted, double confidence) {
  const double logit = clipped_logit(confidence);
  SCORE
}

int hybrid_send(int predicted, double confidence) { return hybrid_gain(predicted, confidence) > THRESHOLD; }

#ifdef HYBRID_ROUTER_MAIN
#include <stdio.h>

/* Reads class and confidence per input; prints gain and decision. */
int main(void) {
  double confidence;
  int predicted;
  while (scanf("%d %lf", &predicted, &confidence) == 2)
    printf("%.17g %d\n", hybrid_gain(predicted, confidence), hybrid_send(predicted, confidence));
  return 0;
}
#endif
)";

constexpr const char* kSendClass = R"(
double hybrid_gain(int predicted) {
  SCORE
}

int hybrid_send(int predicted) { return hybrid_gain(predicted) > THRESHOLD; }

#ifdef HYBRID_ROUTER_MAIN
#include <stdio.h>

/* Reads a class per input; prints gain and decision. */
int main(void) {
  int predicted;
  while (scanf("%d", &predicted) == 1) printf("%.17g %d\n", hybrid_gain(predicted), hybrid_send(predicted));
  return 0;
}
#endif
)";

/// Returns a double constant that C reads as the same number.
std::string literal(double value) {
  if (std::isinf(value)) return value > 0 ? "HUGE_VAL" : "-HUGE_VAL";
  const std::string text = shortest(value);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string initialiser(const std::vector<double>& values) {
  std::string text = "{";
  std::size_t line = 0;
  for (const double value : values) {
    const std::string number = literal(value);
    if (text.size() - line + number.size() > 100) text += "\n     ", line = text.size();
    text += number + (&value == &values.back() ? "" : ", ");
  }
  return text + (values.empty() ? "0}" : "}");
}

std::string head(const char* name, const LogisticRouter& router) {
  std::string effects;
  for (const auto& values : router.head.effects)
    effects += (effects.empty() ? "" : ",\n    ") + initialiser(values);
  return fmt::format(
      "\nstatic const struct head {} = {{\n    {},\n    {},\n    {},\n    {},\n    {{{}}}}};\n", name,
      literal(router.head.intercept), initialiser(router.head.weights),
      initialiser(router.standardisation.mean), initialiser(router.standardisation.scale),
      effects.empty() ? "{0}" : effects);
}

/// The router's inputs, by the number of its features.
enum class Sees { outputs, confidence, classes };

Sees sees(const AutoRouter& router) {
  const std::size_t features = router.heads.base.head.weights.size();
  return features == 0 ? Sees::classes : features == 2 ? Sees::confidence : Sees::outputs;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  HYBRID_CHECK(at != std::string::npos, "no {}", from);
  return text.replace(at, from.size(), to);
}

std::string score_of(Sees sees, bool by_heads) {
  if (!by_heads)
    return sees == Sees::confidence ? "(void)predicted;\n  return confidence_gain(logit);"
                                    : "(void)predicted;\n  return confidence_gain(0);";
  if (sees == Sees::confidence)
    return "const double x[FEATURES] = {logit, confidence};\n  return gain(x, &predicted, logit);";
  return "return gain(0, &predicted, 0);";
}

}  // namespace

std::string router_c(const AutoRouter& router, double threshold, const std::string& origin) {
  const bool by_heads = router.weight > 0;
  const auto& effects = router.heads.base.head.effects;
  const std::size_t features = router.heads.base.head.weights.size();
  const std::size_t classes = effects.empty() ? 0 : effects.front().size();

  std::string text = fmt::format(
      "/* {}\n"
      "   Send an input to the cloud iff its expected gain exceeds the threshold. Double precision; "
      "compile with\n"
      "   -ffp-contract=off to get the same bits everywhere. */\n#include <math.h>\n#include <stdint.h>\n\n",
      origin);
  const auto define = [&](const char* name, const std::string& value) {
    text += fmt::format("#define {} {}\n", name, value);
  };
  define("THRESHOLD", "(" + literal(threshold) + ")");
  define("CONFIDENCE_INTERCEPT", "(" + literal(router.confidence.intercept) + ")");
  define("CONFIDENCE_SLOPE", literal(router.confidence.slope));
  define("CONFIDENCE_RANGE", literal(router.confidence.range));
  if (sees(router) == Sees::outputs) {
    define("K", std::to_string(classes));
    define("TOP", std::to_string(std::min<std::size_t>(classes, predictions::kTopK)));
  }
  text += kSigmoid;
  if (sees(router) != Sees::classes) text += kLogit;
  if (by_heads) {
    text += "\n";
    define("WEIGHT", literal(router.weight));
    define("HEADS_RANGE", literal(router.heads.range));
    define("FEATURES", std::to_string(features));
    define("EFFECTS", std::to_string(effects.size()));
    define("CLASSES", std::to_string(classes));
    text +=
        "\nstruct head {\n  double intercept;\n  double weights[FEATURES > 0 ? FEATURES : 1];\n"
        "  double mean[FEATURES > 0 ? FEATURES : 1];\n  double scale[FEATURES > 0 ? FEATURES : 1];\n"
        "  double effects[EFFECTS][CLASSES];\n};\n";
    text += head("base_head", router.heads.base) + head("cloud_head", router.heads.cloud) + kHeads;
  }
  switch (sees(router)) {
    case Sees::outputs:
      return text + kSummary + (by_heads ? kScoreByHeads : kScoreByConfidence) + kSendOutputs;
    case Sees::confidence:
      return text + replaced(kSendConfidence, "SCORE", score_of(sees(router), by_heads));
    case Sees::classes:
      return text + replaced(kSendClass, "SCORE", score_of(sees(router), by_heads));
  }
  return text;
}

}  // namespace hybrid::routing
