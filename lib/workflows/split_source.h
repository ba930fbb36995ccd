#pragma once
// The cloud model of a finished training run, to be split, and its training data.

#include <torch/torch.h>  // must precede all headers that may define CHECK

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
  config::ExperimentConfig config;       ///< of the run, without its profiles
  std::vector<runs::FileRecord> inputs;  ///< the data's files and the cloud model's weights
  datasets::Datasets data;
  training::DataParts parts;  ///< as in training
  transforms::Preprocessing input;
  nets::Network cloud{nullptr};  ///< in evaluation mode
};

/// Reads the cloud model and the data.
/// @throws DataError if the run is not a training run, contains no cloud model, or was trained on other data
/// @throws Infeasible for a cloud model whose layers are not known
SplitSource read_split_source(const std::filesystem::path& run, Logger& log);

}  // namespace hybrid::workflows
