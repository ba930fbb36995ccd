#include "routing/router_c.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/printable.h"
#include "core/text.h"

namespace hybrid::routing {

namespace {

// The fixed parts of the file, in order. Names in capitals are defined by the generated part before them.

constexpr const char* kReal = R"(
/* float where the processor computes double in software (Cortex-M0 to M33, ESP32, 32-bit RISC-V), else double.
   -DHYBRID_ROUTER_FLOAT=1 or =0 overrides that. */
#ifndef HYBRID_ROUTER_FLOAT
#if (defined(__arm__) && (!defined(__ARM_FP) || !(__ARM_FP & 8))) || defined(__XTENSA__) || \
    (defined(__riscv) && (!defined(__riscv_flen) || __riscv_flen < 64))
#define HYBRID_ROUTER_FLOAT 1
#else
#define HYBRID_ROUTER_FLOAT 0
#endif
#endif

#if HYBRID_ROUTER_FLOAT
typedef float real;
#define EXP expf
#define FABS fabsf
#define LOG logf
#define LOG1P log1pf
#define NEXTAFTER nextafterf
#else
typedef double real;
#define EXP exp
#define FABS fabs
#define LOG log
#define LOG1P log1p
#define NEXTAFTER nextafter
#endif
#define R(x) ((real)(x))

)";

constexpr const char* kSigmoid = R"(
static real sigmoid(real x) { return 1 / (1 + EXP(-x)); }

/* What sending is expected to gain, by confidence alone. */
static real confidence_gain(real logit) {
  return CONFIDENCE_RANGE * (2 * sigmoid(CONFIDENCE_INTERCEPT - CONFIDENCE_SLOPE * logit) - 1);
}

/* In float, an input whose gain equals the threshold is kept in spite of rounding. */
static int exceeds_threshold(real gain) {
#if HYBRID_ROUTER_FLOAT
  return gain > THRESHOLD + FLOAT_ERROR;
#else
  return gain > THRESHOLD;
#endif
}
)";

constexpr const char* kLogit = R"(
static real clipped(real logit) { return logit < -37 ? -37 : logit > 37 ? 37 : logit; }

/* log(p / (1 - p)), kept within +-37. */
static real clipped_logit(real p) {
  if (p <= 0) return -37;
  if (p >= 1) return 37;
  return clipped(LOG(p) - LOG1P(-p));
}
)";

constexpr const char* kHeads = R"(
static real log_odds(const struct head* head, const real* x, const int* classes) {
  real z = head->intercept;
  int i;
  for (i = 0; i < FEATURES; ++i) z += head->weights[i] * ((x[i] - head->mean[i]) / head->scale[i]);
  for (i = 0; i < EFFECTS; ++i)
    if (classes[i] >= 0 && classes[i] < CLASSES) z += head->effects[i][classes[i]];
  return z;
}

/* What sending is expected to gain. */
static real gain(const real* x, const int* classes, real logit) {
  const real heads = HEADS_RANGE * (sigmoid(log_odds(&cloud_head, x, classes)) - sigmoid(log_odds(&base_head, x, classes)));
  return WEIGHT * heads + (1 - WEIGHT) * confidence_gain(logit);
}
)";

constexpr const char* kSummary = R"(
/* The largest TOP of the K outputs, descending, and the first two's classes; ties: lowest class. */
struct summary {
  real top[TOP];
  real logit; /* of the largest probability */
  real entropy;
  int classes[2];
};

