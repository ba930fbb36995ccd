#include "predictions/probability_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "core/error.h"

namespace hybrid::predictions {

namespace {

constexpr double kRough = 0.01;      // the largest rounding step, and what every sum may be off
constexpr double kNegative = -1e-3;  // what rounding makes of 0: fastText's complement of 1.00001

struct RowSummary {
  double sum = 0;
  double lowest = std::numeric_limits<double>::infinity();
  double highest = -std::numeric_limits<double>::infinity();
  double smallest_positive = std::numeric_limits<double>::infinity();
  std::size_t zeros = 0;  // and negative values
  bool whole = true;      // whole numbers only
};

/// @param unit 1, or 100 for per cent
RowSummary summarize(std::span<const double> row, double unit) {
  RowSummary s;
  for (const double value : row) {
    const double p = value / unit;
    s.sum += p;
    s.lowest = std::min(s.lowest, p);
    s.highest = std::max(s.highest, p);
    if (p > 0)
      s.smallest_positive = std::min(s.smallest_positive, p);
    else
      ++s.zeros;
    s.whole = s.whole && value == std::floor(value);
  }
  return s;
}

/// Returns whether rounding alone can have made this row of probabilities.
bool sums_to_one(const RowSummary& s, std::size_t classes) {
  if (!(s.lowest >= kNegative && s.highest <= 1 + kRough && s.sum > 0)) return false;
  const double steps = static_cast<double>(classes) * std::min(s.smallest_positive, kRough);
  return s.sum >= 1 - kRough - steps && s.sum <= 1 + kRough + steps / 2;
}

/// Returns whether the zeros can hold what the row lacks.
bool zeros_hold_rest(const RowSummary& s) {
  return s.sum < 1 && s.zeros > 0 && 1 - s.sum <= static_cast<double>(s.zeros) * s.smallest_positive;
}

bool is_list_of_largest(const RowSummary& s) {
  return s.lowest >= kNegative && s.highest > 0 && zeros_hold_rest(s);
}

bool fits(const RowSummary& s, std::size_t classes) {
  return sums_to_one(s, classes) || is_list_of_largest(s);
}

/// Says what a refused row looks like and what to do.
std::string_view guess(std::span<const double> row) {
  const RowSummary s = summarize(row, 1);
  if (s.lowest < 0 && s.whole && s.lowest >= -128 && s.highest <= 127)
    return "these look like 8-bit integers; save (array - zero_point) * scale";
  if (s.lowest < 0) return "these look like logits; save them as 'logits' (in a CSV: columns z0, z1, ...)";
  if (s.highest == 0) return "a row of zeros has no prediction; leave the example out of every set";
  const RowSummary hundredth = summarize(row, 100);
  if (s.highest > 1 && fits(hundredth, row.size()) && !(s.whole && !sums_to_one(hundredth, row.size())))
    return "these look like per cent; divide all of them by 100";
  if (s.whole) return "these look like counts; divide each row by its sum";
  if (s.highest <= 1 + kRough)
    return "these look like sigmoid outputs, one for each class; divide each row by its sum";
  return "these look like logits; save them as 'logits' (in a CSV: columns z0, z1, ...)";
}

}  // namespace

bool sums_to_one(std::span<const double> row, double unit) {
  return sums_to_one(summarize(row, unit), row.size());
}

bool is_softmax(std::span<const double> row, double unit) {
  const RowSummary s = summarize(row, unit);
  return sums_to_one(s, row.size()) && std::abs(s.sum - 1) <= kExactSumHalf;
}

void normalise_probabilities(std::span<double> row) {
  const RowSummary s = summarize(row, 1);
  if (zeros_hold_rest(s)) {
    // Below every given value, so that ties do not change the prediction.
    const double share =
        std::min((1 - s.sum) / static_cast<double>(s.zeros), std::nextafter(s.smallest_positive, 0));
    std::ranges::replace(row, 0.0, share);
  } else {
    for (double& p : row) p /= s.sum;
  }
}

void ProbabilityNormaliser::apply(std::span<double> row, const std::string& source) {
  RowSummary s = summarize(row, per_cent_ ? 100 : 1);
  if (rows_ == 0 && !fits(s, row.size())) {
    const RowSummary hundredth = summarize(row, 100);
    per_cent_ = sums_to_one(hundredth, row.size());
    if (per_cent_) s = hundredth;
  }
  if (per_cent_ ? !sums_to_one(s, row.size()) : !fits(s, row.size())) refuse(row, source);
  const double deviation = std::abs(s.sum - 1);
  if (per_cent_)
    for (double& p : row) p /= 100;
  if (s.lowest < 0) {
    for (double& p : row) p = std::max(p, 0.0);
    lowest_ = std::min(lowest_, s.lowest);
  }
  if (deviation > exact_ || s.lowest < 0) {
    normalise_probabilities(row);
    ++changed_;
    if (deviation >= largest_deviation_) {
      largest_deviation_ = deviation;
      sum_ = s.sum;
      row_ = rows_;
    }
  }
  ++rows_;
}

void ProbabilityNormaliser::refuse(std::span<const double> row, const std::string& source) const {
  const auto lowest = std::ranges::min_element(row);
  const std::string found = *lowest < 0 ? fmt::format("column {} is {:.6g}", lowest - row.begin(), *lowest)
                                        : fmt::format("sums to {:.6g}", summarize(row, 1).sum);
  if (per_cent_)
    throw DataError(source, fmt::format("probabilities: row {} {}, expected 100 as in row 0; give all rows "
                                        "in per cent, or none",
                                        rows_, found));
  throw DataError(
      source, fmt::format("probabilities: row {}{} {}, expected {}; {}", rows_, *lowest < 0 ? "," : "", found,
                          *lowest < 0 ? "0 to 1" : "a sum of 1", guess(row)));
}

std::string ProbabilityNormaliser::report() const {
  std::string text;
  if (per_cent_) text = "probabilities are per cent and were divided by 100";
  if (changed_ == 0) return text;
  text += fmt::format(
      "{}{} of {} rows of probabilities were normalised; the sum of row {} differs most from "
      "1, with {:.6g}",
      text.empty() ? "" : "; ", changed_, rows_, row_, sum_);
  if (lowest_ < 0) text += fmt::format("; negative values, down to {:.2g}, became 0", lowest_);
  return text;
}

}  // namespace hybrid::predictions
