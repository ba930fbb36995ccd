#pragma once
// table.md: what a person reads first of a run. Everything in it is computed elsewhere and rounded here.

#include <optional>
#include <string>
#include <vector>

#include "eval/evaluation.h"
#include "eval/repeats.h"
#include "report/figure.h"

namespace hybrid::report {

struct SummaryInput {
  std::string name;                      ///< of the run
  std::vector<std::string> notes;        ///< lines on top: models, data, how the labels were made
  const eval::Evaluation& evaluation;    ///< the first profile's latency budgets make the main table
  std::optional<eval::Repeats> repeats;  ///< a section of their own
  const config::EvaluationConfig& config;
};

/// Accuracy over latency budgets in the shape of the paper's Table 3, differences with intervals and
/// verdicts, and what each coverage costs on every profile.
std::string summary_markdown(const SummaryInput& input);

/// The first section alone: accuracy over the latency budgets of the first profile.
std::string budget_table_markdown(const SummaryInput& input);

/// Accuracy over latency for every method of the evaluation, for pareto.svg.
Figure pareto_figure(const std::string& name, const eval::Evaluation& evaluation, const std::string& profile);

}  // namespace hybrid::report