static void find_largest(const real* row, struct summary* s) {
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

static void add_exponentials(const real* row, int first, int last, real max, real* others, real* weighted) {
  int i;
  for (i = first; i < last; ++i) {
    const real below = row[i] - max > -1000 ? row[i] - max : -1000;
    const real e = EXP(below);
    *others += e;
    *weighted += e * below;
  }
}

static void summarize_logits(const real* row, struct summary* s) {
  real others = 0, weighted = 0, max;
  int i;
  find_largest(row, s);
  max = s->top[0];
  add_exponentials(row, 0, s->classes[0], max, &others, &weighted);
  add_exponentials(row, s->classes[0] + 1, K, max, &others, &weighted);
  s->entropy = LOG1P(others) - weighted / (1 + others);
  for (i = 0; i < TOP; ++i) s->top[i] = EXP(s->top[i] - max) / (1 + others);
#if HYBRID_ROUTER_FLOAT
  s->logit = clipped(-LOG(others)); /* the same, also where top[0] rounds to 1 */
#else
  s->logit = clipped_logit(s->top[0]);
#endif
}

/* Makes probabilities sum to 1 that differ by more than 0.001, as those of 8 bits do: a larger sum divides
   them; what a smaller one lacks is shared by the zeros, if that leaves them below the other values. */
static void normalise(real* row) {
  real sum = 0, least = R(HUGE_VAL), share;
  int i, zeros = 0, negatives = 0;
  for (i = 0; i < K; ++i) {
    sum += row[i];
    if (row[i] < 0) ++negatives;
  }
  if (negatives == 0 && FABS(sum - 1) <= R(1e-3)) return;
  sum = 0;
  for (i = 0; i < K; ++i) {
    if (row[i] < 0) row[i] = 0;
    sum += row[i];
    if (!(row[i] > 0)) ++zeros;
    else if (row[i] < least) least = row[i];
  }
  if (sum < 1 && zeros > 0 && 1 - sum <= R(zeros) * least) {
    share = (1 - sum) / R(zeros);
    if (NEXTAFTER(least, R(0)) < share) share = NEXTAFTER(least, R(0));
    for (i = 0; i < K; ++i)
      if (!(row[i] > 0)) row[i] = share;
  } else {
    for (i = 0; i < K; ++i) row[i] /= sum;
  }
}

static void summarize_probabilities(real* row, struct summary* s) {
  real entropy = 0;
  int i;
  normalise(row);
  find_largest(row, s);
  for (i = 0; i < K; ++i)
    if (row[i] > 0) entropy -= row[i] * LOG(row[i]);
  s->entropy = entropy > 0 ? entropy : 0;
  s->logit = clipped_logit(s->top[0]);
}
)";

constexpr const char* kScoreByHeads = R"(
static real score(const struct summary* s) {
  real x[FEATURES];
  int i, at = 0;
  x[at++] = s->logit;
  x[at++] = s->entropy;
  for (i = 0; i < TOP; ++i) x[at++] = s->top[i] > 0 && LOG(s->top[i]) > -40 ? LOG(s->top[i]) : -40;
  for (i = 0; i < TOP && i < 5; ++i) x[at++] = s->top[i];
  return gain(x, s->classes, x[0]);
}
)";

constexpr const char* kScoreByConfidence = R"(
static real score(const struct summary* s) { return confidence_gain(s->logit); }
)";

constexpr const char* kSendOutputs = R"(
static real gain_of_logits(const real* row) {
  struct summary s;
  summarize_logits(row, &s);
  return score(&s);
}

static real gain_of_probabilities(real* row) {
  struct summary s;
  summarize_probabilities(row, &s);
  return score(&s);
}

static void widen(const float* outputs, real* row) {
  int i;
  for (i = 0; i < K; ++i) row[i] = R(outputs[i]);
}

static void dequantise(const int8_t* outputs, float scale, int zero_point, real* row) {
  int i;
  for (i = 0; i < K; ++i) row[i] = R(outputs[i] - zero_point) * R(scale);
}

int PREFIX_send_logits(const float logits[K]) {
  real row[K];
  widen(logits, row);
  return exceeds_threshold(gain_of_logits(row));
}

int PREFIX_send_probabilities(const float probabilities[K]) {
  real row[K];
  widen(probabilities, row);
  return exceeds_threshold(gain_of_probabilities(row));
}

int PREFIX_send_int8_logits(const int8_t logits[K], float scale, int zero_point) {
  real row[K];
  dequantise(logits, scale, zero_point, row);
  return exceeds_threshold(gain_of_logits(row));
}

