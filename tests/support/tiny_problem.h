#pragma once

#include "eval/routing_problem.h"

namespace hybrid::test {

/// Ten test and five tuning examples with one method of every kind. On test the base is right on 0..5, the
/// cloud on all but 0: sending helps four inputs and harms one. `entropy` first sends the inputs on which the
/// base is wrong, `router` those on which it is right.
inline eval::RoutingProblem tiny_problem() {
  const routing::Outcomes tune{.base_value = {1, 1, 1, 0, 0}, .cloud_value = {1, 1, 0, 1, 1}};
  const routing::Outcomes test{.base_value = {1, 1, 1, 1, 1, 1, 0, 0, 0, 0},
                               .cloud_value = {0, 1, 1, 1, 1, 1, 1, 1, 1, 1}};
  eval::RoutingProblem problem{.classes = 3, .variants = {{"", tune, test}}};
  problem.methods.push_back({.measure = "on_device", .kind = eval::MethodKind::on_device});
  problem.methods.push_back({.measure = "on_cloud", .kind = eval::MethodKind::on_cloud});
  problem.methods.push_back({.measure = "random", .kind = eval::MethodKind::random});
  problem.methods.push_back({.measure = "entropy",
                             .tune = {0.1, 0.2, 0.3, 0.4, 0.5},
                             .test = {0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5}});
  problem.methods.push_back({.measure = "router",
                             .tune = {0.5, 0.4, 0.3, 0.2, 0.1},
                             .test = {5, 4, 3, 2, 1, 0, -1, -2, -3, -4},
                             .router_macs = 1000,
                             .meaning = eval::ScoreMeaning::help_logit});
  problem.methods.push_back({.measure = "oracle", .kind = eval::MethodKind::oracle});
  problem.skipped["margin"] = "not defined for a single class";
  return problem;
}

}  // namespace hybrid::test
