// hybrid entropy, eval-entropy: thresholds on the base's confidence, before and after hybrid training. The
// paper measures its entropy baseline on the base before training; only the comparison with the base after
// training shows the router's gain.

#include <algorithm>
#include <memory>

#include "cli/arguments.h"
#include "cli/ignored_options.h"
#include "cli/output.h"
#include "cli/setups.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/text.h"
#include "eval/evaluation.h"
#include "report/evaluation_files.h"
#include "report/text_table.h"
#include "routing/scores.h"

namespace hybrid::cli {

namespace {

struct EntropyOptions {
  ProblemOptions data;
  config::EvaluationConfig measured;  ///< coverages
  std::string out;
  bool json = false;
};

/// Returns the description of a base variant.
std::string base_words(const std::string& suffix) {
  if (suffix.empty()) return "base";
  if (suffix == eval::kBefore) return "base before hybrid training";
  if (suffix == eval::kControl) return "control (same training, no hybrid losses)";
  if (suffix == eval::kAppealNet) return "AppealNet's approximator";
  return "base " + suffix;
}

void run_entropy(const EntropyOptions& options, Logger& log) {
  std::vector<std::string> methods{"on_device"};
  for (const auto& measure : routing::confidence_measures()) methods.emplace_back(measure.name);
  const workflows::LoadedProblem loaded = load_problem(options.data, methods, log);
  const eval::RoutingProblem problem = workflows::confidence_only(loaded.problem);
  config::EvaluationConfig config = options.measured;
  config.bootstrap = 0;
  const eval::Evaluation evaluation =
      eval::evaluate(problem, config, loaded.profile, loaded.workload, SeedTree(1));
  if (!options.out.empty()) write_file_atomically(options.out, report::curves_csv(evaluation));
  if (options.json) {
    print_text(json_text(report::metrics_json(evaluation)));
    return;
  }
  report::TextTable table{.header = {"method", "on"}};
  for (const double c : config.coverages) {
    table.header.push_back(fmt::format("accuracy at {}", shortest(c)));
    table.header.emplace_back("kept");
  }
  for (const auto& method : problem.methods) {
    const eval::MethodResult& result = *evaluation.find(method.name());
    std::vector<std::string> row{method.name(), base_words(problem.variant_of(method).suffix)};
    for (std::size_t c = 0; c < config.coverages.size(); ++c) {
      const eval::OperatingPoint& p = result.points[std::min(c, result.points.size() - 1)];
      row.push_back(report::per_cent_with_interval(p.accuracy, p.accuracy_ci.low, p.accuracy_ci.high));
      row.push_back(report::per_cent(p.coverage));
    }
    table.rows.push_back(std::move(row));
  }
  print(
      "{}: confidence thresholding, % right on {} test examples (95 % interval), % kept on the device\n\n{}",
      loaded.name, with_thousands(static_cast<std::int64_t>(problem.n_test())), to_text(table));
  for (const auto& [method, reason] : problem.skipped) log.info("left out: {}: {}", method, reason);
}

}  // namespace

Action setup_entropy(CLI::App& app) {
  auto options = std::make_shared<EntropyOptions>();
  add_problem_options(app, options->data);
  add_config_flags(app, options->measured, {{.key = "coverages", .names = "--coverage"}});
  app.add_option("--out", options->out, "also write the points to this CSV file");
  app.add_flag("--json", options->json, "print JSON instead of the table");
  app.footer(
      "Thresholds are tuned on the tuning part, accuracies measured on the test part; of a cross-fitted run the "
      "mean\n"
      "over both halves is shown.\n"
      "Examples:\n"
      "  eval-entropy --run results/quickstart-1a2b3c4d\n"
      "  hybrid entropy --base base.npz --cloud cloud.npz --coverage 0.95,0.9");
  return [options, &app](Logger& log) {
    refuse_ignored_options(app, {{.options = {"--profile"},
                                  .without = {"--out", "--json"},
                                  .why = "the table has accuracies alone, costs are in the files"}});
    run_entropy(*options, log);
  };
}

}  // namespace hybrid::cli
