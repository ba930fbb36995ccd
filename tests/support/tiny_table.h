#pragma once
// A table of two parts with a number of every status, and text that must be escaped.

#include <limits>

#include "reproduce/reproduced.h"

namespace hybrid::test {

inline paper::PrintedNumber printed_number(double value, const std::string& text,
                                           const std::string& unit = "%") {
  return {.value = value, .tolerance = 0.05, .text = text, .unit = unit, .place = "section 3, \"Table 3\""};
}

inline reproduce::ReproducedTable tiny_table() {
  paper::PrintedNumber off_a_picture = printed_number(57, "57.0");
  off_a_picture.read_off = true;
  return {.name = "table3",
          .title = "Accuracy & latency, <2000 ms",
          .column_unit = "ms",
          .parts = {{.title = "the paper's own, through \"our\" model",
                     .command = "hybrid reproduce table3 && echo 'a, b'",
                     .numbers = {{.row = "Bound",
                                  .column = "600",
                                  .unit = "%",
                                  .printed = printed_number(62.8, "62.8"),
                                  .ours = 62.837,
                                  .standing = reproduce::Standing::within},
                                 {.row = "Bound",
                                  .column = "200",
                                  .unit = "%",
                                  .printed = printed_number(51.1, "51.1"),
                                  .ours = 50,
                                  .standing = reproduce::Standing::outside,
                                  .note = "counted <twice>, \"perhaps\""}},
                     .notes = {}},
                    {.title = "on other data",
                     .command = "scripts/reproduce cifar100",
                     .numbers = {{.row = "Hybrid",
                                  .column = "400",
                                  .unit = "%",
                                  .printed = off_a_picture,
                                  .ours = 72.55,
                                  .ci = stats::Interval{71.66, 73.5},
                                  .standing = reproduce::Standing::other_data},
                                 {.row = "Hybrid",
                                  .column = "600",
                                  .unit = "%",
                                  .ours = 75.3,
                                  .standing = reproduce::Standing::ours_only},
                                 {.row = "Cloud",
                                  .column = "600",
                                  .unit = "%",
                                  .printed = printed_number(79.9, "79.9"),
                                  .standing = reproduce::Standing::needs_data,
                                  .note = "needs ImageNet: `hybrid train`"}},
                     .notes = {"three seeds"}}},
          .figure = {},
          .verdict = "The shape holds & the <value> does not."};
}

inline report::Figure tiny_figure() {
  return {.title = "accuracy of \"mine\"",
          .x_label = "latency, ms",
          .y_label = "accuracy, %",
          .series = {
              {.label = "ours",
               .x = {400, 600},
               .y = {72.5, 75.25},
               .low = {71.5, std::numeric_limits<double>::quiet_NaN()},
               .high = {73.5, std::numeric_limits<double>::quiet_NaN()},
               .group = "hybrid"},
              {.label = "printed, \"theirs\"",
               .x = {400},
               .y = {57},
               .style = report::SeriesStyle::hollow,
               .group = "hybrid"},
              {.label = "bound", .x = {400, 600}, .y = {80, 80}, .style = report::SeriesStyle::reference}}};
}

}  // namespace hybrid::test
