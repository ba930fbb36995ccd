#include "eval/compare_runs.h"

#include <algorithm>

#include "core/error.h"

namespace hybrid::eval {

namespace {

bool has(const RoutingProblem& problem, const std::string& name) {
  return std::ranges::find(problem.methods, name, &Method::name) != problem.methods.end();
}

/// Sending nothing or everything is represented by a threshold above or below equal scores.
std::vector<Fold> folds_with_decisions(const RoutingProblem& problem, Method method) {
  if (method.kind != MethodKind::scored) method.kind = MethodKind::random;
  return folds_of(problem, method);
}

std::vector<double> coverages_of(MethodKind kind, const std::vector<double>& coverages) {
  if (kind == MethodKind::on_device) return {1};
  if (kind == MethodKind::on_cloud) return {0};
  return coverages;
}

const Method& method_to_compare(const RoutingProblem& problem, const std::string& name) {
  const Method& method = problem.method(name);
  if (!decides_inputs(method.kind))
    throw InvalidArgument(
        fmt::format("{} cannot be compared: its decisions are known only in expectation", name));
  return method;
}

MethodDifference compare(const RoutingProblem& first, const RoutingProblem& other,
                         const MethodPairing& methods, const std::vector<double>& coverages,
                         std::size_t resamples, SeedTree seed) {
  const Method& a = method_to_compare(first, methods.first);
  const Method& b = method_to_compare(other, methods.other);
  if (a.kind != b.kind)
    throw InvalidArgument(
        fmt::format("{} and {} cannot be compared: they have no coverage in common", a.name(), b.name()));
  const std::vector<Fold> a_folds = folds_with_decisions(first, a), b_folds = folds_with_decisions(other, b);
  const std::vector<double> shares = coverages_of(a.kind, coverages);
  const std::vector<std::span<const Fold>> folds{a_folds, b_folds};
  const BootstrapAccuracies bootstrap = paired_bootstrap(folds, shares, resamples, seed);

  MethodDifference result{.methods = methods};
  for (std::size_t c = 0; c < shares.size(); ++c) {
    const FinalPredictions first_predictions = final_predictions(a_folds, shares[c]);
    const FinalPredictions other_predictions = final_predictions(b_folds, shares[c]);
    PairedDifference difference{.target_coverage = shares[c],
                                .first_accuracy = matched_accuracy(a_folds, shares[c]),
                                .other_accuracy = matched_accuracy(b_folds, shares[c])};
    difference.delta = difference.other_accuracy - difference.first_accuracy;
    difference.ci = stats::central_95(bootstrap.differences(1, 0, c));
    difference.discordant = discordant(first_predictions, other_predictions);
    difference.p_mcnemar = mcnemar(first_predictions, other_predictions);
    result.at.push_back(difference);
  }
  return result;
}

}  // namespace

std::optional<std::string> difference_in_tests(const RoutingProblem& first, const RoutingProblem& other) {
  if (other.n_test() != first.n_test())
    return fmt::format("has another number of test examples ({}, not {})", other.n_test(), first.n_test());
  if (other.examples != first.examples) return "has other test examples (labels, ids or weights differ)";
  if (other.accuracy != first.accuracy)
    return fmt::format("means something else by accuracy ({}, not {})", in_words(other.accuracy),
                       in_words(first.accuracy));
  if (other.half != first.half) return "cuts the test examples into other halves";
  return std::nullopt;
}

std::vector<MethodPairing> common_methods(const RoutingProblem& first, const RoutingProblem& other) {
  std::vector<MethodPairing> pairings;
  const auto scored = [](const RoutingProblem& problem) {
    return std::ranges::find(problem.methods, MethodKind::scored, &Method::kind) != problem.methods.end();
  };
  if (scored(first) && scored(other))
    pairings.push_back({default_method(first).name(), default_method(other).name()});
  for (const auto& method : first.methods)
    if (decides_inputs(method.kind) && has(other, method.name()) &&
        std::ranges::find(pairings, MethodPairing{method.name(), method.name()}) == pairings.end())
      pairings.push_back({method.name(), method.name()});
  return pairings;
}

std::vector<MethodDifference> compare_problems(const RoutingProblem& first, const RoutingProblem& other,
                                               const std::vector<MethodPairing>& methods,
                                               const std::vector<double>& coverages, std::size_t resamples,
                                               SeedTree seed) {
  HYBRID_CHECK(!difference_in_tests(first, other), "other test examples");
  std::vector<MethodDifference> differences;
  for (const auto& pairing : methods)
    differences.push_back(compare(first, other, pairing, coverages, resamples, seed));
  return differences;
}

}  // namespace hybrid::eval
