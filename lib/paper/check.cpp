#include "paper/check.h"

#include <cmath>

#include "core/error.h"

namespace hybrid::paper {

namespace {

/// Returns the tolerance for floating-point rounding: 51.1 + 28.8 is not exactly 79.9.
double slack(double a, double b) {
  return 1e-9 * (1 + std::abs(a) + std::abs(b));
}

std::string interval_text(const Quantity& quantity) {
  const std::string low = to_text(quantity.low), high = to_text(quantity.high);
  return low == high ? "" : fmt::format(" ({} to {} by rounding)", low, high);
}

/// Returns both sides as text, with their intervals if these determine the verdict.
ComparedSides compared(const Quantity& left, std::string_view relation, const Quantity& right,
                       ClaimVerdict verdict) {
  const bool by_rounding = verdict == ClaimVerdict::holds_with_rounding;
  return {fmt::format("{}{}; {} {}{}", with_result(left), by_rounding ? interval_text(left) : "", relation,
                      with_result(right), by_rounding ? interval_text(right) : ""),
          verdict};
}

ClaimVerdict verdict_of(bool by_value, bool by_rounding) {
  if (by_value) return ClaimVerdict::holds;
  return by_rounding ? ClaimVerdict::holds_with_rounding : ClaimVerdict::contradicted;
}

bool is_at_most(double a, double b) {
  return a <= b + slack(a, b);
}

bool is_less(double a, double b) {
  return a < b - slack(a, b);
}

}  // namespace

std::string_view name_of(ClaimVerdict verdict) {
  switch (verdict) {
    case ClaimVerdict::holds:
      return "holds";
    case ClaimVerdict::holds_with_rounding:
      return "holds with rounding";
    case ClaimVerdict::contradicted:
      return "contradicted";
  }
  HYBRID_CHECK(false, "verdict {}", static_cast<int>(verdict));
}

ComparedSides equals(const Quantity& recomputed, const PrintedNumber& printed) {
  const Quantity claimed = printed;
  const bool rounds_to_it =
      is_at_most(std::abs(recomputed.value - claimed.value), half_last_place(printed.text));
  // 79.9 and 80.0 only touch, at a value that rounds to either; an exact number need only lie in the other's
  // interval.
  const bool exact = recomputed.low == recomputed.high || claimed.low == claimed.high;
  const auto below = exact ? is_at_most : is_less;
  const bool meet = below(recomputed.low, claimed.high) && below(claimed.low, recomputed.high);
  return compared(in(printed.unit, recomputed), "printed", claimed, verdict_of(rounds_to_it, meet));
}

ComparedSides at_most(const Quantity& smaller, const Quantity& bound) {
  return compared(smaller, "must be at most", bound,
                  verdict_of(is_at_most(smaller.value, bound.value), is_at_most(smaller.low, bound.high)));
}

ComparedSides at_least(const Quantity& larger, const Quantity& bound) {
  return compared(larger, "must be at least", bound,
                  verdict_of(is_at_most(bound.value, larger.value), is_at_most(bound.low, larger.high)));
}

ComparedSides less(const Quantity& smaller, const Quantity& bound) {
  return compared(smaller, "must be less than", bound,
                  verdict_of(is_less(smaller.value, bound.value), is_less(smaller.low, bound.high)));
}

ComparedSides more(const Quantity& larger, const Quantity& bound) {
  return compared(larger, "must be more than", bound,
                  verdict_of(is_less(bound.value, larger.value), is_less(bound.low, larger.high)));
}

}  // namespace hybrid::paper
