#pragma once
// A table or figure of the paper with our numbers beside the printed ones: what every function of this folder
// returns, and what the files, the report and the index are written from.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "paper/printed.h"
#include "report/figure.h"
#include "stats/intervals.h"

namespace hybrid::reproduce {

/// What our number says about the printed one.
enum class Standing {
  within,      ///< the same experiment, and the printed number lies within its tolerance of ours
  outside,     ///< the same experiment, and it does not; the note says why
  other_data,  ///< the same experiment on other data or networks: to be compared in shape, not in value
  needs_data,  ///< data or weights are missing; the note says which and how to get them
  ours_only,   ///< the paper prints nothing here
};
std::string_view name_of(Standing standing);

/// One number of a reproduced table.
struct ReproducedNumber {
  std::string row, column;
  std::string unit;  ///< of printed and ours alike
  std::optional<paper::PrintedNumber> printed;
  std::optional<double> ours;
  std::optional<stats::Interval> ci;  ///< 95 %
  Standing standing = Standing::ours_only;
  std::string note;
};

/// A part of a reproduced table: the same experiment with one kind of data.
struct ReproducedPart {
  std::string title;                      ///< "on CIFAR-100: MCUNet-5FPS and a TorchScript cloud"
  std::string command;                    ///< that makes its numbers from nothing
  std::vector<ReproducedNumber> numbers;  ///< rows and columns in the order in which they first occur
  std::vector<std::string> notes;
  std::optional<std::string> column_unit = {};  ///< where it is not the table's
};

struct ReproducedTable {
  std::string name;   ///< "table3"
  std::string title;  ///< as the paper has it
  std::string column_unit;
  std::vector<ReproducedPart> parts;
  std::optional<report::Figure> figure;
  std::string verdict;  ///< one or two sentences: what holds here and what does not
};

/// How many numbers stand how.
struct StandingCounts {
  std::size_t within = 0, outside = 0, other_data = 0, needs_data = 0, ours_only = 0;

  std::size_t total() const { return within + outside + other_data + needs_data + ours_only; }
  StandingCounts& operator+=(const StandingCounts& other);
};
StandingCounts counts_of(const ReproducedTable& table);
/// "39 numbers: 6 within tolerance, 2 outside tolerance, ..." without those of which there are none.
std::string to_text(const StandingCounts& counts);

}  // namespace hybrid::reproduce
