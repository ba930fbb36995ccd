#include "page/sending.h"

#include <fmt/format.h>

#include <cmath>

#include "page/words.h"

namespace hybrid::page {

Sending sending_of(const RunPage& run, const eval::Method& method, const eval::TunedPoint& tuned) {
  (void)run;
  if (!tuned.threshold) return {"no single threshold", ""};
  const double threshold = *tuned.threshold;
  if (std::isinf(threshold)) return {threshold < 0 ? "send every input" : "send no input", ""};
  return {fmt::format("send an input if its {} exceeds {}", method.measure, three_digits(threshold)), ""};
}

}  // namespace hybrid::page
