#include "workflows/tier_hops.h"

#include <algorithm>

#include "eval/sending_rule.h"

namespace hybrid::workflows {

namespace {

/// Returns the cost of the hops in a row. Energy is the first tier's.
std::map<cost::Resource, eval::HopCosts> costs_along(const std::vector<Hop>& hops) {
  std::map<cost::Resource, eval::HopCosts> all;
  for (const auto resource : cost::kResources) {
    if (std::ranges::any_of(hops, [&](const Hop& hop) { return !hop.cost.total(resource); })) continue;
    eval::HopCosts costs{.per_input = hops.front().cost.total(resource)->per_input, .per_offload = {}};
    for (std::size_t h = 0; h < hops.size(); ++h) {
      const bool counts = h == 0 || resource != cost::Resource::energy;
      costs.per_offload.push_back(counts ? hops[h].cost.total(resource)->per_offload : 0);
      // The receiving tier's own router.
      if (resource == cost::Resource::macs && h + 1 < hops.size())
        costs.per_offload.back() += hops[h + 1].router_macs;
    }
    all[resource] = std::move(costs);
  }
  return all;
}

}  // namespace

std::function<std::string(double)> conditions_of(const eval::RoutingProblem& problem,
                                                 const eval::Method& method) {
  eval::RoutingProblem terms;
  terms.accuracy = problem.accuracy;
  terms.auto_router = problem.auto_router;
  terms.temperature = problem.temperature;
  eval::Method scored;
  scored.measure = method.measure;
  scored.meaning = method.meaning;
  return [terms, scored](double threshold) {
    return eval::short_condition(eval::sending_rule(terms, scored, threshold));
  };
}

std::map<cost::Resource, eval::HopCosts> relayed_costs(const std::vector<Hop>& hops, const Hop& straight) {
  std::map<cost::Resource, eval::HopCosts> all;
  for (const auto& [resource, along] : costs_along(hops)) {
    const auto own = straight.cost.total(resource);
    if (!own) continue;
    eval::HopCosts costs{.per_input = own->per_input, .per_offload = {0}};
    if (resource == cost::Resource::macs)
      costs.per_offload = {own->per_offload};
    else
      for (std::size_t h = 0; h < hops.size(); ++h)
        costs.per_offload.front() +=
            along.per_offload[h] - (h + 1 < hops.size() ? hops[h].cost.per_offload(resource, "cloud") : 0);
    all[resource] = std::move(costs);
  }
  return all;
}

eval::Cascade cascade_of(const std::vector<Hop>& hops, std::vector<std::string> tiers) {
  eval::Cascade cascade{
      .tiers = std::move(tiers), .stages = {}, .tune = {}, .test = {}, .costs = costs_along(hops)};
  cascade.tune.push_back(hops.front().tune_kept);
  cascade.test.push_back(hops.front().test_kept);
  for (const Hop& hop : hops) {
    cascade.stages.push_back(hop.stage);
    cascade.tune.push_back(hop.tune_sent);
    cascade.test.push_back(hop.test_sent);
  }
  return cascade;
}

}  // namespace hybrid::workflows
