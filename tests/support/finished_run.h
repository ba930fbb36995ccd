#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "runs/run_folder.h"

namespace hybrid::test {

/// Writes a finished run of this experiment with these files. Without a name the experiment is named like the
/// folder; the run "x-seed2" has seed 2.
inline void write_finished_run(const std::filesystem::path& path,
                               const std::map<std::string, std::string>& files,
                               const runs::ExperimentRecord& experiment = {}) {
  Logger log(Verbosity::quiet);
  auto writer = runs::RunWriter::begin({.path = path, .hash = std::string(64, 'a')}, log);
  for (const auto& [name, content] : files) writer->write(name, content);
  runs::Manifest manifest{.command_line = "hybrid evaluate", .experiment = experiment};
  const std::string name = path.filename().string();
  if (const auto at = name.rfind("-seed"); at != std::string::npos)
    manifest.seed = std::stoul(name.substr(at + 5));
  writer->finish(std::move(manifest));
}

inline const std::string kCurvesHeader =
    "method,target_coverage,coverage,accuracy,ci_low,ci_high,matched_accuracy,kept_accuracy,latency_ms,energy_mj,macs,oracle_agreement\n";

}  // namespace hybrid::test
