#pragma once
// A fitted `auto` router as C99 for a device: a source and its header. The source needs only <math.h> and
// <stdint.h>, and no memory beyond the stack and constant tables.
//
// In double it performs the additions and multiplications of auto_router.cpp, including features, output
// summary and the normalisation of probabilities, in the same order. Its decisions therefore equal this
// program's on every input, provided exp, log and log1p agree and the compiler does not contract operations
// (-ffp-contract=off on processors that fuse multiply and add), and the scale of 8-bit outputs is a float, as
// TFLite's is. Where the processor has no hardware for
// double it computes in float alone; the decisions are then the same except for inputs whose gain exceeds the
// threshold by less than float's rounding, which are kept.

#include <string>
#include <string_view>

#include "routing/auto_router.h"

namespace hybrid::routing {

struct RouterCNames {
  std::string prefix = "hybrid";    ///< of the functions; see is_c_prefix
  std::string header = "router.h";  ///< file name by which the source includes the header
};

struct RouterC {
  std::string source;
  std::string header;
};

/// Returns whether C identifiers can begin so: a letter, then letters, digits and underscores.
bool is_c_prefix(std::string_view text);

/// Returns whether C can include a file of this name: C has no escapes for quotes, backslashes (and the
/// trigraph of one) or line breaks there.
bool is_c_include(std::string_view file);

/// Returns an estimate of how much float changes the expected gain of ordinary inputs. The C file in float
/// keeps an input unless its gain exceeds the threshold by more than this.
double float_error(const AutoRouter& router);

/// Returns the files. Their functions return 1 for "send to the cloud" and 0 for "keep":
///
///   hybrid_send_logits(const float logits[K])        hybrid_send_probabilities(const float probabilities[K])
///   hybrid_send_int8_logits(const int8_t logits[K], float scale, int zero_point)
///   hybrid_send_int8_probabilities(const int8_t probabilities[K], float scale, int zero_point)
///
/// A router fitted to classes and confidences has hybrid_send(int predicted, float confidence) instead; one
/// fitted to classes alone, hybrid_send(int predicted). With HYBRID_ROUTER_MAIN defined, the source is also a
/// program that reads one input per line and prints score and decision.
/// @param threshold send if and only if the expected gain exceeds it
/// @param origin lines for the comments at the head of both files; may hold any text
RouterC router_c(const AutoRouter& router, double threshold, const std::string& origin,
                 const RouterCNames& names = {});

}  // namespace hybrid::routing
