#pragma once
// The data for tuning and evaluating routing after inference: which model is right on which example, and
// every method's scores, on the tuning and the test split. A run folder stores it (runs/outcomes_file.h), so
// that later commands need neither outputs nor networks.
//
// Ordinarily, tuning and test part are disjoint. If only one set of examples was held out, it serves as both:
// it is cut into two halves, and each half is measured with what was chosen on the other. Such a problem is
// called cross-fitted (two-fold; made by eval/cross_fitting.h); its reported figures are means over both
// folds (eval/folds.h).

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cost/input_costs.h"
#include "eval/utility.h"
#include "routing/auto_router.h"
#include "routing/route.h"

namespace hybrid::eval {

/// Suffixes with a fixed meaning. A run may have variants with other names, too.
inline constexpr const char* kBefore = "before";    ///< the base before hybrid training
inline constexpr const char* kControl = "control";  ///< the same training without the hybrid's losses
/// The hybrid's base with fused predictions for sent inputs (routing/fusion.h), and the control's.
inline constexpr const char* kFused = "fused";
inline constexpr const char* kControlFused = "control_fused";
inline constexpr const char* kInt8 = "int8";  ///< the hybrid's base in 8-bit integers
/// A base trained jointly with its router (training/appealnet.h); its method has the same name.
inline constexpr const char* kAppealNet = "appealnet";

/// Returns whether the variant uses fused predictions for sent inputs.
bool is_fused(std::string_view variant);

/// One base model and its cloud model. A trained run has several: after hybrid training (suffix ""), before
/// it, the control's, and others.
struct BaseVariant {
  std::string suffix;
  routing::Outcomes tune;
  routing::Outcomes test;
};

enum class MethodKind {
  on_device,  ///< sends nothing
  on_cloud,   ///< sends everything
  random,     ///< sends a random share: expected values, no threshold
  scored,     ///< sends inputs whose score exceeds a threshold
  oracle,     ///< sends only helpful inputs (Eq. 4), up to the allowed share
};

/// Returns whether the method decides each input, in contrast to methods known only in expectation.
inline bool decides_inputs(MethodKind kind) {
  return kind != MethodKind::random && kind != MethodKind::oracle;
}

/// The meaning of a method's score.
enum class ScoreMeaning {
  rank,  ///< order only
  /// sigmoid(score) is the predicted probability that the oracle sends the input.
  help_logit,
  /// Expected gain of sending, in units of Outcomes: P(cloud right) - P(base right).
  expected_gain,
};

/// Returns the name of a measure on a base variant in files: "max_prob_before" for "max_prob" and "before",
/// "max_prob" for "max_prob" and "". A variant's own router has the variant's name: "appealnet".
std::string method_name(std::string_view measure, std::string_view variant);

/// Returns "max_prob_before" for "max_prob" and "before"; "max_prob" for "max_prob" and "".
std::string suffixed(std::string_view measure, std::string_view suffix);

/// Returns the measure of the method with this name.
/// @return std::nullopt if the name does not end in the variant's suffix
std::optional<std::string> measure_in(std::string_view name, std::string_view variant);

struct Method {
  std::string measure;  ///< "entropy", "router"
  MethodKind kind = MethodKind::scored;
  std::string variant;          ///< suffix of its base variant
  routing::RoutingScores tune;  ///< [n_tune], `scored` only
  routing::RoutingScores test;  ///< [n_test], `scored` only
  double router_macs = 0;       ///< on the device, beyond the base
  ScoreMeaning meaning = ScoreMeaning::rank;

  std::string name() const { return method_name(measure, variant); }
};

struct RoutingProblem {
  int classes = 0;
  std::vector<BaseVariant> variants;           ///< the others are compared with the first
  std::vector<Method> methods;                 ///< in the order of the report
  std::map<std::string, std::string> skipped;  ///< method -> why it cannot be computed
  std::map<std::string, std::string> notes;    ///< method -> its choice on the tuning part, with the reason
  /// The model of the method `auto`; std::nullopt for a cross-fitted problem.
  std::optional<routing::AutoRouter> auto_router;
  /// [n], 0 or 1, for a cross-fitted problem, else empty. In a cross-fitted problem, `tune` and `test` are
  /// the same n examples in the same order. A method's `tune[i]` comes from the fit (if any) on the half of
  /// example i, its `test[i]` from the fit on the other half.
  std::vector<std::uint8_t> half;
  /// [n_tune], 1 for the examples to which nothing was fitted, 0 for the others; empty if none were kept
  /// apart (eval/certification_part.h). A method's `tune[i]` comes from the final fit where this is 1, so
  /// that thresholds can be certified there.
  std::vector<std::uint8_t> certify;
  /// The method `router` was trained on other examples than the tuning part (`hybrid train`).
  bool trained_router = false;
  AccuracyMeaning accuracy;                       ///< the utility in the outcomes
  cost::MeasuredInputs tune_inputs, test_inputs;  ///< measurements of single inputs, if any
  /// Number of outputs of the first variant's base; 0 if only its classes or confidences are known. Runs of
  /// older versions do not tell.
  std::optional<int> base_outputs;
  std::optional<double> temperature;  ///< of the calibrated measures, if they were fitted once
  std::string examples;  ///< SHA-256 of the test examples' labels, ids and weights; empty if unknown

  bool cross_fitted() const { return !half.empty(); }
  std::size_t n_tune() const { return variants.at(0).tune.size(); }
  std::size_t n_test() const { return variants.at(0).test.size(); }
  /// Returns the method of that name.
  /// @throws InvalidArgument with the known names and a suggestion
  const Method& method(const std::string& name) const;
  /// Returns the method of that measure and variant, or nullptr.
  const Method* find(std::string_view measure, std::string_view variant = "") const;
  const BaseVariant& variant_of(const Method& method) const;
};

/// The scored measures on the first base that summary tables show, the best first.
inline constexpr std::array<const char*, 4> kMainMeasures{"auto", "router", "max_prob", "entropy"};
/// The measures used and compared by default.
inline constexpr std::span kPreferredMethods = std::span(kMainMeasures).first<3>();
/// The confidence measures that other methods on the same base are compared with.
inline constexpr std::span kBaselineMeasures = std::span(kMainMeasures).last<2>();

/// Returns the first method of kPreferredMethods in the problem, else the first scored method.
/// @throws InvalidArgument if there is none
const Method& default_method(const RoutingProblem& problem);

/// Returns the names of kMainMeasures on the first base that are in the problem, and its own scores.
std::vector<std::string> main_methods(const RoutingProblem& problem);

/// A method by its measure and the suffix of its base variant.
struct MethodId {
  std::string_view measure, variant;
  std::string name() const { return method_name(measure, variant); }
};

/// Returns the hybrid's own methods, the preferred first: kPreferredMethods on the first base, then max_prob
/// with fused predictions. A problem need not have them all.
std::vector<MethodId> hybrid_methods();

/// Returns the methods that every method is compared with, as far as present: max_prob of every base variant,
/// entropy of the first and of the base before hybrid training (the paper's baseline), and appealnet. The
/// fair comparison for a trained hybrid is max_prob_control.
std::vector<std::string> opponents(const RoutingProblem& problem);

}  // namespace hybrid::eval
