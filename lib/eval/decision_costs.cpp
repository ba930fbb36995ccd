#include "eval/decision_costs.h"

#include <algorithm>

#include "core/error.h"

namespace hybrid::eval {

namespace {

/// A latency and n times the probability that an input has it.
struct Atom {
  double latency_ms = 0;
  double weight = 0;
};

const cost::InputCost* single_costs(const MethodCosts& costs, cost::Resource resource,
                                    const Decisions& decisions) {
  const auto found = costs.test.find(resource);
  if (found == costs.test.end()) return nullptr;
  HYBRID_CHECK(found->second.per_input.size() == decisions.sent.size(), "{} costs, {} decisions",
               found->second.per_input.size(), decisions.sent.size());
  return &found->second;
}

std::vector<Atom> atoms_of(const MethodCosts& costs, const Decisions& decisions) {
  std::vector<Atom> atoms;
  const auto add = [&](double per_input, double per_offload, double sent, double weight) {
    const double device = decisions.device_runs ? per_input : 0;
    if (sent < 1) atoms.push_back({device, weight * (1 - sent)});
    if (sent > 0) atoms.push_back({device + per_offload, weight * sent});
  };
  if (const cost::InputCost* single = single_costs(costs, cost::Resource::latency, decisions)) {
    for (std::size_t i = 0; i < decisions.sent.size(); ++i)
      add(single->per_input[i], single->per_offload[i], decisions.sent[i], 1);
  } else if (const auto all = costs.mean.total(cost::Resource::latency)) {
    add(all->per_input, all->per_offload, 1 - decisions.coverage, static_cast<double>(decisions.sent.size()));
  }
  return atoms;
}

/// @param atoms in ascending order
double quantile(const std::vector<Atom>& atoms, double share, double total) {
  double weight = 0;
  for (const auto& atom : atoms) {
    weight += atom.weight;
    // Summing many shares has rounding errors.
    if (weight >= (share - 1e-9) * total) return atom.latency_ms;
  }
  return atoms.back().latency_ms;
}

}  // namespace

MethodCosts costs_of(const RoutingProblem& problem, const Method& method, const cost::SystemProfile& profile,
                     const cost::Workload& workload) {
  const cost::Workload own = with_router(workload, method);
  return {.mean = cost::price(profile, own),
          .tune = cost::price_inputs(profile, own, problem.tune_inputs),
          .test = cost::price_inputs(profile, own, problem.test_inputs)};
}

cost::Workload with_router(cost::Workload workload, const Method& method) {
  workload.router_macs = method.router_macs;
  return workload;
}

std::optional<double> mean_cost(const MethodCosts& costs, cost::Resource resource,
                                const Decisions& decisions) {
  if (const cost::InputCost* single = single_costs(costs, resource, decisions)) {
    double sum = 0;
    for (std::size_t i = 0; i < decisions.sent.size(); ++i)
      sum += (decisions.device_runs ? single->per_input[i] : 0) + decisions.sent[i] * single->per_offload[i];
    return sum / static_cast<double>(decisions.sent.size());
  }
  const auto all = costs.mean.total(resource);
  if (!all) return std::nullopt;
  return decisions.device_runs ? all->at(decisions.coverage) : all->cloud_only();
}

std::optional<LatencyTail> latency_tail(const MethodCosts& costs, const Decisions& decisions,
                                        std::optional<double> deadline_ms) {
  std::vector<Atom> atoms = atoms_of(costs, decisions);
  if (atoms.empty()) return std::nullopt;
  std::ranges::stable_sort(atoms, {}, &Atom::latency_ms);
  const auto total = static_cast<double>(decisions.sent.size());
  LatencyTail tail{.p50_ms = quantile(atoms, 0.5, total),
                   .p95_ms = quantile(atoms, 0.95, total),
                   .p99_ms = quantile(atoms, 0.99, total)};
  if (deadline_ms) {
    double missed = 0;
    for (const auto& atom : atoms) missed += atom.latency_ms > *deadline_ms ? atom.weight : 0;
    tail.deadline_misses = missed / total;
  }
  return tail;
}

}  // namespace hybrid::eval
