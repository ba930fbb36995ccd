#pragma once
// Arithmetic with printed numbers: a Quantity carries its value, everything that the rounding of its parts
// lets it be, and the arithmetic that led to it, so that a claim is recomputed, judged and shown by the same
// line of code.

#include <string>
#include <vector>

#include "paper/printed.h"

namespace hybrid::paper {

/// A number, all that it can be, and how it was computed. A printed number is value -+ tolerance; a double is
/// exact. Results are computed by interval arithmetic: `low` and `high` enclose every result of parts within
/// their intervals, and are reached where no part occurs twice in the arithmetic. Where one does they may be
/// wider, so that rounding is rather believed than denied.
struct Quantity {
  enum class Form { atom, product, sum };  ///< which brackets the text needs within other arithmetic

  double value = 0;
  double low = 0, high = 0;  ///< low <= value <= high
  std::string text;          ///< "1 - 1600 / 2000"
  std::string unit;          ///< for showing the value; lost in arithmetic
  Form form = Form::atom;

  Quantity(double exact);                    // NOLINT(google-explicit-constructor): 1 - budget
  Quantity(const PrintedNumber& printed);    // NOLINT(google-explicit-constructor): power * seconds
  Quantity(double exact, std::string text);  ///< an exact number that is shown as `text`
};

Quantity operator+(const Quantity& a, const Quantity& b);
Quantity operator-(const Quantity& a, const Quantity& b);
Quantity operator*(const Quantity& a, const Quantity& b);
/// @throws InternalError if b may be 0
Quantity operator/(const Quantity& a, const Quantity& b);

/// Of at least one; as text "min(a, b)".
Quantity smallest(const std::vector<Quantity>& of);
Quantity largest(const std::vector<Quantity>& of);  ///< "max(a, b)"

/// 0.2 as 20 %; the text stays as it is.
Quantity in_per_cent(Quantity share);
/// The same with a unit to show it in.
Quantity in(std::string unit, Quantity quantity);

/// Four significant digits, integers in full: "20", "2.298", "42368".
std::string to_text(double value);
/// "1 - 1600 / 2000 = 20 %", or only "20 %" of what needed no arithmetic.
std::string with_result(const Quantity& quantity);

}  // namespace hybrid::paper