int PREFIX_send_int8_probabilities(const int8_t probabilities[K], float scale, int zero_point) {
  real row[K];
  dequantise(probabilities, scale, zero_point, row);
  return exceeds_threshold(gain_of_probabilities(row));
}

#ifdef HYBRID_ROUTER_MAIN
#include <stdio.h>
#include <string.h>

/* Reads K numbers per input, of the kind given as argument; prints gain and decision. */
int main(int argc, char** argv) {
  float outputs[K] = {0}, scale = 1;
  int8_t codes[K] = {0};
  real row[K];
  double number, expected;
  int i = 0, zero_point = 0, send;
  const char* kind = argc > 1 ? argv[1] : "";
  const int int8 = strncmp(kind, "int8-", 5) == 0, probabilities = strstr(kind, "probabilities") != 0;
  if (strcmp(int8 ? kind + 5 : kind, probabilities ? "probabilities" : "logits") != 0 ||
      (int8 && (argc < 4 || sscanf(argv[2], "%f", &scale) != 1 || sscanf(argv[3], "%d", &zero_point) != 1))) {
    fprintf(stderr, "give logits, probabilities, int8-logits SCALE ZERO_POINT or int8-probabilities SCALE ZERO_POINT\n");
    return 2;
  }
  while (scanf("%lf", &number) == 1) {
    if (int8) codes[i] = (int8_t)number;
    else outputs[i] = (float)number;
    if (++i < K) continue;
    i = 0;
    if (int8) dequantise(codes, scale, zero_point, row);
    else widen(outputs, row);
    expected = (double)(probabilities ? gain_of_probabilities(row) : gain_of_logits(row));
    if (int8)
      send = probabilities ? PREFIX_send_int8_probabilities(codes, scale, zero_point)
                           : PREFIX_send_int8_logits(codes, scale, zero_point);
    else
      send = probabilities ? PREFIX_send_probabilities(outputs) : PREFIX_send_logits(outputs);
    printf("%.17g %d\n", expected, send);
  }
  return i == 0 ? 0 : 1;
}
#endif
)";

constexpr const char* kSendConfidence = R"(
static real gain_of(int predicted, float confidence) {
  const real logit = clipped_logit(R(confidence));
  SCORE
}

int PREFIX_send(int predicted, float confidence) { return exceeds_threshold(gain_of(predicted, confidence)); }

#ifdef HYBRID_ROUTER_MAIN
#include <stdio.h>

/* Reads class and confidence per input; prints gain and decision. */
int main(void) {
  float confidence;
  int predicted;
  while (scanf("%d %f", &predicted, &confidence) == 2)
    printf("%.17g %d\n", (double)gain_of(predicted, confidence), PREFIX_send(predicted, confidence));
  return 0;
}
#endif
)";

constexpr const char* kSendClass = R"(
static real gain_of(int predicted) {
  SCORE
}

int PREFIX_send(int predicted) { return exceeds_threshold(gain_of(predicted)); }

#ifdef HYBRID_ROUTER_MAIN
#include <stdio.h>

/* Reads a class per input; prints gain and decision. */
int main(void) {
  int predicted;
  while (scanf("%d", &predicted) == 1) printf("%.17g %d\n", (double)gain_of(predicted), PREFIX_send(predicted));
  return 0;
}
#endif
)";

// The header's declarations and how to call them.

constexpr const char* kDeclareOutputs = R"(
#define UPPER_CLASSES CLASS_COUNT

/* Outputs of a network that ends without softmax. */
int PREFIX_send_logits(const float logits[UPPER_CLASSES]);
/* Outputs of a softmax. */
int PREFIX_send_probabilities(const float probabilities[UPPER_CLASSES]);

/* 8-bit outputs, as the model's output tensor holds them; q stands for (q - zero_point) * scale. For uint8
   subtract 128 from every output and from zero_point. */

