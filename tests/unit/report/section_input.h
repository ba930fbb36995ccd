#pragma once
// The tiny problem, evaluated, as the sections of table.md get it.

#include "report/summary.h"
#include "support/tiny_problem.h"

namespace hybrid::test {

inline cost::SystemProfile lump_profile() {
  cost::SystemProfile profile{
      .name = "round", .description = "round numbers", .kind = cost::ProfileKind::lumps};
  profile.lumps.latency_ms = {.per_input = 200, .per_offload = 2000};
  profile.lumps.energy_mj = {.per_input = 10, .per_offload = 100};
  return profile;
}

/// What `section` says of the problem.
template <class Section>
std::string section_text(Section&& section, const eval::RoutingProblem& problem,
                         config::EvaluationConfig config) {
  config.bootstrap = 0;
  const cost::Workload workload = cost::with_means({}, problem.test_inputs);
  const eval::Evaluation evaluation = eval::evaluate(problem, config, lump_profile(), workload, SeedTree(1));
  return section(report::SummaryInput{
      .name = "my-run", .notes = {}, .evaluation = evaluation, .repeats = {}, .config = config});
}

}  // namespace hybrid::test
