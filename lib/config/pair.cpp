#include "config/pair.h"

#include <fmt/format.h>

#include "config/fields.h"

namespace hybrid::config {

namespace {

bool names_utility(std::string_view text) {
  return text == "accuracy" || text == "balanced_accuracy" || text.ends_with(".csv");
}

}  // namespace

void describe(Fields& f, PairConfig& c) {
  f.field("seed", c.seed,
          {.doc = "random seed of the split, the fit of the router and the bootstrap", .min = 0});
  f.field(
      "tune_fraction", c.tune_fraction,
      {.doc = "share of the examples that goes to tuning where one pair is split", .above = 0, .below = 1});
  f.field("cross_fit", c.cross_fit,
          {.doc = "two-fold cross-fitting: cut one pair into two halves that tune each other and report the "
                  "mean of both, so that every example is measured; tune_fraction is then not used",
           .formerly = "exchange"});
  f.field(
      "tune_limit", c.tune_limit,
      {.doc = "use only this many examples of the tuning part, a random sample stratified by label; 0 for "
              "all",
       .min = 0});
  f.field(
      "confidence", c.confidence,
      {.doc = "probability with which every coverage and latency budget holds on new inputs of the same "
              "kind; half of the tuning part is then kept from all fits, and thresholds of fitted methods "
              "are chosen on it",
       .min = 0.5,
       .below = 1,
       .empty_word = "none",
       .check_words = "95 per cent is 0.95 or 95%"});
  f.field("repeats", c.repeats,
          {.doc = "random splits over which the evaluation is repeated; the spread goes to repeats.csv and "
                  "repeats.json, everything else is of the first split",
           .min = 1});
  f.field("utility", c.utility,
          {.doc = "the utility of a prediction: accuracy, balanced_accuracy, or a .csv file with a line per "
                  "true class and a value per predicted class (in a config: relative to its folder)",
           .check = names_utility,
           .check_words = "accuracy, balanced_accuracy or the name of a .csv file"});
  f.field("methods", c.methods,
          {.doc = "routing methods, in the order they are reported; empty for all", .unique = true});
  f.section("router", c.router, {.doc = "the paper's router, fitted on the tuning part"});
  f.section("evaluation", c.evaluation, {.doc = "figures to report"});
}

void validate(const PairConfig& c, const Findings& findings) {
  if (c.confidence && (c.cross_fit || c.repeats > 1))
    findings.add(
        {"confidence", c.cross_fit ? "cross_fit" : "repeats"},
        fmt::format("confidence certifies the thresholds of one split: leave out either confidence or {}",
                    c.cross_fit ? "cross_fit" : "repeats"));
  validate(c.router, findings.in("router"));
  validate(c.evaluation.battery, findings.in("evaluation.battery"));
}

}  // namespace hybrid::config
