#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "config/data.h"
#include "config/evaluation.h"
#include "config/load.h"
#include "config/network.h"
#include "config/router.h"
#include "config/training.h"

namespace hybrid::config {

/// The device that runs the networks.
enum class Compute { automatic, cpu, cuda };
inline constexpr std::array kComputeNames{Named{Compute::automatic, "auto"}, Named{Compute::cpu, "cpu"},
                                          Named{Compute::cuda, "cuda"}};

/// The settings that determine the result of a run. Only commands use all of it; the functions they call
/// receive their section.
struct ExperimentConfig {
  std::string name;
  std::int64_t seed = 1;
  Compute compute = Compute::automatic;
  int threads = 0;  ///< at most; 0: as many as can run (core/cpus.h)
  DataConfig data;
  NetworkConfig base;
  NetworkConfig cloud;
  RouterConfig router;
  TrainingConfig training;
  EvaluationConfig evaluation;
  std::vector<std::string> systems = {"systems/paper-table3.yaml"};  ///< found by find_config_file()
  bool operator==(const ExperimentConfig&) const = default;
};

void describe(Fields& f, ExperimentConfig& c);
/// Checks the rules of the sections and those between them.
void validate(const ExperimentConfig& c, const Findings& findings);

/// Loads the config.
/// @throws DataError if the file cannot be read
/// @throws ConfigError with all errors in the file, in `sets` and in `last`
Loaded<ExperimentConfig> load_experiment(const std::filesystem::path& file,
                                         std::span<const std::string> sets = {}, const FlagValues& last = {});

}  // namespace hybrid::config
