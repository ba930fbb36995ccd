#pragma once
// How the tables of this folder make their numbers.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "reproduce/reproduced.h"
#include "reproduce/runs.h"

namespace hybrid::reproduce {

/// The same experiment as the paper's: `within` or `outside` its tolerance.
ReproducedNumber same_experiment(std::string row, std::string column, const paper::PrintedNumber& printed,
                                 double ours, std::string note = "");

/// What the paper prints and cannot be had here; the note says what it takes.
ReproducedNumber needs_data(std::string row, std::string column, const paper::PrintedNumber& printed,
                            std::string note);

/// A measured value with its 95 % interval.
struct Measured {
  double value = 0;
  std::optional<stats::Interval> ci;
};

/// The paper's experiment on other data; without a printed number beside it one of ours alone.
ReproducedNumber other_data(std::string row, std::string column, std::string unit, const Measured& ours,
                            const std::optional<paper::PrintedNumber>& printed = {}, std::string note = "");

/// What a method reaches at a target coverage, in per cent: the mean over the runs (seeds), with the mean of
/// their intervals, since all are measured on the same examples. Nothing if one of them has no such row or
/// there are none.
std::optional<Measured> accuracy_of(std::span<const Run* const> runs, std::string_view method,
                                    double target_coverage);
/// The same of one run.
std::optional<Measured> accuracy_of(const Run& run, std::string_view method, double target_coverage);
/// The same of another figure of the rows.
std::optional<Measured> mean_of(std::span<const Run* const> runs, std::string_view method,
                                double target_coverage, std::optional<double> runs::CurveRow::*figure);
std::optional<Measured> mean_of(const Run& run, std::string_view method, double target_coverage,
                                std::optional<double> runs::CurveRow::*figure);

/// One more point of a line, with its interval, which is required.
void add_point(report::Series& series, double x, const Measured& y);

}  // namespace hybrid::reproduce
