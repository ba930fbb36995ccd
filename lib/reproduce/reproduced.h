#pragma once
// A table or figure of the paper with our numbers beside the printed ones: the result of every function of
// this folder, and the source of the files, the report and the index.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "paper/printed.h"
#include "report/figure.h"
#include "stats/intervals.h"

namespace hybrid::reproduce {

/// The relation of our number to the printed one.
enum class Standing {
  within,      ///< the same experiment; the printed number is within its tolerance of ours
  outside,     ///< the same experiment; it is not; the note explains why
  other_data,  ///< the same experiment on other data or networks: comparable in trend, not in value
  needs_data,  ///< data or weights are missing; the note states which and how to get them
  ours_only,   ///< the paper prints no number here
};
std::string_view name_of(Standing standing);

/// One number of a reproduced table.
struct ReproducedNumber {
  std::string row, column;
  std::string unit;  ///< of both the printed number and ours
  std::optional<paper::PrintedNumber> printed;
  std::optional<double> ours;
  std::optional<stats::Interval> ci;  ///< 95 %
  Standing standing = Standing::ours_only;
  std::string note;
};

/// A part of a reproduced table: the same experiment with one kind of data.
struct ReproducedPart {
  std::string title;                      ///< "on CIFAR-100: MCUNet-5FPS and a TorchScript cloud"
  std::string command;                    ///< makes its numbers from scratch
  std::vector<ReproducedNumber> numbers;  ///< rows and columns in the order of first occurrence
  std::vector<std::string> notes;
  std::optional<std::string> column_unit = {};  ///< if it differs from the table's
};

struct ReproducedTable {
  std::string name;   ///< "table3"
  std::string title;  ///< as in the paper
  std::string column_unit;
  std::vector<ReproducedPart> parts;
  std::optional<report::Figure> figure;
  std::string verdict;  ///< one or two sentences: what is reproduced and what is not
};

/// The number of numbers by Standing.
struct StandingCounts {
  std::size_t within = 0, outside = 0, other_data = 0, needs_data = 0, ours_only = 0;

  std::size_t total() const { return within + outside + other_data + needs_data + ours_only; }
  StandingCounts& operator+=(const StandingCounts& other);
};
StandingCounts counts_of(const ReproducedTable& table);
/// Returns "39 numbers: 6 within tolerance, 2 outside tolerance, ..."; zero counts are omitted.
std::string to_text(const StandingCounts& counts);

}  // namespace hybrid::reproduce
