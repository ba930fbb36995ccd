#include "cli/compare_matrix.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/arguments.h"
#include "cli/output.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "report/matrix_files.h"
#include "workflows/compare_matrix.h"

namespace hybrid::cli {

namespace {

namespace fs = std::filesystem;

/// Parses RUN or NAME=RUN. A path that is there is a path, whatever is in its name.
workflows::NamedRun named_run(const std::string& word) {
  const auto sign = word.find('=');
  if (sign == std::string::npos || fs::exists(word)) return {.data_set = "", .path = word};
  if (sign == 0 || sign + 1 == word.size())
    throw UsageError(fmt::format("--matrix takes runs and named runs (cifar=results/a), not '{}'", word));
  return {.data_set = word.substr(0, sign), .path = word.substr(sign + 1)};
}

std::string text_for(const fs::path& file, const eval::MethodMatrix& matrix) {
  const fs::path ending = file.extension();
  if (ending == ".csv") return report::matrix_csv(matrix);
  if (ending == ".md") return report::matrix_markdown(matrix);
  if (ending == ".tex") return report::matrix_latex(matrix);
  return json_text(report::matrix_json(matrix));
}

}  // namespace

void run_compare_matrix(const MatrixOptions& options, Logger& log) {
  if (options.runs.size() < 2)
    throw UsageError("give at least two finished runs: hybrid compare --matrix RUN RUN...");
  require_distinct("--matrix", options.runs);
  require_distinct("--methods", options.methods);
  for (const auto& method : options.methods)
    if (method.find('=') != std::string::npos)
      throw UsageError(
          fmt::format("--methods takes names with --matrix, not pairs such as '{}'; --against names the "
                      "method that all are compared with",
                      method));
  std::vector<workflows::NamedRun> runs;
  for (const auto& word : options.runs) runs.push_back(named_run(word));
  const eval::MethodMatrix matrix = workflows::compare_matrix(
      runs, {.methods = options.methods,
             .against = options.against,
             .coverages = options.coverages,
             .bootstrap = static_cast<std::size_t>(options.bootstrap),
             .seed = SeedTree(static_cast<std::uint64_t>(options.seed)).at("compare")});
  if (!options.out.empty()) write_file_atomically(options.out, text_for(options.out, matrix));
  if (!options.latex.empty()) write_file_atomically(options.latex, report::matrix_latex(matrix));
  if (options.json) {
    print_text(json_text(report::matrix_json(matrix)));
    return;
  }
  print_text(report::matrix_text(matrix));
  flush_output();
  log.info(
      "\n"
      "ahead, behind: the 95 % interval of the gain lies above or below zero. An asterisk says so of a data "
      "set by itself: over\nits examples, and over its seeds or splits if it has several; of the mean over the "
      "data sets (Student's t). Each interval\nis for itself: of many, a few lie off zero by chance.");
}

}  // namespace hybrid::cli
