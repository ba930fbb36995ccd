#pragma once
// table.md: the summary of a run. All its values are computed elsewhere and rounded here.

#include <optional>
#include <string>
#include <vector>

#include "eval/evaluation.h"
#include "eval/repeats.h"

namespace hybrid::report {

struct SummaryInput {
  std::string name;                      ///< name of the run
  std::vector<std::string> notes;        ///< lines at the top: models, data, source of the labels
  const eval::Evaluation& evaluation;    ///< the main table uses the first profile's latency budgets
  std::optional<eval::Repeats> repeats;  ///< reported in a section of their own
  const config::EvaluationConfig& config;
  std::string foot = {};  ///< the last line: where the run comes from (foot_line.h)
};

/// Returns accuracy by latency budget in the format of the paper's Table 3, differences with confidence
/// intervals and verdicts, and the cost at each coverage on every profile.
std::string summary_markdown(const SummaryInput& input);

/// Returns only the first section: accuracy by latency budget on the first profile.
std::string budget_table_markdown(const SummaryInput& input);

/// Returns the same for a terminal.
std::string budget_table_text(const SummaryInput& input);

/// Returns its table in LaTeX.
std::string budget_table_latex(const eval::Evaluation& evaluation);

}  // namespace hybrid::report
