#include "paper/quantity.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "core/text.h"

namespace hybrid::paper {

namespace {

using Form = Quantity::Form;

constexpr const char* kNumbers = "results/paper";  ///< where all numbers are from

Quantity made(double value, std::array<double, 4> corners, std::string text, Form form) {
  Quantity result(value, std::move(text));
  result.low = *std::ranges::min_element(corners);
  result.high = *std::ranges::max_element(corners);
  result.form = form;
  return result;
}

/// Returns `quantity` as an operand, in brackets if it binds no tighter than `limit`.
std::string part(const Quantity& quantity, Form limit) {
  return quantity.form >= limit ? "(" + quantity.text + ")" : quantity.text;
}

/// Returns "min(a, b)"; a single operand without brackets.
std::string listed(std::string_view name, const std::vector<Quantity>& parts) {
  std::vector<std::string> texts;
  for (const auto& p : parts) texts.push_back(p.text);
  return parts.size() == 1 ? texts.front() : fmt::format("{}({})", name, join(texts));
}

Quantity extreme(const std::vector<Quantity>& of, std::string_view name,
                 const double& (*choose)(const double&, const double&)) {
  if (of.empty()) throw DataError(kNumbers, fmt::format("gives no numbers for the {} of a claim", name));
  Quantity result = of.front();
  for (const auto& q : of) {
    result.value = choose(result.value, q.value);
    result.low = choose(result.low, q.low);
    result.high = choose(result.high, q.high);
  }
  result.text = listed(name, of);
  if (of.size() > 1) result.form = Form::atom;
  return result;
}

}  // namespace

Quantity::Quantity(double exact) : Quantity(exact, shortest(exact)) {}

Quantity::Quantity(double exact, std::string shown)
    : value(exact), low(exact), high(exact), text(std::move(shown)) {}

Quantity::Quantity(const PrintedNumber& printed)
    : value(printed.value),
      low(printed.value - printed.tolerance),
      high(printed.value + printed.tolerance),
      text(printed.text),
      unit(printed.unit) {}

Quantity operator+(const Quantity& a, const Quantity& b) {
  const double low = a.low + b.low, high = a.high + b.high;
  return made(a.value + b.value, {low, low, high, high}, a.text + " + " + b.text, Form::sum);
}

Quantity operator-(const Quantity& a, const Quantity& b) {
  const double low = a.low - b.high, high = a.high - b.low;
  return made(a.value - b.value, {low, low, high, high}, a.text + " - " + part(b, Form::sum), Form::sum);
}

Quantity operator*(const Quantity& a, const Quantity& b) {
  return made(a.value * b.value, {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high},
              part(a, Form::sum) + " * " + part(b, Form::sum), Form::product);
}

Quantity operator/(const Quantity& a, const Quantity& b) {
  if (!(b.low > 0 || b.high < 0))
    throw DataError(kNumbers, fmt::format("a claim divides by {}, which is 0 within its tolerance", b.text));
  return made(a.value / b.value, {a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high},
              part(a, Form::sum) + " / " + part(b, Form::product), Form::product);
}

Quantity smallest(const std::vector<Quantity>& of) {
  return extreme(of, "min", std::min<double>);
}

Quantity largest(const std::vector<Quantity>& of) {
  return extreme(of, "max", std::max<double>);
}

Quantity in_per_cent(Quantity share) {
  for (double* number : {&share.value, &share.low, &share.high}) *number *= 100;
  share.unit = "%";
  return share;
}

Quantity in(std::string unit, Quantity quantity) {
  quantity.unit = std::move(unit);
  return quantity;
}

std::string to_text(double value) {
  if (std::abs(value) >= 1000) return fmt::format("{:.0f}", value);
  return fmt::format("{:.4g}", std::abs(value) < 1e-9 ? 0.0 : value);  // rounding error of a difference
}

std::string with_result(const Quantity& quantity) {
  const std::string unit = quantity.unit.empty() ? "" : " " + quantity.unit;
  const auto number = parse_double(quantity.text);
  if (number && std::abs(*number - quantity.value) <= 1e-9 * (1 + std::abs(*number)))
    return quantity.text + unit;
  return fmt::format("{} = {}{}", quantity.text, to_text(quantity.value), unit);
}

}  // namespace hybrid::paper
