#include "workflows/write_evaluation.h"

#include <nlohmann/json.hpp>

#include "config/writer.h"
#include "core/files.h"
#include "core/interrupt.h"
#include "core/json_text.h"
#include "core/paths.h"
#include "report/evaluation_files.h"
#include "report/figure.h"
#include "report/first_screen.h"
#include "report/pareto_figure.h"
#include "report/repeats_files.h"
#include "report/summary.h"
#include "runs/outcomes_file.h"

namespace hybrid::workflows {

namespace {

constexpr const char* kStartsAgain = "the evaluation starts again when the command is repeated";

}  // namespace

std::string profile_path(std::size_t place, const cost::SystemProfile& profile) {
  return fmt::format("systems/{}-{}.yaml", place, file_name_of(profile.name));
}

void write_evaluation(const EvaluationRun& run, const std::filesystem::path& folder, Logger& log) {
  runs::write_routing_problem(folder, run.problem, run.workload);
  for (std::size_t i = 0; i < run.profiles.size(); ++i)
    write_file_atomically(folder / profile_path(i + 1, run.profiles[i]), config::to_yaml(run.profiles[i]));
  const eval::Evaluation evaluation =
      eval::evaluate(run.problem, run.config, run.profiles.front(), run.workload, run.seed,
                     std::span(run.profiles).subspan(1), run.confidence);
  throw_if_interrupted(kStartsAgain);
  write_file_atomically(folder / "metrics.json", json_text(report::metrics_json(evaluation)));
  write_file_atomically(folder / "curves.csv", report::curves_csv(evaluation));
  write_file_atomically(folder / "budgets.csv", report::budgets_csv(evaluation));
  if (run.repeats) {
    write_file_atomically(folder / "repeats.csv", report::repeats_csv(*run.repeats));
    write_file_atomically(folder / "repeats.json", json_text(report::repeats_json(*run.repeats)));
  }
  const report::SummaryInput summary{.name = run.name,
                                     .notes = run.notes,
                                     .evaluation = evaluation,
                                     .repeats = run.repeats,
                                     .config = run.config,
                                     .foot = run.foot};
  write_file_atomically(folder / "table.md", report::summary_markdown(summary));
  write_file_atomically(folder / kSummaryFile,
                        report::first_screen(summary, eval::headline(run.problem, evaluation, run.config,
                                                                     run.profiles.front(), run.workload)));
  if (run.config.latex) write_file_atomically(folder / "table.tex", report::budget_table_latex(evaluation));
  const auto curves = eval::shown_curves(run.problem, run.config, run.profiles.front(), run.workload);
  report::draw(report::pareto_figure(run.name, evaluation, run.config, curves), folder, "pareto", log,
               report::pictures_in(run.config.pictures));
  throw_if_interrupted(kStartsAgain);
}

}  // namespace hybrid::workflows
