#pragma once
// A fitted `auto` router as one C99 file for a device: nothing but <math.h> and <stdint.h>, no memory beyond
// the stack and constant tables. It does the very additions and multiplications of auto_router.cpp, features
// and output summary included, in the same order and in double, so that its decisions are this program's on
// every input, as long as exp, log and log1p are and the compiler contracts nothing (-ffp-contract=off where
// the processor fuses multiply and add).

#include <string>

#include "routing/auto_router.h"

namespace hybrid::routing {

/// Functions of the file, each 1 for "send to the cloud" and 0 for "keep":
///
///   hybrid_send_logits(const float logits[K])        hybrid_send_probabilities(const float probabilities[K])
///   hybrid_send_int8(const int8_t logits[K], double scale, int zero_point)
///
/// For a router that was fitted to classes and confidences, hybrid_send(int predicted, double confidence); to
/// classes alone, hybrid_send(int predicted). With HYBRID_ROUTER_MAIN defined the file is also a program: it
/// reads one input per line and prints score and decision.
/// @param threshold send iff the expected gain exceeds it @param origin a line for the head comment
std::string router_c(const AutoRouter& router, double threshold, const std::string& origin);

}  // namespace hybrid::routing
