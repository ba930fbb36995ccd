#pragma once
// The cloud of a finished training run, to be split, and the data it was trained on.

#include <torch/torch.h>  // before everything that might define CHECK

#include <filesystem>
#include <vector>

#include "config/experiment.h"
#include "core/log.h"
#include "datasets/datasets.h"
#include "nets/network.h"
#include "runs/manifest.h"
#include "training/data_parts.h"
#include "transforms/preprocess.h"

namespace hybrid::workflows {

struct SplitSource {
  config::ExperimentConfig config;       ///< the run's, without its profiles
  std::vector<runs::FileRecord> inputs;  ///< the data's files and the cloud's weights
  datasets::Datasets data;
  training::DataParts parts;  ///< as they were in training
  transforms::Preprocessing input;
  nets::Network cloud{nullptr};  ///< in evaluation mode
};

/// @throws DataError for a run that is no training run, keeps no cloud, or was trained on other data,
/// Infeasible for a cloud whose layers are not known
SplitSource read_split_source(const std::filesystem::path& run, Logger& log);

}  // namespace hybrid::workflows
