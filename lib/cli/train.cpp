// hybrid train, train-hybrid: Algorithm 1 from a config to a finished run.

#include <torch/torch.h>  // before everything that might define CHECK

#include <cstdio>
#include <limits>
#include <map>
#include <memory>

#include "arch/catalog.h"
#include "arch/count.h"
#include "cli/arguments.h"
#include "cli/setups.h"
#include "config/writer.h"
#include "core/csv.h"
#include "core/error.h"
#include "core/files.h"
#include "core/progress.h"
#include "core/text.h"
#include "datasets/datasets.h"
#include "datasets/halves.h"
#include "nets/device.h"
#include "nets/torchscript.h"
#include "nets/weights.h"
#include "quant/graph.h"
#include "report/evaluation_run.h"
#include "report/seeds_files.h"
#include "runs/run_folder.h"
#include "training/appealnet.h"
#include "training/hybrid_predictions.h"
#include "weights/safetensors.h"

namespace hybrid {

namespace {

namespace fs = std::filesystem;

struct TrainOptions {
  std::string config;
  std::vector<std::string> sets;
  std::string out;
  std::optional<std::int64_t> seed;
  std::optional<int> threads;
  int seeds = 1;
  bool force = false, dry_run = false, json = false;
};

/// The config with everything that depends on the machine decided. Cheap: nothing is read but YAML and file
/// hashes, so that a finished run is recognised at once.
struct Plan {
  Loaded<ExperimentConfig> loaded;
  ExperimentConfig config;
  std::vector<SystemProfile> profiles;
  std::optional<FileRecord> base_weights, cloud_weights;  ///< nothing: pre-trained here
  std::vector<FileRecord> inputs;
  torch::Device device = torch::kCPU;
};

/// What is trained on what.
struct Material {
  Datasets data;
  NetworkTask base, cloud;
};

ArchSpec find_network(const Loaded<ExperimentConfig>& loaded, const char* section, const std::string& name,
                      const Shape& input, int classes) {
  const auto arch = find_arch(name, input, classes);
  if (arch) return *arch;
  const std::string key = fmt::format("{}.network", section);
  const auto known = arch_names();
  throw ConfigError({{place_of(loaded.places, key), fmt::format("unknown {} '{}'{} (there are {})", key, name,
                                                                did_you_mean(name, known), join(known))}});
}

Plan make_plan(Loaded<ExperimentConfig> loaded) {
  Plan plan{.loaded = std::move(loaded)};
  plan.config = plan.loaded.value;
  for (const auto& system : plan.config.systems)
    plan.profiles.push_back(load<SystemProfile>(plan.loaded.folder / system).value);
  plan.config.threads = set_up_torch(plan.config.threads);
  plan.device = choose_device(plan.config.compute);
  plan.config.compute = plan.device.is_cuda() ? Compute::cuda : Compute::cpu;
  for (const auto& file : input_files_of(plan.config.data))
    plan.inputs.push_back(record_file(file.filename().string(), file));
  const auto published = [&](const NetworkConfig& network, const char* role) -> std::optional<FileRecord> {
    if (network.weights.empty()) return std::nullopt;
    plan.inputs.push_back(record_file(role, find_weights(network.weights, plan.loaded.folder)));
    return plan.inputs.back();
  };
  plan.base_weights = published(plan.config.base, "base weights");
  plan.cloud_weights = published(plan.config.cloud, "cloud weights");
  return plan;
}

/// A network of the experiment, for images as the data set has them.
NetworkTask network_task(const Plan& plan, const char* section, const NetworkConfig& config,
                         const std::optional<FileRecord>& weights, const ImageSource& images) {
  const Shape input = preprocessed_shape(config.input, first_shape(images));
  NetworkTask task{.config = config};
  if (config.network != kTorchScript) {
    task.arch = find_network(plan.loaded, section, config.network, input, images.classes());
    if (weights) task.weights = weights->path;
    if (config.int8_calibration > 0)
      (void)lower(task.arch);  // a network without integer arithmetic, told before training
    return task;
  }
  const auto at = [&](const char* key) {
    return place_of(plan.loaded.places, fmt::format("{}.{}", section, key));
  };
  if (config.input.mean.empty())
    throw ConfigError(
        {{at("input"), fmt::format("{0}.input.mean and stddev are missing; a torchscript network needs "
                                   "those it was trained with",
                                   section)}});
  task.fixed = FixedNetwork{.model = read_torchscript(weights->path, input, config.precision, plan.device),
                            .input = preprocessing_of(config.input, first_shape(images).channels),
                            .sha256 = weights->sha256,
                            .cache = "results/cache"};
  if (task.fixed->model.classes != images.classes())
    throw ConfigError(
        {{at("weights"), fmt::format("the network in {} tells {} classes apart, {} has {}", weights->path,
                                     task.fixed->model.classes, images.name(), images.classes())}});
  return task;
}

Material load_material(const Plan& plan, Logger& log) {
  Material material{.data = load_datasets(plan.config.data, log, "results/cache", plan.config.threads)};
  const auto& images = *material.data.train;
  if (plan.config.data.tune_on == TuneOn::test_halves && !can_be_halved(*material.data.test))
    throw DataError(material.data.test->name(),
                    "its test images cannot be halved: fewer than two differ; raise data.test_limit");
  material.base = network_task(plan, "base", plan.config.base, plan.base_weights, images);
  material.cloud = network_task(plan, "cloud", plan.config.cloud, plan.cloud_weights, images);
  if (plan.config.training.appealnet.enabled)
    (void)with_predictor(material.base.arch);  // or told before training
  return material;
}

std::string network_note(const char* role, const NetworkTask& task) {
  if (task.fixed)
    return fmt::format("- {} `{}`: used as it is, a {} image gives {} logits", role, task.fixed->model.name,
                       to_string(task.fixed->model.input), task.fixed->model.classes);
  const ArchCount c = count(task.arch);
  return fmt::format(
      "- {} `{}`{}: {} MACs, {} parameters, {:.1f} kB of int8 weights, {:.1f} kB of int8 activations at "
      "the peak",
      role, task.arch.name,
      task.weights.empty() ? ""
                           : fmt::format(" from published weights `{}`", task.weights.filename().string()),
      with_thousands(c.macs), with_thousands(c.parameters), static_cast<double>(c.weight_bytes_int8) / 1000,
      static_cast<double>(c.peak_activation_bytes_int8) / 1000);
}

std::vector<std::string> plan_notes(const ExperimentConfig& config, const Material& material,
                                    const DataParts& parts) {
  const auto size = [](const auto& rows) { return with_thousands(static_cast<std::int64_t>(rows.size())); };
  const std::string target =
      config.router.target_coverage ? shortest(*config.router.target_coverage) : "the oracle's, 1 - mean o";
  std::vector<std::string> notes{
      network_note("Base", material.base), network_note("Cloud", material.cloud),
      fmt::format("- Data `{}`: {} images train, {} are held out for the oracle's labels, {}; {} test",
                  material.data.train->name(), size(parts.train), size(parts.oracle),
                  config.data.tune_on == TuneOn::test_halves
                      ? "each half of the test images tunes thresholds for the other"
                      : size(parts.tune) + " for thresholds",
                  with_thousands(static_cast<std::int64_t>(material.data.test->size()))),
      config.training.update == UpdatedParts::none
          ? fmt::format("- Update `none`: the base is fine-tuned for {} epochs without router and weights",
                        config.training.epochs)
          : fmt::format(
                "- Hybrid training: update `{}`, {} rounds, oracle labels `{}`, router penalty `{}` with "
                "lambda = {} and cov = {} (the paper gives neither)",
                name_of(config.training.update, kUpdatedPartsNames), config.training.epochs,
                name_of(config.training.oracle_labels, kOracleLabelsNames),
                name_of(config.router.penalty, kCoveragePenaltyNames), shortest(config.router.penalty_weight),
                target)};
  const TrainingConfig paper;
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

std::string train_log_csv(const std::vector<EpochRecord>& records) {
  CsvWriter csv;
  csv.row("phase", "epoch", "loss", "accuracy", "learning_rate");
  for (const auto& r : records) csv.row(r.phase, r.epoch, r.loss, r.accuracy, r.learning_rate);
  return csv.text();
}

/// `half`: of the test images, where they tune each other; else empty.
std::string split_csv(const DataParts& parts, const Datasets& data, const std::vector<std::uint8_t>& half) {
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

/// Loaded when first needed, for all seeds.
using LazyMaterial = std::optional<Material>;

/// One seed's run. @returns where it is
fs::path train_one(const Plan& plan, LazyMaterial& lazy, const TrainOptions& options, const fs::path& out,
                   Logger& log) {
  const auto& config = plan.config;
  const std::string resolved = to_yaml(config);
  std::string identity = resolved;
  for (const auto& profile : plan.profiles) identity += to_yaml(profile);
  const std::string hash = run_hash(identity, plan.inputs);
  const fs::path path = out.empty() ? default_run_path(config.name, hash) : out;
  const RunRequest request{.path = path, .hash = hash, .force = options.force, .resumable = true};
  if (is_up_to_date(request)) {
    FinishedRun(path).verify();
    log.info("up to date: {}", path.string());
    return path;
  }

  Manifest manifest{.command_line = command_line(),
                    .experiment = {.config = fs::path(options.config).filename(), .overrides = options.sets},
                    .seed = static_cast<std::uint64_t>(config.seed),
                    .threads = config.threads,
                    .started = utc_now(),
                    .libraries = core_libraries(),
                    .inputs = plan.inputs};
  manifest.libraries["torch"] = torch_version();
  if (!lazy) lazy = load_material(plan, log);
  const Material& material = *lazy;
  const SeedTree seed(static_cast<std::uint64_t>(config.seed));
  const DataParts parts =
      share_out(*material.data.train, config.data, seed.at("parts"), material.data.skipped_train);
  const auto notes = plan_notes(config, material, parts);
  for (const auto& note : notes) log.info("{}", note.substr(2));

  auto writer = RunWriter::begin(request, log);
  HYBRID_CHECK(writer.has_value(), "{} was finished by somebody else meanwhile", path.string());
  create_folders(writer->folder() / "checkpoints");
  const HybridTask task{.images = *material.data.train,
                        .parts = parts,
                        .base = material.base,
                        .cloud = material.cloud,
                        .router = config.router,
                        .training = config.training,
                        .device = plan.device,
                        .seed = seed,
                        .checkpoints = writer->folder() / "checkpoints"};
  const HybridModels models = train_hybrid(task, log);
  create_folders(writer->folder() / "predictions");
  const auto [problem, workload] =
      predict_and_pair(task, models, material.data, config.data.tune_on, writer->folder(), log);
  // For other programs, and for `hybrid model export`.
  create_folders(writer->folder() / "weights");
  write_safetensors(writer->folder() / "weights/base.safetensors", weights_of(models.base));
  if (models.base_before.ptr() != models.base.ptr())
    write_safetensors(writer->folder() / "weights/base_before.safetensors", weights_of(models.base_before));
  if (!models.cloud.is_empty())
    write_safetensors(writer->folder() / "weights/cloud.safetensors", weights_of(models.cloud));
  if (!models.appealnet.is_empty())
    write_safetensors(writer->folder() / "weights/appealnet.safetensors", weights_of(models.appealnet));
  writer->write("config.yaml", resolved);
  writer->write("train_log.csv", train_log_csv(models.log));
  writer->write("split.csv", split_csv(parts, material.data, problem.half));
  if (models.router) writer->write("router.json", to_json(*models.router));
  write_evaluation({.name = config.name,
                    .notes = notes,
                    .problem = problem,
                    .config = config.evaluation,
                    .profiles = plan.profiles,
                    .workload = workload,
                    .seed = seed.at("evaluate")},
                   writer->folder(), log);
  manifest.seconds = models.seconds;
  manifest.warnings = log.warnings();
  if (config.data.on_bad_image == OnBadImage::skip)
    manifest.skipped_images = {{"train", material.data.skipped_train.size()},
                               {"test", material.data.skipped_test.size()}};
  manifest.peak_memory_mb = peak_memory_mb();
  double total = 0;
  for (const auto& [phase, seconds] : models.seconds) total += seconds;
  log.info("trained in {}, peak memory {:.0f} MB", format_duration(total), manifest.peak_memory_mb);
  writer->finish(std::move(manifest));
  return path;
}

void run_train(const TrainOptions& options, Logger& log) {
  if (options.config.empty()) throw UsageError("give --config, for example --config configs/quickstart.yaml");
  if (options.seeds < 1) throw UsageError(fmt::format("--seeds is {}, must be >= 1", options.seeds));
  if (options.json && options.seeds > 1)
    throw UsageError("--json shows one run; leave out --seeds or --json");
  std::vector<std::string> sets = options.sets;
  if (options.seed) sets.push_back(fmt::format("seed={}", *options.seed));
  if (options.threads) sets.push_back(fmt::format("threads={}", *options.threads));
  Plan plan = make_plan(load_experiment(options.config, sets));
  LazyMaterial material;
  if (options.dry_run) {
    material = load_material(plan, log);
    const DataParts parts = share_out(*material->data.train, plan.config.data,
                                      SeedTree(static_cast<std::uint64_t>(plan.config.seed)).at("parts"),
                                      material->data.skipped_train);
    fmt::print("{}\n\n{}", join(plan_notes(plan.config, *material, parts), "\n"), to_yaml(plan.config));
    return;
  }
  std::vector<fs::path> runs;
  const std::int64_t first_seed = plan.config.seed;
  if (first_seed > std::numeric_limits<std::int64_t>::max() - options.seeds)
    throw UsageError(fmt::format("seed {} leaves no room for {} seeds", first_seed, options.seeds));
  for (int s = 0; s < options.seeds; ++s) {
    plan.config.seed = first_seed + s;
    if (options.seeds > 1) log.info("seed {} ({} of {})", plan.config.seed, s + 1, options.seeds);
    fs::path out = options.out;
    if (!out.empty() && options.seeds > 1) out += fmt::format("-seed{}", plan.config.seed);
    runs.push_back(train_one(plan, material, options, out, log));
  }
  if (options.seeds > 1) {
    const SeedTree seed = SeedTree(static_cast<std::uint64_t>(first_seed)).at("seeds");
    const SeedsResult result = summarise_seeds(runs, plan.config.evaluation, seed);
    const fs::path folder =
        fmt::format("{}-seeds{}-{}",
                    options.out.empty() ? (fs::path("results") / plan.config.name).string() : options.out,
                    first_seed, plan.config.seed);
    write_seeds(result, folder);
    fmt::print("{}", seeds_markdown(result));
    for (const auto& path : runs) log.info("run: {}", path.string());
    log.info("files: {}/ (seeds.md, seeds.csv, seeds.json)", folder.string());
    return;
  }
  const FinishedRun run(runs.front());
  fmt::print("{}", read_file(run.verified(options.json ? "metrics.json" : "table.md")));
  std::fflush(stdout);
  log.info(
      "\nfiles: {0}/ (table.md, metrics.json, curves.csv, pareto.svg, predictions/)\n"
      "next:  hybrid tune --run {0} --latency 1000\n"
      "       hybrid cost --run {0} --profile stm32f746-nbiot --latency 10,20,40\n"
      "       hybrid entropy --run {0}",
      run.path().string());
}

}  // namespace

Action setup_train(CLI::App& app) {
  auto options = std::make_shared<TrainOptions>();
  app.add_option("--config", options->config, "the experiment (configs/README.md lists them)");
  app.add_option("--set", options->sets, "change a value of it: --set router.epochs=20 (repeatable)")
      ->allow_extra_args(false);
  app.add_option("--seed", options->seed, "the same as --set seed=N");
  app.add_option("--threads", options->threads, "the same as --set threads=N (0: all cores)");
  app.add_option("--seeds", options->seeds, "train with N seeds from the first on, print mean and spread")
      ->capture_default_str();
  app.add_option("--out", options->out, "the run folder (default: results/<name>-<hash>)");
  app.add_flag("--force", options->force, "make the run again, from the start");
  app.add_flag("--dry-run", options->dry_run,
               "check everything, print networks, data and resolved config, and stop");
  app.add_flag("--json", options->json, "print metrics.json instead of the table");
  app.footer(
      "The run is written as <out>.partial. Interrupted or killed, the same command goes on from the last "
      "finished\n"
      "epoch to the same result. A finished run is left alone (\"up to date\").\n"
      "Examples:\n"
      "  hybrid train --config configs/quickstart.yaml\n"
      "  hybrid train --config configs/quickstart.yaml --set training.update=router --seeds 3");
  return [options](Logger& log) { run_train(*options, log); };
}

}  // namespace hybrid
