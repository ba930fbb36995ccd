#include "reproduce/numbers.h"

#include <cmath>

namespace hybrid::reproduce {

ReproducedNumber same_experiment(std::string row, std::string column, const paper::PrintedNumber& printed,
                                 double ours, std::string note) {
  // A difference equal to the tolerance must not fail by floating-point rounding.
  const bool within = std::abs(ours - printed.value) <= printed.tolerance * (1 + 1e-9);
  return {.row = std::move(row),
          .column = std::move(column),
          .unit = printed.unit,
          .printed = printed,
          .ours = ours,
          .standing = within ? Standing::within : Standing::outside,
          .note = std::move(note)};
}

ReproducedNumber needs_data(std::string row, std::string column, const paper::PrintedNumber& printed,
                            std::string note) {
  return {.row = std::move(row),
          .column = std::move(column),
          .unit = printed.unit,
          .printed = printed,
          .standing = Standing::needs_data,
          .note = std::move(note)};
}

ReproducedNumber other_data(std::string row, std::string column, std::string unit, const Measured& ours,
                            const std::optional<paper::PrintedNumber>& printed, std::string note) {
  return {.row = std::move(row),
          .column = std::move(column),
          .unit = std::move(unit),
          .printed = printed,
          .ours = ours.value,
          .ci = ours.ci,
          .standing = printed ? Standing::other_data : Standing::ours_only,
          .note = std::move(note)};
}

std::optional<Measured> accuracy_of(std::span<const Run* const> runs, std::string_view method,
                                    double target_coverage) {
  Measured mean{.value = 0, .ci = stats::Interval{0, 0}};
  const double share = 1.0 / static_cast<double>(runs.size());
  for (const Run* run : runs) {
    const auto row = run->at(method, target_coverage);
    if (!row) return std::nullopt;
    mean.value += 100 * share * row->accuracy;
    mean.ci->low += 100 * share * row->accuracy_ci.low;
    mean.ci->high += 100 * share * row->accuracy_ci.high;
  }
  return runs.empty() ? std::nullopt : std::optional(mean);
}

std::optional<Measured> mean_of(std::span<const Run* const> runs, std::string_view method,
                                double target_coverage, std::optional<double> runs::CurveRow::*figure) {
  double sum = 0;
  for (const Run* run : runs) {
    const auto row = run->at(method, target_coverage);
    if (!row || !((*row).*figure)) return std::nullopt;
    sum += *((*row).*figure);
  }
  if (runs.empty()) return std::nullopt;
  return Measured{.value = sum / static_cast<double>(runs.size()), .ci = {}};
}

std::optional<Measured> accuracy_of(const Run& run, std::string_view method, double target_coverage) {
  const Run* const one = &run;
  return accuracy_of(std::span(&one, 1), method, target_coverage);
}

std::optional<Measured> mean_of(const Run& run, std::string_view method, double target_coverage,
                                std::optional<double> runs::CurveRow::*figure) {
  const Run* const one = &run;
  return mean_of(std::span(&one, 1), method, target_coverage, figure);
}

void add_point(report::Series& series, double x, const Measured& y) {
  series.x.push_back(x);
  series.y.push_back(y.value);
  series.low.push_back(y.ci->low);
  series.high.push_back(y.ci->high);
}

}  // namespace hybrid::reproduce
