#pragma once
// All that is needed to tune and evaluate routing once the networks have spoken: which model is right on
// which example, and every method's scores, on the tuning and the test split. A run folder stores it
// (runs/outcomes_file.h), so that later commands need neither outputs nor networks.
//
// Ordinarily tuning and test part are different examples. Where only one set of examples was held out, it
// serves as both: it is cut in two halves, and either half is measured with what was chosen on the other.
// Such a problem is called cross-fitted (eval/cross_fitting.h makes it); everything reported of it is the
// mean over both directions (eval/folds.h).

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

/// Suffixes with a meaning of their own. A run may have variants of any other name beside these.
inline constexpr const char* kBefore = "before";    ///< the base before hybrid training
inline constexpr const char* kControl = "control";  ///< the same training without the hybrid's losses
/// The hybrid's base, where what is sent is answered by both networks together (routing/fusion.h); and the
/// control's.
inline constexpr const char* kFused = "fused";
inline constexpr const char* kControlFused = "control_fused";
inline constexpr const char* kInt8 = "int8";  ///< the hybrid's base in 8-bit integers
/// A base trained together with its router (training/appealnet.h), whose method has the same name.
inline constexpr const char* kAppealNet = "appealnet";

/// Whether on that variant what is sent is answered by both networks together.
bool is_fused(std::string_view variant);

/// One base model against its cloud. A trained run has several: after hybrid training (suffix ""), before it,
/// the control's, and more.
struct BaseVariant {
  std::string suffix;
  routing::Outcomes tune;
  routing::Outcomes test;
};

enum class MethodKind {
  on_device,  ///< sends nothing
  on_cloud,   ///< sends everything
  random,     ///< sends a random share: expected values, no threshold
  scored,     ///< sends what scores above a threshold
  oracle,     ///< sends only what helps (Eq. 4), up to the allowed share
};

/// Whether the method answers every input by one of the networks, rather than telling the expected value of
/// many that do.
inline bool gives_answers(MethodKind kind) {
  return kind != MethodKind::random && kind != MethodKind::oracle;
}

/// What a method's score says beyond the order.
enum class ScoreMeaning {
  rank,           ///< nothing
  help_logit,     ///< sigmoid(score) is the predicted probability that the oracle sends the input
  expected_gain,  ///< what sending is expected to gain, in units of Outcomes: P(cloud right) - P(base right)
};

/// What a measure on a base variant is called in files: "max_prob_before" of "max_prob" and "before",
/// "max_prob" of "max_prob" and "". A variant's own router is called as the variant is: "appealnet".
std::string method_name(std::string_view measure, std::string_view variant);

/// "max_prob_before" of "max_prob" and "before"; "max_prob" of "max_prob" and "".
std::string suffixed(std::string_view measure, std::string_view suffix);

/// The measure of a method that is called so; nothing for a name that is not made of the variant's suffix.
std::optional<std::string> measure_in(std::string_view name, std::string_view variant);

struct Method {
  std::string measure;  ///< by what it decides: "entropy", "router"
  MethodKind kind = MethodKind::scored;
  std::string variant;          ///< suffix of its base variant
  routing::RoutingScores tune;  ///< [n_tune], `scored` only
  routing::RoutingScores test;  ///< [n_test], `scored` only
  double router_macs = 0;       ///< what it runs on the device beyond the base
  ScoreMeaning meaning = ScoreMeaning::rank;

  std::string name() const { return method_name(measure, variant); }
};

struct RoutingProblem {
  int classes = 0;
  std::vector<BaseVariant> variants;           ///< the first is the one that all others are compared with
  std::vector<Method> methods;                 ///< in the order they are reported
  std::map<std::string, std::string> skipped;  ///< method -> why it cannot be computed
  std::map<std::string, std::string> notes;    ///< method -> what it chose on the tuning part, and why
  std::optional<routing::AutoRouter>
      auto_router;  ///< what the method `auto` is; nothing of a cross-fitted problem
  /// [n], 0 or 1, of a cross-fitted problem; else empty. If there, `tune` and `test` are the same n examples
  /// in the same order, and a method's `tune[i]` is by what was fitted on the half of example i (if anything
  /// was), its `test[i]` by what was fitted on the other half.
  std::vector<std::uint8_t> half;
  AccuracyMeaning accuracy;                       ///< of which the outcomes are
  cost::MeasuredInputs tune_inputs, test_inputs;  ///< what single inputs cost, where that was measured
  std::string examples;  ///< SHA-256 of the test examples' labels, ids and weights; empty if not known

  bool cross_fitted() const { return !half.empty(); }
  std::size_t n_tune() const { return variants.at(0).tune.size(); }
  std::size_t n_test() const { return variants.at(0).test.size(); }
  /// The method of that name. @throws InvalidArgument with the known names and a suggestion.
  const Method& method(const std::string& name) const;
  /// The method of that measure and variant; null if there is none.
  const Method* find(std::string_view measure, std::string_view variant = "") const;
  const BaseVariant& variant_of(const Method& method) const;
};

/// The scored measures that tables for people show on the first base where all would be too many, the best
/// first.
inline constexpr std::array<const char*, 4> kMainMeasures{"auto", "router", "max_prob", "entropy"};
/// Of these, what is used and judged if nothing is asked for.
inline constexpr std::span kPreferredMethods = std::span(kMainMeasures).first<3>();

/// The first of these that is there, else the first scored method. @throws InvalidArgument if there is none
const Method& default_method(const RoutingProblem& problem);

/// The names of kMainMeasures on the first base, of those that are there.
std::vector<std::string> main_methods(const RoutingProblem& problem);

}  // namespace hybrid::eval
