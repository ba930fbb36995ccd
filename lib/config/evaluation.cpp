#include "config/evaluation.h"

#include "config/fields.h"

namespace hybrid {

void describe(Fields& f, EvaluationConfig& c) {
  f.field("coverages", c.coverages,
          {.doc = "shares of the inputs kept on the device that are reported",
           .paper = "[0.9, 0.8, 0.7] (Table 4)",
           .min = 0,
           .max = 1,
           .non_empty = true,
           .unique = true});
  f.field("latency_ms", c.latency_ms,
          {.doc = "budgets for the mean latency that are reported, by each system profile",
           .unit = "ms",
           .paper = "[600, 1000, 1400, 1600] (Table 3)",
           .above = 0,
           .unique = true});
  f.field("bootstrap", c.bootstrap,
          {.doc = "resamples behind each interval", .unit = "resamples", .min = 100});
}

}  // namespace hybrid
