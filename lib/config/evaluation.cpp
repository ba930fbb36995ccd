#include "config/evaluation.h"

#include <algorithm>

#include "config/fields.h"

namespace hybrid::config {

bool is_picture_format(std::string_view word) {
  return std::ranges::find(kPictureFormats, word) != kPictureFormats.end();
}

void describe(Fields& f, EvaluationConfig& c) {
  f.field("coverages", c.coverages,
          {.doc = "reported coverages: shares of the inputs kept on the device",
           .paper = "[0.9, 0.8, 0.7] (Table 4)",
           .min = 0,
           .max = 1,
           .non_empty = true,
           .unique = true});
  f.field(
      "latency_ms", c.latency_ms,
      {.doc = "budgets of the mean latency, for each of which accuracies are reported; empty for four round "
              "latencies of each cost profile, at which about 0.8, 0.6, 0.4 and 0.3 of the inputs are kept",
       .unit = "ms",
       .paper = "[600, 1000, 1400, 1600] (Table 3)",
       .above = 0,
       .unique = true});
  f.field("bootstrap", c.bootstrap,
          {.doc = "bootstrap resamples for each interval", .unit = "resamples", .min = 100});
  f.choice("recalibrate", c.recalibrate, kRecalibrationNames,
           {.doc = "`none`: thresholds come from the tuning part; `unlabeled`: from the scores of the test "
                   "part, without its labels, so that coverages are kept if the inputs have changed"});
  f.field("deadline_ms", c.deadline_ms,
          {.doc = "time limit of a single input: `deadline_misses` is the share of inputs that exceed it",
           .unit = "ms",
           .above = 0.0,
           .empty_word = "none"});
  f.field("outages", c.outages,
          {.doc = "shares of the time during which the cloud cannot be reached, for accuracy and cost during "
                  "outages",
           .min = 0,
           .max = 1,
           .unique = true});
  f.field("timeout_ms", c.timeout_ms,
          {.doc = "how long the device waits for a cloud that cannot be reached before it uses the base's "
                  "prediction; `answer`: the time of a response",
           .unit = "ms",
           .min = 0.0,
           .empty_word = "answer"});
  f.section("battery", c.battery, {.doc = "the device's battery, whose life is reported"});
  f.field("pictures", c.pictures,
          {.doc = "formats in which pictures are drawn beside `svg`, which is always drawn: `png`, `pdf`",
           .unique = true,
           .check = is_picture_format,
           .check_words = "svg, png or pdf"});
  f.field("latex", c.latex,
          {.doc = "also write tables in LaTeX, for the package booktabs: `table.tex` of a run"});
}

}  // namespace hybrid::config
