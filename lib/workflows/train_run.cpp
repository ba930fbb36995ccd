#include "workflows/train_run.h"

#include <array>
#include <limits>
#include <map>

#include "config/writer.h"
#include "core/csv.h"
#include "core/error.h"
#include "core/files.h"
#include "core/folders.h"
#include "core/progress.h"
#include "core/text.h"
#include "nets/device.h"
#include "nets/weights.h"
#include "report/foot_line.h"
#include "report/seeds_files.h"
#include "training/hybrid_predictions.h"
#include "weights/safetensors.h"
#include "workflows/read_seeds.h"
#include "workflows/write_evaluation.h"

namespace hybrid::workflows {

namespace fs = std::filesystem;

namespace {

std::string train_log_csv(const std::vector<training::EpochRecord>& records) {
  CsvWriter csv;
  csv.row("phase", "epoch", "loss", "accuracy", "learning_rate");
  for (const auto& r : records) csv.row(r.phase, r.epoch, r.loss, r.accuracy, r.learning_rate);
  return csv.text();
}

/// Returns the part of every example, in the order of the data set.
/// @param half of the test images, if they are cross-fitted; else empty
std::string split_csv(const training::DataParts& parts, const datasets::Datasets& data,
                      const std::vector<std::uint8_t>& half) {
  std::map<std::size_t, const char*> part_of;
  for (const auto row : parts.train) part_of[row] = "train";
  for (const auto row : parts.oracle) part_of[row] = "oracle";
  for (const auto row : parts.tune) part_of[row] = "tune";
  CsvWriter csv;
  csv.row("id", "part");
  for (const auto& [row, part] : part_of) csv.row(data.train->id(row), part);
  for (std::size_t row = 0; row < data.test->size(); ++row)
    csv.row(data.test->id(row), half.empty() ? "test" : half[row] == 0 ? "first_half" : "second_half");
  for (const auto* skipped : {&data.skipped_train, &data.skipped_test})
    for (const auto& image : *skipped) csv.row(image.id, "skipped");
  return csv.text();
}

/// Writes weights for other programs and for `hybrid model export`.
void write_weights(const training::HybridModels& models, const fs::path& folder) {
  create_folders(folder);
  const auto write = [&](const char* name, const nets::Network& network) {
    if (!network.is_empty()) weights::write_safetensors(folder / name, nets::weights_of(network));
  };
  write("base.safetensors", models.base);
  if (models.base_before.ptr() != models.base.ptr()) write("base_before.safetensors", models.base_before);
  write("cloud.safetensors", models.cloud);
  write("appealnet.safetensors", models.appealnet);
}

/// Returns the config as the run keeps it: it names the run's own copies of the profiles, so that it can be
/// run again from there.
config::ExperimentConfig own_config(const ExperimentPlan& plan) {
  config::ExperimentConfig config = plan.config;
  for (std::size_t i = 0; i < plan.profiles.size(); ++i)
    config.systems[i] = profile_path(i + 1, plan.profiles[i]);
  return config;
}

runs::RunRequest request_of(const ExperimentPlan& plan, const fs::path& out, bool force) {
  config::ExperimentConfig config = own_config(plan);
  config.threads = 0;  // results do not depend on it (nets/convolution.h)
  std::string identity = config::to_yaml(config);
  for (const auto& profile : plan.profiles) identity += config::to_yaml(profile);
  const std::string hash = runs::run_hash(identity, plan.inputs);
  return {.path = out.empty() ? runs::default_run_path(plan.config.name, hash) : out,
          .hash = hash,
          .force = force,
          .resumable = true};
}

/// Trains, predicts and evaluates; writes the results to the run's folder.
void fill_run(const ExperimentPlan& plan, const TrainingMaterial& material, const training::DataParts& parts,
              const runs::RunWriter& writer, runs::Manifest& manifest, Logger& log) {
  const config::ExperimentConfig& config = plan.config;
  const SeedTree seed(static_cast<std::uint64_t>(config.seed));
  const auto notes = plan_notes(config, material, parts);
  for (const auto& note : notes) log.info("{}", note.substr(2));
  for (const auto* folder : {"checkpoints", "predictions"}) create_folders(writer.folder() / folder);
  const training::HybridTask task{.images = *material.data.train,
                                  .parts = parts,
                                  .base = material.base,
                                  .cloud = material.cloud,
                                  .router = config.router,
                                  .training = config.training,
                                  .device = plan.device,
                                  .seed = seed,
                                  .checkpoints = writer.folder() / "checkpoints"};
  const training::HybridModels models = training::train_hybrid(task, log);
  const auto [problem, workload] =
      training::predict_and_pair(task, models, material.data, config.data.tune_on, writer.folder(), log);
  write_weights(models, writer.folder() / "weights");
  writer.write("config.yaml", config::to_yaml(own_config(plan)));
  writer.write("train_log.csv", train_log_csv(models.log));
  writer.write("split.csv", split_csv(parts, material.data, problem.half));
  if (models.router) writer.write("router.json", to_json(*models.router));
  write_evaluation({.name = config.name,
                    .notes = notes,
                    .problem = problem,
                    .config = config.evaluation,
                    .profiles = plan.profiles,
                    .workload = workload,
                    .seed = seed.at("evaluate"),
                    .foot = report::foot_line("hybrid train", plan.inputs)},
                   writer.folder(), log);
  manifest.seconds = models.seconds;
  double total = 0;
  for (const auto& [phase, seconds] : models.seconds) total += seconds;
  log.info("trained in {}, peak memory {:.0f} MB", format_duration(total), runs::peak_memory_mb());
}

}  // namespace

MadeRun train_run(const ExperimentPlan& plan, std::optional<TrainingMaterial>& material, const fs::path& out,
                  bool force, Logger& log) {
  const runs::RunRequest request = request_of(plan, out, force);
  if (auto made = find_made(request, log)) return std::move(*made);
  runs::Manifest manifest{.experiment = plan.experiment,
                          .seed = static_cast<std::uint64_t>(plan.config.seed),
                          .threads = plan.config.threads,
                          .started = runs::utc_now(),
                          .libraries = nets::torch_libraries(),
                          .inputs = plan.inputs};
  // Loaded before the run begins, so that a config that does not match the data leaves no files behind.
  if (!material) material = load_material(plan, log);
  const training::DataParts parts = parts_of(plan, *material);
  if (plan.config.data.on_bad_image == config::OnBadImage::skip)
    manifest.skipped_images = {{"train", material->data.skipped_train.size()},
                               {"test", material->data.skipped_test.size()}};
  return make_run(
      request, std::move(manifest),
      [&](const runs::RunWriter& writer, runs::Manifest& own) {
        fill_run(plan, *material, parts, writer, own, log);
      },
      log);
}

TrainedSeeds train_seeds(ExperimentPlan plan, int count, const fs::path& out, bool force, Logger& log) {
  const std::int64_t first = plan.config.seed;
  if (first > std::numeric_limits<std::int64_t>::max() - count)
    throw InvalidArgument(fmt::format("seed {} leaves no room for {} seeds", first, count));
  TrainedSeeds trained;
  std::optional<TrainingMaterial> material;
  for (int s = 0; s < count; ++s) {
    plan.config.seed = first + s;
    log.info("seed {} ({} of {})", plan.config.seed, s + 1, count);
    fs::path path = out;
    if (!path.empty()) path += fmt::format("-seed{}", plan.config.seed);
    const MadeRun made = train_run(plan, material, path, force, log);
    trained.runs.push_back(made.run.path());
    trained.up_to_date = trained.up_to_date && made.up_to_date;
  }
  const SeedTree seed = SeedTree(static_cast<std::uint64_t>(first)).at("seeds");
  trained.result = eval::summarise_seeds(read_seeds(trained.runs), plan.config.evaluation, seed);
  trained.folder = out.empty() ? results_folder() / plan.config.name : out;
  trained.folder += fmt::format("-seeds{}-{}", first, plan.config.seed);
  report::write_seeds(trained.result, trained.folder);
  return trained;
}

}  // namespace hybrid::workflows