/* Of a network that ends without softmax: scale and zero point are those of its output tensor. */
int PREFIX_send_int8_logits(const int8_t logits[UPPER_CLASSES], float scale, int zero_point);
/* Of a softmax: TFLite's has scale 1/256 = 0.00390625 and zero point -128. */
int PREFIX_send_int8_probabilities(const int8_t probabilities[UPPER_CLASSES], float scale, int zero_point);
)";

constexpr const char* kDeclareConfidence = R"(
/* The base's class, counted from 0, and its probability of that class. */
int PREFIX_send(int predicted, float confidence);
)";

constexpr const char* kDeclareClass = R"(
/* The base's class, counted from 0. */
int PREFIX_send(int predicted);
)";

constexpr const char* kUseOutputs =
    "   Feed the outputs of the model whose prediction set was used here, by the function of their kind:\n"
    "     float, without softmax   PREFIX_send_logits(outputs)\n"
    "     float softmax            PREFIX_send_probabilities(outputs)\n"
    "     8-bit, without softmax   PREFIX_send_int8_logits(outputs, scale, zero_point), both of the output tensor\n"
    "     8-bit softmax            PREFIX_send_int8_probabilities(outputs, scale, zero_point);\n"
    "                              TFLite: scale 1/256 = 0.00390625f, zero_point -128\n";
constexpr const char* kUseConfidence =
    "   Feed the base's class, counted from 0, and its probability: PREFIX_send(predicted, confidence).\n";
constexpr const char* kUseClass = "   Feed the base's class, counted from 0: PREFIX_send(predicted).\n";

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
    const std::string number = "R(" + literal(value) + ")";
    if (text.size() - line + number.size() > 100) text += "\n     ", line = text.size();
    text += number + (&value == &values.back() ? "" : ", ");
  }
  return text + (values.empty() ? "R(0)}" : "}");
}

std::string head_table(const char* name, const LogisticRouter& router) {
  std::string effects;
  for (const auto& values : router.head.effects)
    effects += (effects.empty() ? "" : ",\n    ") + initialiser(values);
  return fmt::format(
      "\nstatic const struct head {} = {{\n    {},\n    {},\n    {},\n    {},\n    {{{}}}}};\n", name,
      "R(" + literal(router.head.intercept) + ")", initialiser(router.head.weights),
      initialiser(router.standardisation.mean), initialiser(router.standardisation.scale),
      effects.empty() ? "{R(0)}" : effects);
}

/// The router's inputs, by the number of its features.
enum class Sees { outputs, confidence, classes };

