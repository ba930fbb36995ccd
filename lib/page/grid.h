#pragma once
// The points that the page's slider stops at: Algorithm 2 for every half per cent of inputs sent, as
// `hybrid tune` with that coverage computes it.

#include <optional>
#include <string>
#include <vector>

#include "audit/verdicts.h"
#include "eval/tuning.h"
#include "page/run_page.h"

namespace hybrid::page {

inline constexpr int kSteps = 200;  ///< of the slider: step s asks for sending s / kSteps of the inputs
/// The point at which the page opens: 20 % sent, the default of `hybrid audit`.
inline constexpr int kDefaultStep = 40;
/// Methods that the slider can follow; further ones are drawn as curves only, for the page's size.
inline constexpr std::size_t kMaxChosen = 6;
/// The same with own scores, so that three of them always fit beside the main methods.
inline constexpr std::size_t kMaxChosenWithOwn = 7;

/// Returns the coverage asked for at a step; its shortest text parses to the same number.
double coverage_at(int step);

struct GridPoint {
  int step = 0;
  eval::TunedPoint tuned;
  /// Whether the examples cannot certify so high a share kept; nothing is sent then.
  bool uncertified = false;
  /// Counts of the decisions on test; std::nullopt if right and wrong are unknown, or there is no threshold.
  std::optional<audit::VerdictCounts> verdicts;
};

struct MethodGrid {
  const eval::Method* method = nullptr;
  std::string label;  ///< label_of the method
  eval::MethodCosts costs;
  eval::PointOptions measured;  ///< of the run, without a confidence if the method cannot be certified
  bool chosen = false;          ///< whether the slider can follow it
  std::vector<GridPoint> points;
};

struct Grid {
  eval::OperatingPoint device, cloud;  ///< one model alone
  std::vector<MethodGrid> methods;     ///< those that can be chosen first, of these the default method first

  const MethodGrid& main() const { return methods.front(); }
  const GridPoint& main_point() const { return main().points.at(kDefaultStep); }
};

/// Returns whether base and cloud are right on each test example, or nullptr if the run does not say.
const routing::Outcomes* right_answers(const RunPage& run);

/// Computes all points.
/// @throws InvalidArgument if no method has scores
Grid grid_of(const RunPage& run);

/// Returns the decisions of the default method at the default step: [n_test].
/// @param right from right_answers
std::vector<audit::Decision> default_decisions(const RunPage& run, const Grid& grid,
                                               const routing::Outcomes& right);

}  // namespace hybrid::page
