#pragma once
// A confidence measure with its threshold as C99 for a device, like a fitted router (router_c.h): the same
// functions, and in double the same decisions as this program's.

#include <string>
#include <string_view>

#include "routing/router_c.h"

namespace hybrid::routing {

/// A measure of routing/scores.h.
struct MeasureRouter {
  std::string measure;      ///< "max_prob", "margin" or "entropy"
  std::size_t classes = 0;  ///< of the outputs that it is fed; 0: it is fed the confidence alone (max_prob)
};

/// Returns whether there is C for the measure.
bool is_c_measure(std::string_view measure);

/// Returns an estimate of how much float changes the score.
double float_error(const MeasureRouter& router);

/// Returns the files.
/// @param rule says when an input is sent: "if its largest probability is below 0.617"
/// @param threshold, origin, names as for router_c
RouterC measure_c(const MeasureRouter& router, double threshold, const std::string& rule,
                  const std::string& origin, const RouterCNames& names = {});

}  // namespace hybrid::routing
