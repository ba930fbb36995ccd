#pragma once
// In which classes and slices routing loses. Two questions are asked of every slice of the test examples:
// does sending hurt (harms outnumber gains), and is more help missed than elsewhere. With a hundred classes
// some slice always looks bad, so the intervals are simultaneous: all of them hold their truths together with
// 95 % (Bonferroni, i.e. each at 1 - 0.05 / questions; Dunn 1961). Only a slice whose corrected interval
// excludes zero is a finding.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audit/verdicts.h"
#include "predictions/prediction_set.h"
#include "stats/intervals.h"

namespace hybrid::audit {

/// One way to cut the examples into slices.
struct Slicing {
  std::string kind;                 ///< "class", "weather"
  std::vector<std::string> names;   ///< of the slices
  std::vector<std::int32_t> slice;  ///< [n], index into names; -1 for none
};

/// By true class, by the base's answer and, where it has confidences, by fifths of them.
/// @param class_names may be empty; classes beyond are called by their number
std::vector<Slicing> default_slicings(const predictions::PredictionSet& base,
                                      std::span<const std::string> class_names);

struct SliceResult {
  std::string kind, name;
  VerdictCounts verdicts;
  /// (gains - harms) / n of what was sent: what routing changes in the slice's accuracy against keeping
  /// everything. The interval is Wilson's for the share of gains among the d answers that differ, scaled by d
  /// / n: zero is excluded when McNemar's score test says so. Nothing where no sent answer differs: there is
  /// no question to ask.
  double net = 0;
  std::optional<stats::Interval> net_interval;
  /// Share of missed help minus that among all other examples, with Newcombe's interval. Nothing for a slice
  /// that has all examples.
  std::optional<double> excess_missed;
  stats::Interval excess_interval;

  std::size_t n() const { return verdicts.total(); }
  bool sending_hurts() const { return net_interval && net_interval->high < 0; }
  bool misses_help() const { return excess_missed && excess_interval.low > 0; }
};

struct SliceAudit {
  std::size_t questions = 0;         ///< how many intervals there are, and are corrected for
  std::vector<SliceResult> results;  ///< non-empty slices, in the order of the slicings

  /// Slices in which sending costs answers, and those with excess missed help: the most lost answers first.
  std::vector<const SliceResult*> by_harm() const;
  std::vector<const SliceResult*> by_missed_help() const;
};

SliceAudit audit_slices(std::span<const Slicing> slicings, std::span<const Decision> decisions);

}  // namespace hybrid::audit
