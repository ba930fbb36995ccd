#include "workflows/evaluation_start.h"

#include "runs/run_folder.h"

namespace hybrid::workflows {

EvaluationStart start_evaluation(const config::PairConfig& config, const runs::ExperimentRecord& experiment,
                                 const std::vector<std::pair<std::string, std::string>>& inputs) {
  EvaluationStart start{.config = config, .utility = eval::read_utility(config.utility), .manifest = {}};
  start.manifest = {
      .experiment = experiment, .seed = static_cast<std::uint64_t>(config.seed), .started = runs::utc_now()};
  const auto record = [&](const std::string& role, const std::filesystem::path& path) {
    start.manifest.inputs.push_back(runs::record_input(role, std::filesystem::absolute(path)));
  };
  for (const auto& [role, path] : inputs)
    if (!path.empty()) record(role, path);
  const std::filesystem::path& table = start.utility.file;
  if (!table.empty()) {
    record("utility", table);
    // The run contains a copy of the table, and its config names the copy.
    start.config.utility = "utility/" + table.filename().string();
  }
  return start;
}

}  // namespace hybrid::workflows
