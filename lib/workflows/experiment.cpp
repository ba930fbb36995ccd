#include "workflows/experiment.h"

#include "arch/catalog.h"
#include "arch/count.h"
#include "core/error.h"
#include "core/folders.h"
#include "core/text.h"
#include "datasets/halves.h"
#include "nets/device.h"
#include "nets/torchscript.h"
#include "nets/torchscript_archive.h"
#include "quant/graph.h"
#include "training/appealnet.h"
#include "workflows/check_experiment.h"

namespace hybrid::workflows {

namespace {

/// Returns the record of a network's weights, if it has any. Weights that lie beside the config are then
/// named by their absolute path, because the run keeps the config elsewhere.
std::optional<runs::FileRecord> weights_record(config::NetworkConfig& network, const char* role,
                                               const std::filesystem::path& folder) {
  if (network.weights.empty()) return std::nullopt;
  const std::filesystem::path file = config::find_weights(network.weights, folder);
  if (file == folder / network.weights)
    network.weights = std::filesystem::absolute(file).lexically_normal().string();
  return runs::record_input(role, file);
}

}  // namespace

ExperimentPlan make_plan(config::Loaded<config::ExperimentConfig> loaded, Logger& log) {
  ExperimentPlan plan{.loaded = std::move(loaded)};
  plan.config = plan.loaded.value;
  plan.profiles = check_experiment(plan.loaded, log);
  plan.config.threads = nets::set_up_torch(plan.config.threads, log);
  plan.device = nets::choose_device(plan.config.compute);
  plan.config.compute = plan.device.is_cuda() ? config::Compute::cuda : config::Compute::cpu;
  for (const auto& file : datasets::input_files_of(plan.config.data))
    plan.inputs.push_back(runs::record_input(file.filename().string(), file));
  plan.base_weights = weights_record(plan.config.base, "base weights", plan.loaded.folder);
  plan.cloud_weights = weights_record(plan.config.cloud, "cloud weights", plan.loaded.folder);
  for (const auto& weights : {plan.base_weights, plan.cloud_weights})
    if (weights) plan.inputs.push_back(*weights);
  return plan;
}

namespace {

/// Returns the task of building a network of the experiment for the data set's images.
training::NetworkTask network_task(const ExperimentPlan& plan, const char* section,
                                   const config::NetworkConfig& config,
                                   const std::optional<runs::FileRecord>& weights,
                                   const images::ImageSource& images, Logger& log) {
  const arch::Shape input = transforms::preprocessed_shape(config.input, images::first_shape(images));
  training::NetworkTask task{.config = config};
  if (config.network != config::kTorchScript) {
    task.arch =
        arch::find_arch(config.network, input, images.classes()).value();  // make_plan checked the name
    if (weights) task.weights = weights->path;
    if (config.int8_calibration > 0) (void)quant::lower(task.arch);  // throws before training if unsupported
    return task;
  }
  const auto at = [&](const char* key) {
    return config::place_of(plan.loaded.places, fmt::format("{}.{}", section, key));
  };
  if (config.input.mean.empty())
    throw ConfigError(
        {{at("input"), fmt::format("{0}.input.mean and stddev are missing; a torchscript network needs "
                                   "those it was trained with",
                                   section)}});
  if (!plan.run_programs) {
    task.weights = weights->path;
    return task;
  }
  task.fixed = training::FixedNetwork{
      .model =
          nets::read_torchscript(weights->path, input, log, config.precision, plan.device, plan.isolation),
      .input = transforms::preprocessing_of(config.input, images::first_shape(images).channels),
      .sha256 = weights->sha256,
      .cache = cache_folder()};
  if (task.fixed->model.classes != images.classes())
    throw ConfigError(
        {{at("weights"), fmt::format("the network in {} tells {} classes apart, {} has {}", weights->path,
                                     task.fixed->model.classes, images.name(), images.classes())}});
  return task;
}

}  // namespace

TrainingMaterial load_material(const ExperimentPlan& plan, Logger& log) {
  TrainingMaterial material{
      .data = datasets::load_datasets(plan.config.data, log, cache_folder(), plan.config.threads)};
  const auto& images = *material.data.train;
  if (plan.config.data.tune_on == config::TuneOn::test_halves &&
      !datasets::can_be_halved(*material.data.test))
    throw DataError(material.data.test->name(),
                    "its test images cannot be halved: fewer than two differ; raise data.test_limit");
  material.base = network_task(plan, "base", plan.config.base, plan.base_weights, images, log);
  material.cloud = network_task(plan, "cloud", plan.config.cloud, plan.cloud_weights, images, log);
  if (plan.config.training.appealnet.enabled)
    (void)training::with_predictor(material.base.arch);  // throws before training
  return material;
}

training::DataParts parts_of(const ExperimentPlan& plan, const TrainingMaterial& material) {
  const SeedTree seed(static_cast<std::uint64_t>(plan.config.seed));
  return training::split_training_images(*material.data.train, plan.config.data, seed.at("parts"),
                                         material.data.skipped_train);
}

namespace {

std::string network_note(const char* role, const training::NetworkTask& task) {
  if (task.fixed)
    return fmt::format("- {} `{}`: used as it is, a {} image gives {} logits", role, task.fixed->model.name,
                       to_string(task.fixed->model.input), task.fixed->model.classes);
  if (task.config.network == config::kTorchScript)
    return fmt::format(
        "- {} `{}`: a program with tensors of {} bytes, not run: whether it takes the images, and how many classes "
        "it tells apart, is checked before the training",
        role, task.weights.filename().string(), with_thousands(nets::torchscript_tensor_bytes(task.weights)));
  const arch::ArchCount c = count(task.arch);
  return fmt::format(
      "- {} `{}`{}: {} MACs, {} parameters, {:.1f} kB of int8 weights, {:.1f} kB of int8 activations at "
      "the peak",
      role, task.arch.name,
      task.weights.empty() ? ""
                           : fmt::format(" from published weights `{}`", task.weights.filename().string()),
      with_thousands(c.macs), with_thousands(c.parameters), static_cast<double>(c.weight_bytes_int8) / 1000,
      static_cast<double>(c.peak_activation_bytes_int8) / 1000);
}

std::string training_note(const config::ExperimentConfig& config) {
  if (config.training.update == config::UpdatedParts::none)
    return fmt::format("- Update `none`: the base is fine-tuned for {} epochs without router and weights",
                       config.training.epochs);
  const std::string target =
      config.router.target_coverage ? shortest(*config.router.target_coverage) : "the oracle's, 1 - mean o";
  return fmt::format(
      "- Hybrid training: update `{}`, {} rounds, oracle labels `{}`, router penalty `{}` with "
      "lambda = {} and cov = {} (the paper gives neither)",
      name_of(config.training.update, config::kUpdatedPartsNames), config.training.epochs,
      name_of(config.training.oracle_labels, config::kOracleLabelsNames),
      name_of(config.router.penalty, config::kCoveragePenaltyNames), shortest(config.router.penalty_weight),
      target);
}

}  // namespace

std::vector<std::string> plan_notes(const config::ExperimentConfig& config, const TrainingMaterial& material,
                                    const training::DataParts& parts) {
  const auto size = [](const auto& rows) { return with_thousands(static_cast<std::int64_t>(rows.size())); };
  std::vector<std::string> notes{
      network_note("Base", material.base), network_note("Cloud", material.cloud),
      fmt::format("- Data `{}`: {} images train, {} are held out for the oracle's labels, {}; {} test",
                  material.data.train->name(), size(parts.train), size(parts.oracle),
                  config.data.tune_on == config::TuneOn::test_halves
                      ? "each half of the test images tunes thresholds for the other"
                      : size(parts.tune) + " for thresholds",
                  with_thousands(static_cast<std::int64_t>(material.data.test->size()))),
      training_note(config)};
  const config::TrainingConfig paper;
  if (config.training.base_emphasis != paper.base_emphasis ||
      config.training.cloud_emphasis != paper.cloud_emphasis)
    notes.push_back(fmt::format("- Loss weights: W_b = 1 + {} (1 - r), W_g = 1 + {} r (the paper: 1 and 1)",
                                shortest(config.training.base_emphasis),
                                shortest(config.training.cloud_emphasis)));
  if (const auto& appealnet = config.training.appealnet; appealnet.enabled)
    notes.push_back(fmt::format(
        "- AppealNet: the same base with a predictor, {} epochs against the cloud, beta = {}",
        appealnet.epochs > 0 ? appealnet.epochs : config.training.epochs, shortest(appealnet.beta)));
  return notes;
}

}  // namespace hybrid::workflows
