#pragma once
// Arithmetic with printed numbers: a Quantity contains its value, its interval due to the rounding of its
// operands, and its arithmetic as text, so that one line of code recomputes, judges and shows a claim.

#include <string>
#include <vector>

#include "paper/printed.h"

namespace hybrid::paper {

/// A number, its interval and its derivation. A printed number has the interval value -+ tolerance; a double
/// is exact. Results are computed by interval arithmetic: `low` and `high` enclose every result of operands
/// within their intervals, tightly if no operand occurs twice. Otherwise the interval may be too wide, which
/// favours accepting a claim.
struct Quantity {
  enum class Form { atom, product, sum };  ///< determines the brackets within other arithmetic

  double value = 0;
  double low = 0, high = 0;  ///< low <= value <= high
  std::string text;          ///< "1 - 1600 / 2000"
  std::string unit;          ///< for display; lost in arithmetic
  Form form = Form::atom;

  Quantity(double exact);                    // NOLINT(google-explicit-constructor): 1 - budget
  Quantity(const PrintedNumber& printed);    // NOLINT(google-explicit-constructor): power * seconds
  Quantity(double exact, std::string text);  ///< an exact number shown as `text`
};

Quantity operator+(const Quantity& a, const Quantity& b);
Quantity operator-(const Quantity& a, const Quantity& b);
Quantity operator*(const Quantity& a, const Quantity& b);
/// Divides.
/// @throws DataError if b may be 0
Quantity operator/(const Quantity& a, const Quantity& b);

/// Returns the smallest of at least one quantity, with the text "min(a, b)".
Quantity smallest(const std::vector<Quantity>& of);
Quantity largest(const std::vector<Quantity>& of);  ///< "max(a, b)"

/// Converts 0.2 to 20 %; the text is unchanged.
Quantity in_per_cent(Quantity share);
/// Returns the quantity with another unit for display.
Quantity in(std::string unit, Quantity quantity);

/// Returns four significant digits, integers in full: "20", "2.298", "42368".
std::string to_text(double value);
/// Returns "1 - 1600 / 2000 = 20 %", or only "20 %" for a quantity without arithmetic.
std::string with_result(const Quantity& quantity);

}  // namespace hybrid::paper
