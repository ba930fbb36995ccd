#pragma once
// Classes and slices in which routing loses. For each slice of the test examples two hypotheses are tested:
// sending is harmful on balance, and more helpful examples are kept than elsewhere. The intervals are
// simultaneous, because with a hundred classes some slice always looks bad by chance: together they have 95 %
// coverage (Bonferroni: each at 1 - 0.05 / questions; Dunn 1961). A finding is a slice whose corrected
// interval excludes zero.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audit/verdicts.h"
#include "predictions/prediction_set.h"
#include "stats/intervals.h"

namespace hybrid::audit {

/// A partition of the examples into slices.
struct Slicing {
  std::string kind;                 ///< "class", "weather"
  std::vector<std::string> names;   ///< of the slices
  std::vector<std::int32_t> slice;  ///< [n], index into names; -1 for none
};

/// Returns slicings by true class, by the base's prediction and, if it has confidences, by fifths of them.
/// @param class_names may be empty; classes without a name are named by their number
std::vector<Slicing> default_slicings(const predictions::PredictionSet& base,
                                      std::span<const std::string> class_names);

struct SliceResult {
  std::string kind, name;
  VerdictCounts verdicts;
  /// (gains - harms) / n of the sent examples: the change of the slice's accuracy relative to keeping
  /// everything. The interval is Wilson's for the share of gains among the d differing predictions, scaled by
  /// d / n; it excludes zero if McNemar's score test is significant. std::nullopt if d = 0.
  double net = 0;
  std::optional<stats::Interval> net_interval;
  /// Share of missed help minus that among all other examples, with Newcombe's interval. std::nullopt for a
  /// slice with all examples.
  std::optional<double> excess_missed;
  stats::Interval excess_interval;

  std::size_t n() const { return verdicts.total(); }
  bool sending_hurts() const { return net_interval && net_interval->high < 0; }
  bool misses_help() const { return excess_missed && excess_interval.low > 0; }
};

struct SliceAudit {
  std::size_t questions = 0;         ///< number of intervals, for which they are corrected
  std::vector<SliceResult> results;  ///< non-empty slices, in the order of the slicings

  /// Return the slices in which sending lowers accuracy, and those with excess missed help, in descending
  /// order of lost predictions.
  std::vector<const SliceResult*> by_harm() const;
  std::vector<const SliceResult*> by_missed_help() const;
};

SliceAudit audit_slices(std::span<const Slicing> slicings, std::span<const Decision> decisions);

}  // namespace hybrid::audit
