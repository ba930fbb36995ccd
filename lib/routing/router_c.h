#pragma once
// A fitted `auto` router as one C99 file for a device: it needs only <math.h> and <stdint.h>, and no memory
// beyond the stack and constant tables. It performs the additions and multiplications of auto_router.cpp,
// including features and output summary, in the same order and in double. Its decisions therefore equal this
// program's on every input, provided exp, log and log1p agree and the compiler does not contract operations
// (-ffp-contract=off on processors that fuse multiply and add).

#include <string>

#include "routing/auto_router.h"

namespace hybrid::routing {

/// Returns the file. Its functions return 1 for "send to the cloud" and 0 for "keep":
///
///   hybrid_send_logits(const float logits[K])        hybrid_send_probabilities(const float probabilities[K])
///   hybrid_send_int8(const int8_t logits[K], double scale, int zero_point)
///
/// A router fitted to classes and confidences has hybrid_send(int predicted, double confidence) instead; one
/// fitted to classes alone, hybrid_send(int predicted). With HYBRID_ROUTER_MAIN defined, the file is also a
/// program that reads one input per line and prints score and decision.
/// @param threshold send if and only if the expected gain exceeds it
/// @param origin a line for the head comment
std::string router_c(const AutoRouter& router, double threshold, const std::string& origin);

}  // namespace hybrid::routing
