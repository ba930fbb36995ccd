#pragma once
// Construction of the numbers in the tables of this folder.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "reproduce/reproduced.h"
#include "reproduce/runs.h"

namespace hybrid::reproduce {

/// Returns a number of the paper's own experiment: `within` or `outside` its tolerance.
ReproducedNumber same_experiment(std::string row, std::string column, const paper::PrintedNumber& printed,
                                 double ours, std::string note = "");

/// Returns a printed number that cannot be reproduced here; the note states what is required.
ReproducedNumber needs_data(std::string row, std::string column, const paper::PrintedNumber& printed,
                            std::string note);

/// A measured value with its 95 % interval.
struct Measured {
  double value = 0;
  std::optional<stats::Interval> ci;
};

/// Returns a number of the paper's experiment on other data; without a printed number it is one of ours only.
ReproducedNumber other_data(std::string row, std::string column, std::string unit, const Measured& ours,
                            const std::optional<paper::PrintedNumber>& printed = {}, std::string note = "");

/// Returns a method's accuracy at a target coverage, in per cent: the mean over the runs (seeds), with the
/// mean of their intervals, because all are measured on the same examples.
/// @return std::nullopt if `runs` is empty or a run has no such row
std::optional<Measured> accuracy_of(std::span<const Run* const> runs, std::string_view method,
                                    double target_coverage);
/// Returns the accuracy of one run.
std::optional<Measured> accuracy_of(const Run& run, std::string_view method, double target_coverage);
/// Returns another figure of the rows.
std::optional<Measured> mean_of(std::span<const Run* const> runs, std::string_view method,
                                double target_coverage, std::optional<double> runs::CurveRow::*figure);
std::optional<Measured> mean_of(const Run& run, std::string_view method, double target_coverage,
                                std::optional<double> runs::CurveRow::*figure);

/// Adds a point to a line; its interval is required.
void add_point(report::Series& series, double x, const Measured& y);

}  // namespace hybrid::reproduce
