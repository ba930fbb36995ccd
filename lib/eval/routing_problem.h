#pragma once
// All that is needed to tune and evaluate routing once the networks have spoken: which model is right on
// which example, and every method's scores, on the tuning and the test split. A run folder stores it
// (report/outcomes_file.h), so that later commands need neither outputs nor networks.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "routing/route.h"

namespace hybrid {

/// One base model against its cloud. A trained run has several: after hybrid training (suffix ""), before it
/// ("before"), and the control's ("control").
struct BaseVariant {
  std::string suffix;
  Outcomes tune;
  Outcomes test;
};

enum class MethodKind {
  on_device,  ///< sends nothing
  on_cloud,   ///< sends everything
  random,     ///< sends a random share: expected values, no threshold
  scored,     ///< sends what scores above a threshold
  oracle,     ///< sends only what helps (Eq. 4), up to the allowed share
};

struct Method {
  std::string name;  ///< as in curves.csv: "entropy", "max_prob_before", "router"
  MethodKind kind = MethodKind::scored;
  std::size_t variant = 0;      ///< index into RoutingProblem::variants
  RoutingScores tune;           ///< [n_tune], `scored` only
  RoutingScores test;           ///< [n_test], `scored` only
  double router_macs = 0;       ///< what it runs on the device beyond the base
  bool score_is_logit = false;  ///< sigmoid(score) is the predicted probability that sending helps
};

struct RoutingProblem {
  int classes = 0;
  std::vector<BaseVariant> variants;           ///< the first is the one that all others are compared with
  std::vector<Method> methods;                 ///< in the order they are reported
  std::map<std::string, std::string> skipped;  ///< method -> why it cannot be computed

  std::size_t n_tune() const { return variants.at(0).tune.size(); }
  std::size_t n_test() const { return variants.at(0).test.size(); }
  /// The method of that name. @throws UsageError with the known names and a suggestion.
  const Method& method(const std::string& name) const;
  const BaseVariant& variant_of(const Method& method) const { return variants.at(method.variant); }
};

}  // namespace hybrid
