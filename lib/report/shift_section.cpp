#include "report/shift_section.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/text.h"
#include "report/text_table.h"

namespace hybrid::report {

namespace {

TextTable table_of(const std::vector<eval::CarriedThreshold>& carried) {
  TextTable table{.header = {"threshold tuned to", "kept on tune, %", "kept on test, %", "expected s.e.",
                             "deviation, s.e.", "accuracy on tune, %", "on test, %"}};
  for (const auto& row : carried)
    table.rows.push_back({fmt::format("{}, c = {}", row.method, shortest(row.target_coverage)),
                          per_cent(row.tuned_coverage, 2), per_cent(row.coverage, 2),
                          per_cent(row.standard_error, 2),
                          row.deviation ? fmt::format("{:+.1f}", *row.deviation) : "–",
                          per_cent(row.tune_accuracy, 2), per_cent(row.test_accuracy, 2)});
  return table;
}

/// Returns one line for all thresholds whose coverage deviates, naming the largest deviation.
std::string warning(const std::vector<eval::CarriedThreshold>& carried, bool recalibrated) {
  const auto size = [](const eval::CarriedThreshold& row) { return std::abs(row.deviation.value_or(0)); };
  const auto worst = std::ranges::max_element(carried, {}, size);
  if (worst == carried.end() || !worst->is_shifted()) return "";
  return fmt::format(
      "\n"
      "**Warning: the test data differ from the tuning data**: {} of {} coverages lie more than 3 standard "
      "errors off what was tuned ({} by {:.1f} at c = {}). {}\n",
      std::ranges::count_if(carried, &eval::CarriedThreshold::is_shifted), carried.size(), worst->method,
      size(*worst), shortest(worst->target_coverage),
      recalibrated ? "Recalibration keeps the coverage; whether the scores still rank well needs labels."
                   : "`evaluation.recalibrate: unlabeled` keeps the coverage without new labels.");
}

std::string recalibration_words() {
  return "Everywhere else thresholds are recalibrated: they are quantiles of the test part's own scores, "
         "whose labels are not used, so that coverage is on target up to ties. Here they are those of the "
         "tuning part. ";
}

}  // namespace

std::string shift_section(const SummaryInput& input) {
  const eval::Evaluation& e = input.evaluation;
  const bool recalibrated = input.config.recalibrate == config::Recalibration::unlabeled;
  const std::string title = "\n## How far tuning carries\n\n";
  if (e.cross_fitted)
    return recalibrated && !e.main_methods.empty()
               ? title +
                     "Thresholds are recalibrated: they are quantiles of the scores of the half that is "
                     "measured, whose labels are not used. Halves of one set differ by chance alone.\n"
               : "";
  if (e.carried.empty()) return "";
  return fmt::format(
      "{}{}A threshold chosen on the tuning part, and what it gives on test. If both are samples of the "
      "same kind, the shares kept differ by a standard error of √(c(1−c)(1/{} + 1/{})).\n\n{}{}",
      title, recalibrated ? recalibration_words() : "", e.n_tune, e.n_test, to_markdown(table_of(e.carried)),
      warning(e.carried, recalibrated));
}

}  // namespace hybrid::report
