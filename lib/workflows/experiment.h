#pragma once
// An experiment's config with everything decided, and what is trained on what.

#include <torch/torch.h>  // before everything that might define CHECK

#include <optional>
#include <string>
#include <vector>

#include "config/experiment.h"
#include "core/log.h"
#include "cost/system_profile.h"
#include "datasets/datasets.h"
#include "runs/manifest.h"
#include "training/data_parts.h"
#include "training/hybrid_trainer.h"

namespace hybrid::workflows {

/// The config with everything that depends on the machine decided. Cheap: nothing is read but YAML and file
/// hashes, so that a finished run is recognised at once.
struct ExperimentPlan {
  config::Loaded<config::ExperimentConfig> loaded;
  config::ExperimentConfig config;
  std::vector<cost::SystemProfile> profiles;
  std::optional<runs::FileRecord> base_weights, cloud_weights;  ///< empty: pre-trained here
  std::vector<runs::FileRecord> inputs;
  torch::Device device = torch::kCPU;
  runs::ExperimentRecord experiment = {};  ///< for the manifest
};

/// Sets LibTorch's number of threads, too.
/// @throws DataError if a file that the config names is not there, ConfigError for a faulty profile,
/// Infeasible for a GPU that is not there
ExperimentPlan make_plan(config::Loaded<config::ExperimentConfig> loaded);

/// The data and both networks.
struct TrainingMaterial {
  datasets::Datasets data;
  training::NetworkTask base, cloud;
};

/// @throws ConfigError for networks that are unknown or do not fit the data, DataError for data or weights
/// that cannot be read, Infeasible for what the networks cannot do
TrainingMaterial load_material(const ExperimentPlan& plan, Logger& log);

/// How the training images are shared out by the plan's seed.
training::DataParts parts_of(const ExperimentPlan& plan, const TrainingMaterial& material);

/// What is trained on what, as lines "- ..." on top of the run's table.
std::vector<std::string> plan_notes(const config::ExperimentConfig& config, const TrainingMaterial& material,
                                    const training::DataParts& parts);

}  // namespace hybrid::workflows
