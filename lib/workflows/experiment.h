#pragma once
// An experiment's config with all machine-dependent values resolved, and the data and networks to be trained.

#include <torch/torch.h>  // must precede all headers that may define CHECK

#include <optional>
#include <string>
#include <vector>

#include "config/experiment.h"
#include "core/log.h"
#include "cost/system_profile.h"
#include "datasets/datasets.h"
#include "nets/torchscript_program.h"
#include "runs/manifest.h"
#include "training/data_parts.h"
#include "training/hybrid_trainer.h"

namespace hybrid::workflows {

/// The config with all machine-dependent values resolved. Reads only YAML files and file hashes, so that a
/// finished run is recognised quickly.
struct ExperimentPlan {
  config::Loaded<config::ExperimentConfig> loaded;
  config::ExperimentConfig config;
  std::vector<cost::SystemProfile> profiles;
  /// std::nullopt: pre-trained in this run.
  std::optional<runs::FileRecord> base_weights, cloud_weights;
  std::vector<runs::FileRecord> inputs;
  torch::Device device = torch::kCPU;
  runs::ExperimentRecord experiment = {};                ///< for the manifest
  nets::Isolation isolation = nets::Isolation::sandbox;  ///< of TorchScript programs
  /// False: load_material() looks at TorchScript files without running them, and what only a run shows is not
  /// checked.
  bool run_programs = true;
};

/// Resolves the config; also sets LibTorch's number of threads.
/// @throws DataError if a file named in the config is missing
/// @throws ConfigError for an invalid profile
/// @throws Infeasible for a GPU that is not available
ExperimentPlan make_plan(config::Loaded<config::ExperimentConfig> loaded, Logger& log);

/// The data and both networks.
struct TrainingMaterial {
  datasets::Datasets data;
  training::NetworkTask base, cloud;
};

/// Loads the data and both networks.
/// @throws ConfigError for networks that are unknown or do not match the data
/// @throws DataError for data or weights that cannot be read
/// @throws Infeasible for operations that the networks do not support
TrainingMaterial load_material(const ExperimentPlan& plan, Logger& log);

/// Returns the split of the training images, drawn with the plan's seed.
training::DataParts parts_of(const ExperimentPlan& plan, const TrainingMaterial& material);

/// Returns a description of the training as lines "- ..." for the top of the run's table.
std::vector<std::string> plan_notes(const config::ExperimentConfig& config, const TrainingMaterial& material,
                                    const training::DataParts& parts);

}  // namespace hybrid::workflows
