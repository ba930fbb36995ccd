#include "workflows/split_source.h"

#include <algorithm>

#include "arch/catalog.h"
#include "core/error.h"
#include "core/folders.h"
#include "nets/threads.h"
#include "nets/weights.h"
#include "runs/run_folder.h"
#include "training/fixed_network.h"

namespace hybrid::workflows {

namespace fs = std::filesystem;

namespace {

constexpr const char* kCloudWeights = "weights/cloud.safetensors";

/// Returns the experiment of a training run whose cloud model can be split.
/// @throws DataError, Infeasible as read_split_source
config::ExperimentConfig experiment_of(const runs::FinishedRun& run) {
  if (!run.has("train_log.csv"))
    throw DataError(run.path(),
                    "is no training run (`hybrid train` makes one): it has no cloud network to split");
  // Its profiles are not needed here.
  const std::vector<std::string> sets{"systems=[]"};
  config::ExperimentConfig config =
      config::load<config::ExperimentConfig>(run.verified("config.yaml"), sets).value;
  if (config.cloud.network == config::kTorchScript)
    throw Infeasible(
        fmt::format("the cloud of {} is a TorchScript file: a program whose layers are not known cannot be "
                    "split; train a run with a cloud of `hybrid model list`",
                    run.path().string()));
  if (!run.has(kCloudWeights))
    throw DataError(
        run.path(),
        fmt::format("has no {}: it was made before runs kept them, or they were removed; train it again",
                    kCloudWeights));
  return config;
}

/// Returns the data set's files after checking that the run was trained on them.
/// @throws DataError if a file is missing or was changed
std::vector<runs::FileRecord> data_of(const config::ExperimentConfig& config, const runs::FinishedRun& run) {
  std::vector<runs::FileRecord> files;
  const auto& trained_on = run.manifest().inputs;
  for (const auto& file : datasets::input_files_of(config.data)) {
    files.push_back(runs::record_input(file.filename().string(), file));
    if (std::ranges::find(trained_on, files.back().sha256, &runs::FileRecord::sha256) == trained_on.end())
      throw DataError(file, fmt::format("is not the file that {} was trained on", run.path().string()));
  }
  return files;
}

}  // namespace

SplitSource read_split_source(const fs::path& path, Logger& log) {
  const runs::FinishedRun run(path);
  SplitSource source;
  source.config = experiment_of(run);
  const config::ExperimentConfig& config = source.config;
  source.inputs = data_of(config, run);
  source.data = datasets::load_datasets(config.data, log, cache_folder(), nets::most_threads());
  const fs::path weights = run.verified(kCloudWeights);
  source.inputs.push_back(runs::record_input("cloud weights", weights));
  const images::ImageSource& images = *source.data.train;
  const auto arch = arch::find_arch(
      config.cloud.network, transforms::preprocessed_shape(config.cloud.input, images::first_shape(images)),
      images.classes());
  if (!arch)
    throw DataError(run.path(), fmt::format("its cloud, {}, is no network of this version's catalog",
                                            config.cloud.network));
  const SeedTree seed(static_cast<std::uint64_t>(config.seed));
  source.parts =
      training::split_training_images(images, config.data, seed.at("parts"), source.data.skipped_train);
  source.input = transforms::preprocessing_of(config.cloud.input, images, source.parts.train);
  source.cloud = nets::build_network(*arch, SeedTree(0));
  for (const auto& note : nets::load_weights(source.cloud, weights)) log.info("cloud: {}", note);
  source.cloud->eval();
  return source;
}

}  // namespace hybrid::workflows