Sees sees(const AutoRouter& router) {
  const std::size_t features = router.heads.base.head.weights.size();
  return features == 0 ? Sees::classes : features == 2 ? Sees::confidence : Sees::outputs;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  auto at = text.find(from);
  HYBRID_CHECK(at != std::string::npos, "no {}", from);
  for (; at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

std::string score_of(Sees sees, bool by_heads) {
  if (!by_heads)
    return sees == Sees::confidence ? "(void)predicted;\n  return confidence_gain(logit);"
                                    : "(void)predicted;\n  return confidence_gain(0);";
  if (sees == Sees::confidence)
    return "const real x[FEATURES] = {logit, R(confidence)};\n  return gain(x, &predicted, logit);";
  return "return gain(0, &predicted, 0);";
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
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

std::string parts_for(Sees sees, const char* outputs, const char* confidence, const char* classes) {
  return sees == Sees::outputs ? outputs : sees == Sees::confidence ? confidence : classes;
}

/// Returns any text as the inside of a C comment: it cannot end the comment, also after trigraphs and
/// backslashes at line ends are replaced, because every line is indented; and it warns no compiler.
std::string comment_text(std::string_view text) {
  std::string comment;
  for (const char c : printable(text)) {
    const char before = comment.empty() ? ' ' : comment.back();
    if ((before == '*' && c == '/') || (before == '/' && c == '*') || (before == '?' && c == '?'))
      comment += ' ';
    comment += c;
    if (c == '\n') comment += "   ";
  }
  return comment;
}

std::string source_text(const AutoRouter& router, double threshold, const std::string& origin,
                        const RouterCNames& names) {
  const bool by_heads = router.weight > 0;
  const auto& effects = router.heads.base.head.effects;
  const std::size_t features = router.heads.base.head.weights.size();
  const std::size_t classes = effects.empty() ? 0 : effects.front().size();

  // The names in it are not ours to replace.
  const std::string head = fmt::format(
      "/* {}\n\n"
      "   Returns 1 to send an input to the cloud: if its expected gain exceeds the threshold. 0 keeps it.\n{}"
      "   In double the decisions are the program's, with the same bits everywhere if compiled with\n"
      "   -ffp-contract=off. In float an input is also kept if its gain exceeds the threshold by less than\n"
      "   about {:.1e}, which is float's rounding. */\n"
      "#include \"{}\"\n\n#include <math.h>\n",
      comment_text(origin),
      replaced(parts_for(sees(router), kUseOutputs, kUseConfidence, kUseClass), "PREFIX", names.prefix),
      2 * float_error(router), names.header);
  std::string text = kReal;
  const auto define = [&](const char* name, const std::string& value) {
    text += fmt::format("#define {} {}\n", name, value);
  };
  const auto number = [](double value) { return "R(" + literal(value) + ")"; };
  define("THRESHOLD", number(threshold));
  define("FLOAT_ERROR", number(float_error(router)));
  define("CONFIDENCE_INTERCEPT", number(router.confidence.intercept));
  define("CONFIDENCE_SLOPE", number(router.confidence.slope));
  define("CONFIDENCE_RANGE", number(router.confidence.range));
  if (sees(router) == Sees::outputs) {
    define("K", std::to_string(classes));
    define("TOP", std::to_string(std::min<std::size_t>(classes, predictions::kTopK)));
  }
  text += kSigmoid;
  if (sees(router) != Sees::classes) text += kLogit;
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
  switch (sees(router)) {
    case Sees::outputs:
      text += std::string(kSummary) + (by_heads ? kScoreByHeads : kScoreByConfidence) + kSendOutputs;
      break;
    case Sees::confidence:
      text += replaced(kSendConfidence, "SCORE", score_of(sees(router), by_heads));
      break;
    case Sees::classes:
      text += replaced(kSendClass, "SCORE", score_of(sees(router), by_heads));
      break;
  }
  return head + replaced(text, "PREFIX", names.prefix);
}

std::string header_text(const AutoRouter& router, const std::string& origin, const RouterCNames& names) {
  const auto& effects = router.heads.base.head.effects;
  std::string declarations = parts_for(sees(router), kDeclareOutputs, kDeclareConfidence, kDeclareClass);
  if (sees(router) == Sees::outputs)
    declarations = replaced(replaced(declarations, "UPPER", upper(names.prefix)), "CLASS_COUNT",
                            std::to_string(effects.front().size()));
  const std::string guard = upper(names.prefix) + "_ROUTER_H";
  return fmt::format(
      "/* {}\n\n   Every function returns 1 to send the input to the cloud and 0 to keep the base's prediction. "
      "*/\n"
      "#ifndef {}\n#define {}\n\n#include <stdint.h>\n\n#ifdef __cplusplus\nextern \"C\" {{\n#endif\n{}"
      "\n#ifdef __cplusplus\n}}\n#endif\n\n#endif\n",
      comment_text(origin), guard, guard, replaced(declarations, "PREFIX", names.prefix));
}

}  // namespace

bool is_c_prefix(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !text.empty() && letter(text.front()) &&
         std::ranges::all_of(text, [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

bool is_c_include(std::string_view file) {
  return !file.empty() && file.find_first_of("\"\\?") == std::string_view::npos && printable(file) == file &&
         file.find_first_of("\n\t") == std::string_view::npos;
}

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
  return {source_text(router, threshold, origin, names), header_text(router, origin, names)};
}

}  // namespace hybrid::routing
