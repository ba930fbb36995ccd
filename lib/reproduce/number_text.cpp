#include "reproduce/number_text.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"

namespace hybrid::reproduce {

namespace {

constexpr int kMinDigits = 3;

/// Returns the number of decimal places: 2 for "76.93".
int places_of(const std::string& text) {
  const auto point = text.find('.');
  return point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
}

/// Returns the number of decimal places for at least three significant digits.
int places_for(double value, int decimals) {
  constexpr double kRounding = 1e-9;  // for sums that are integers up to rounding
  if (std::abs(value - std::round(value)) <= kRounding * std::max(1.0, std::abs(value))) return decimals;
  const int digits_before = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  return std::max(decimals, kMinDigits - digits_before);
}

std::string with_places(double value, int places) {
  constexpr int kMaxPlaces = 6;
  constexpr double kThousands = 1e4, kLargest = 1e15;
  if (!std::isfinite(value) || places > kMaxPlaces || std::abs(value) > kLargest)
    return fmt::format("{:.3g}", value);
  if (places <= 0 && std::abs(value) >= kThousands) return with_thousands(std::llround(value));
  return fmt::format("{:.{}f}", value, std::max(places, 0));
}

}  // namespace

std::string rounded(double value, int decimals) {
  return std::isfinite(value) ? with_places(value, places_for(value, decimals)) : fmt::format("{}", value);
}

namespace {

/// Returns a difference with its sign: "-0.73", and "-1.28 to -0.17".
NumberText text_of_points(const ReproducedNumber& number) {
  NumberText text;
  text.ours = fmt::format("{:+.2f}", *number.ours);
  if (number.ci) text.interval = fmt::format("{:+.2f} to {:+.2f}", number.ci->low, number.ci->high);
  return text;
}

/// Returns the minimum number of decimal places: as printed for the paper's own experiment.
int decimals_of(const ReproducedNumber& number) {
  const int printed = number.printed ? places_of(number.printed->text) : 0;
  if (number.standing == Standing::within || number.standing == Standing::outside) return printed;
  // On other data the last printed decimal places are not comparable.
  return number.unit == "%" ? 1 : std::min(printed, 1);
}

}  // namespace

NumberText text_of(const ReproducedNumber& number) {
  if (number.unit == "points" && number.ours && !number.printed) return text_of_points(number);
  NumberText text;
  if (number.printed) text.printed = (number.printed->read_off ? "~" : "") + number.printed->text;
  if (number.ours) {
    const int decimals = decimals_of(number);
    text.ours = rounded(*number.ours, decimals);
    if (number.ci) {
      const int places = std::max(places_of(text.ours), places_for(*number.ours, decimals));
      text.interval =
          fmt::format("{}–{}", with_places(number.ci->low, places), with_places(number.ci->high, places));
    }
  }
  if (number.standing == Standing::within) text.mark = "✓";
  if (number.standing == Standing::outside) text.mark = "✗";
  return text;
}

std::string legend_of(const std::vector<ReproducedNumber>& numbers) {
  const auto any = [&](auto&& condition) { return std::ranges::any_of(numbers, condition); };
  const auto stands = [&](Standing standing) {
    return any([&](const ReproducedNumber& number) { return number.standing == standing; });
  };
  std::vector<std::string> words;
  if (stands(Standing::within)) words.emplace_back("✓ the printed number lies within its tolerance of ours");
  if (stands(Standing::outside)) words.emplace_back("✗ it does not");
  if (any([](const auto& n) { return n.standing == Standing::other_data && n.printed; }))
    words.emplace_back("no mark: other data or networks, to be compared in shape, not in value");
  if (any([](const auto& n) { return n.printed && n.printed->read_off; }))
    words.emplace_back("~ read off a picture");
  if (any([](const auto& n) { return n.ci.has_value(); })) words.emplace_back("in brackets 95 % intervals");
  return words.empty() ? "" : join(words, "; ") + ".";
}

}  // namespace hybrid::reproduce
