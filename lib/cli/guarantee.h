#pragma once
// --confidence: what is printed of requirements that hold on new data (eval/certificate.h), and of those that
// do not hold on the test part.

#include <CLI/CLI.hpp>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/log.h"
#include "eval/tuning.h"

namespace hybrid::cli {

inline constexpr const char* kConfidenceHelp =
    "probability with which the budgets hold on new inputs of the same kind (95%); without it a budget is "
    "missed about every other time";

/// Adds --confidence, which refuses an empty word.
void add_confidence(CLI::App& app, std::string& word, const char* group);

/// Parses "95%" or "0.95"; std::nullopt for no word.
/// @throws UsageError unless it lies in [0.5, 1)
std::optional<double> parse_confidence(const std::string& word);

/// Returns the method to certify if none is named, and says so if it is not the one that is used without
/// confidence.
/// @throws UsageError if there is none
const eval::Method& method_to_certify(const eval::RoutingProblem& problem, Logger& log);

/// The flags that were given, in which refusals advise.
struct TuneFlags {
  bool sent = false;  ///< --sent, not --coverage
  enum class Examples { unknown, run, one_pair, tuning_pair } examples = Examples::unknown;
};

/// Throws if the refusal is about a confidence.
/// @throws UsageError for a confidence that does not apply, naming a method to which it does
/// @throws Infeasible for what the examples cannot certify, with the number that would do
void refuse_confidence(const eval::Refusal& refusal, const eval::Requirements& requirements,
                       const eval::RoutingProblem& problem, const eval::Method& method,
                       const TuneFlags& given);

/// Returns what the certified points hold for, what that costs and what could be certified at best, in lines;
/// without certificates, how to get them if a requirement is missed on test.
/// @param method of all points
std::string guarantee_text(const std::vector<eval::TunedPoint>& points, const eval::RoutingProblem& problem,
                           const eval::Method& method, config::Recalibration recalibration);

/// Returns "holds with 95 % confidence for inputs like the 2,500 tuning examples it is certified on"; empty
/// without certificate.
std::string held_words(const eval::TunedPoint& tuned, config::Recalibration recalibration);

/// Warns if test inputs cost clearly less or more than the certificate assumes of every input.
void warn_of_dearer_inputs(const eval::TunedPoint& tuned, const eval::MethodCosts& costs, Logger& log);

/// Adds `certificate` to the JSON of a certified point, and `missed` to that of any other.
void add_guarantee(const eval::TunedPoint& tuned, nlohmann::ordered_json& json);

}  // namespace hybrid::cli
