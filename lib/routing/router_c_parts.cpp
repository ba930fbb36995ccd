#include "routing/router_c_parts.h"

namespace hybrid::routing::c_parts {

// The fixed parts of the file, in order. Names in capitals are defined by the generated part before them.

const char* const kReal = R"(
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

const char* const kSigmoid = R"(
static real sigmoid(real x) { return 1 / (1 + EXP(-x)); }

/* What sending is expected to gain, by confidence alone. */
static real confidence_gain(real logit) {
  return CONFIDENCE_RANGE * (2 * sigmoid(CONFIDENCE_INTERCEPT - CONFIDENCE_SLOPE * logit) - 1);
}
)";

const char* const kExceeds = R"(
/* In float, an input whose score equals the threshold is kept in spite of rounding. */
static int exceeds_threshold(real score) {
#if HYBRID_ROUTER_FLOAT
  return score > THRESHOLD + FLOAT_ERROR;
#else
  return score > THRESHOLD;
#endif
}
)";

const char* const kLogit = R"(
static real clipped(real logit) { return logit < -37 ? -37 : logit > 37 ? 37 : logit; }

/* log(p / (1 - p)), kept within +-37. */
static real clipped_logit(real p) {
  if (p <= 0) return -37;
  if (p >= 1) return 37;
  return clipped(LOG(p) - LOG1P(-p));
}
)";

const char* const kHeads = R"(
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

const char* const kSummary = R"(
/* The largest TOP of the K outputs, descending, and the first two's classes; ties: lowest class. */
struct summary {
  real top[TOP];
#if USES_LOGIT
  real logit; /* of the largest probability */
#endif
#if USES_ENTROPY
  real entropy;
#endif
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
#if USES_ENTROPY
  s->entropy = LOG1P(others) - weighted / (1 + others);
#endif
  for (i = 0; i < TOP; ++i) s->top[i] = EXP(s->top[i] - max) / (1 + others);
#if USES_LOGIT && HYBRID_ROUTER_FLOAT
  s->logit = clipped(-LOG(others)); /* the same, also where top[0] rounds to 1 */
#elif USES_LOGIT
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
#if USES_ENTROPY
  real entropy = 0;
  int i;
#endif
  normalise(row);
  find_largest(row, s);
#if USES_ENTROPY
  for (i = 0; i < K; ++i)
    if (row[i] > 0) entropy -= row[i] * LOG(row[i]);
  s->entropy = entropy > 0 ? entropy : 0;
#endif
#if USES_LOGIT
  s->logit = clipped_logit(s->top[0]);
#endif
}
)";

const char* const kScoreByHeads = R"(
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

const char* const kScoreByConfidence = R"(
static real score(const struct summary* s) { return confidence_gain(s->logit); }
)";

const char* const kSendOutputs = R"(
static real score_of_logits(const real* row) {
  struct summary s;
  summarize_logits(row, &s);
  return score(&s);
}

static real score_of_probabilities(real* row) {
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
  return exceeds_threshold(score_of_logits(row));
}

int PREFIX_send_probabilities(const float probabilities[K]) {
  real row[K];
  widen(probabilities, row);
  return exceeds_threshold(score_of_probabilities(row));
}

int PREFIX_send_int8_logits(const int8_t logits[K], float scale, int zero_point) {
  real row[K];
  dequantise(logits, scale, zero_point, row);
  return exceeds_threshold(score_of_logits(row));
}

int PREFIX_send_int8_probabilities(const int8_t probabilities[K], float scale, int zero_point) {
  real row[K];
  dequantise(probabilities, scale, zero_point, row);
  return exceeds_threshold(score_of_probabilities(row));
}

#ifdef HYBRID_ROUTER_MAIN
#include <stdio.h>
#include <string.h>

/* Reads K numbers per input, of the kind given as argument; prints score and decision. */
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
    expected = (double)(probabilities ? score_of_probabilities(row) : score_of_logits(row));
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

const char* const kSendConfidence = R"(
static real score_of(int predicted, float confidence) {
  SCORE
}

int PREFIX_send(int predicted, float confidence) { return exceeds_threshold(score_of(predicted, confidence)); }

#ifdef HYBRID_ROUTER_MAIN
#include <stdio.h>

/* Reads class and confidence per input; prints score and decision. */
int main(void) {
  float confidence;
  int predicted;
  while (scanf("%d %f", &predicted, &confidence) == 2)
    printf("%.17g %d\n", (double)score_of(predicted, confidence), PREFIX_send(predicted, confidence));
  return 0;
}
#endif
)";

const char* const kSendClass = R"(
static real score_of(int predicted) {
  SCORE
}

int PREFIX_send(int predicted) { return exceeds_threshold(score_of(predicted)); }

#ifdef HYBRID_ROUTER_MAIN
#include <stdio.h>

/* Reads a class per input; prints score and decision. */
int main(void) {
  int predicted;
  while (scanf("%d", &predicted) == 1) printf("%.17g %d\n", (double)score_of(predicted), PREFIX_send(predicted));
  return 0;
}
#endif
)";

// The header's declarations and how to call them.

const char* const kDeclareOutputs = R"(
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

const char* const kDeclareConfidence = R"(
/* The base's class, counted from 0, and its probability of that class. */
int PREFIX_send(int predicted, float confidence);
)";

const char* const kDeclareClass = R"(
/* The base's class, counted from 0. */
int PREFIX_send(int predicted);
)";

const char* const kUseOutputs =
    "   Feed the outputs of the model whose prediction set was used here, by the function of their kind:\n"
    "     float, without softmax   PREFIX_send_logits(outputs)\n"
    "     float softmax            PREFIX_send_probabilities(outputs)\n"
    "     8-bit, without softmax   PREFIX_send_int8_logits(outputs, scale, zero_point), both of the output tensor\n"
    "     8-bit softmax            PREFIX_send_int8_probabilities(outputs, scale, zero_point);\n"
    "                              TFLite: scale 1/256 = 0.00390625f, zero_point -128\n";
const char* const kUseConfidence =
    "   Feed the base's class, counted from 0, and its probability: PREFIX_send(predicted, confidence).\n";
const char* const kUseClass = "   Feed the base's class, counted from 0: PREFIX_send(predicted).\n";

}  // namespace hybrid::routing::c_parts
