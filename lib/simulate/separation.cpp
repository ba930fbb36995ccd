#include "simulate/separation.h"

#include <cmath>
#include <numbers>

#include "core/error.h"

namespace hybrid::simulate {

double accuracy_at_separation(int classes, double separation) {
  // The trapezoidal rule: its error is below rounding for an integrand that vanishes with all derivatives at
  // both ends.
  constexpr double kReach = 9, kStep = 1.0 / 16;
  double sum = 0;
  for (double v = -kReach; v <= kReach; v += kStep) {
    const double below = 0.5 * std::erfc(-(v + separation) / std::numbers::sqrt2);
    sum += std::exp(-v * v / 2) * std::pow(below, classes - 1);
  }
  return sum * kStep / std::sqrt(2 * std::numbers::pi);
}

double separation_for_accuracy(int classes, double accuracy) {
  HYBRID_CHECK(classes >= 2 && accuracy * classes > 1 && accuracy < 1, "{} of {} classes", accuracy, classes);
  double low = 0, high = 1;
  while (high < 64 && accuracy_at_separation(classes, high) < accuracy) high *= 2;
  for (double middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2)
    (accuracy_at_separation(classes, middle) < accuracy ? low : high) = middle;
  return high;
}

}  // namespace hybrid::simulate
