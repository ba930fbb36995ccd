// hybrid train-exits: split computation with early exits (BranchyNet), made from the cloud of a finished
// training run.

#include <torch/torch.h>  // before everything that might define CHECK

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <numeric>

#include "arch/catalog.h"
#include "arch/device_fit.h"
#include "arch/early_exit.h"
#include "cli/arguments.h"
#include "cli/find_model.h"
#include "cli/setups.h"
#include "config/experiment.h"
#include "config/writer.h"
#include "core/error.h"
#include "core/files.h"
#include "core/progress.h"
#include "core/text.h"
#include "cost/partition.h"
#include "datasets/datasets.h"
#include "datasets/halves.h"
#include "eval/cross_fitting.h"
#include "nets/device.h"
#include "nets/infer.h"
#include "nets/weights.h"
#include "predictions/output_rows.h"
#include "report/evaluation_run.h"
#include "report/split_summary.h"
#include "training/fixed_network.h"
#include "training/split_computation.h"
#include "weights/safetensors.h"

namespace hybrid {

namespace {

namespace fs = std::filesystem;

struct ExitsOptions {
  std::string run;
  std::vector<std::string> after, coverages{"0.9", "0.8", "0.7", "0.6", "0.5", "0.4", "0.3", "0.2", "0.1"};
  std::string features = "int8", profile = "stm32f746-nbiot", device, out;
  int epochs = 10, calibrate = 512, threads = 0;
  bool force = false;
};

void check(const ExitsOptions& options) {
  if (options.run.empty())
    throw UsageError(
        "give --run: a finished training run, whose cloud is split, for example results/quickstart-1a2b3c4d");
  if (options.after.empty())
    throw UsageError("give --after: the layers after which to split, for example --after 0,1,2");
  if (options.out.empty()) throw UsageError("give --out: the folder for the runs of all split points");
  require_distinct("--after", options.after);
  require_distinct("--coverage", options.coverages);
  if (options.epochs < 1) throw UsageError(fmt::format("--epochs is {}, must be >= 1", options.epochs));
  if (options.calibrate < 1)
    throw UsageError(fmt::format("--calibrate is {}, must be >= 1", options.calibrate));
  if (options.threads < 0) throw UsageError(fmt::format("--threads is {}, must be >= 0", options.threads));
}

/// The profile without a payload of its own: features are what is sent.
SystemProfile profile_for_features(const std::string& name) {
  SystemProfile profile = find_profile(name);
  require_parts(profile);
  profile.parts.payload = {.bytes = std::nullopt, .source = "assumed: features are sent as they are"};
  return profile;
}

constexpr const char* kCloudWeights = "weights/cloud.safetensors";

/// The experiment of a training run whose cloud can be split. @throws DataError, Infeasible
ExperimentConfig experiment_of(const FinishedRun& run) {
  if (!run.has("train_log.csv"))
    throw DataError(run.path(),
                    "is no training run (`hybrid train` makes one): it has no cloud network to split");
  // The profiles it names lie beside the experiment's own file, and are not needed here.
  const std::vector<std::string> sets{"systems=[]"};
  ExperimentConfig config = load<ExperimentConfig>(run.verified("config.yaml"), sets).value;
  if (config.cloud.network == kTorchScript)
    throw Infeasible(
        fmt::format("the cloud of {} is a TorchScript file: a program whose layers are not known cannot be "
                    "split; train a run with a cloud of `hybrid model list`",
                    run.path().string()));
  if (!run.has(kCloudWeights))
    throw DataError(
        run.path(),
        fmt::format("has no {}: it was made before runs kept them, or they were removed; train it again "
                    "(--force)",
                    kCloudWeights));
  return config;
}

/// The data set's files, which must be those that the run was trained on. @throws DataError
std::vector<FileRecord> data_of(const ExperimentConfig& config, const FinishedRun& run) {
  std::vector<FileRecord> files;
  const auto& trained_on = run.manifest().inputs;
  for (const auto& file : input_files_of(config.data)) {
    files.push_back(record_file(file.filename().string(), file));
    if (std::ranges::find(trained_on, files.back().sha256, &FileRecord::sha256) == trained_on.end())
      throw DataError(file, fmt::format("is not the file that {} was trained on", run.path().string()));
  }
  return files;
}

/// All that the split points share.
struct Exits {
  const ExitsOptions& options;
  FinishedRun run;
  ExperimentConfig config;  ///< the run's, with the coverages asked for
  SystemProfile profile;
  FeatureFormat format;
  SeedTree seed;
  std::vector<FileRecord> inputs;
  Datasets data;
  DataParts parts;
  Preprocessing input;
  Network cloud{nullptr};
  std::optional<double> whole_accuracy;  ///< once it was needed
};

Exits prepare(const ExitsOptions& options, Logger& log) {
  const FinishedRun run(options.run);
  ExperimentConfig config = experiment_of(run);
  config.evaluation.coverages = parse_shares("--coverage", options.coverages);
  const SeedTree seed(static_cast<std::uint64_t>(config.seed));
  Exits exits{.options = options,
              .run = run,
              .config = config,
              .profile = profile_for_features(options.profile),
              .format = feature_format(options.features),
              .seed = seed.at("exits"),
              .inputs = data_of(config, run),
              .data = load_datasets(config.data, log, "results/cache", torch::get_num_threads())};
  const fs::path weights = run.verified(kCloudWeights);
  exits.inputs.push_back(record_file("cloud weights", weights));
  const ImageSource& images = *exits.data.train;
  const auto arch = find_arch(config.cloud.network,
                              preprocessed_shape(config.cloud.input, first_shape(images)), images.classes());
  if (!arch)
    throw DataError(run.path(), fmt::format("its cloud, {}, is no network of this version's catalog",
                                            config.cloud.network));
  exits.parts = share_out(images, config.data, seed.at("parts"), exits.data.skipped_train);
  exits.input = preprocessing_of(config.cloud.input, images, exits.parts.train);
  exits.cloud = build_network(*arch, SeedTree(0));
  for (const auto& note : load_weights(exits.cloud, weights)) log.info("cloud: {}", note);
  exits.cloud->eval();
  return exits;
}

/// @throws Infeasible if the device's part with its exit, in int8, has no room in the device's memory
void require_fit(const ArchSpec& network, const SplitPoint& point, const std::string& device_name) {
  if (device_name.empty()) return;
  const DeviceMemory device = find_device(device_name);
  const ArchSpec exit = exit_arch(network, point);
  const DeviceFit room = fit(count(exit), device);
  if (!room.fits())
    throw Infeasible(fmt::format(
        "the part of {} before the cut after {} does not fit on {}: SRAM {} bytes of {}, flash {} of {}, "
        "the engine's included",
        network.name, point.after, device.name, with_thousands(room.sram.network + room.sram.engine),
        with_thousands(room.sram.available), with_thousands(room.flash.network + room.flash.engine),
        with_thousands(room.flash.available)));
}

/// A model's answers about those images as a prediction set in the run that is written.
/// @param role "base" or "cloud"; @param part "tune" or "test"
PredictionSet answers(const Exits& exits, const InferenceModel& model, const std::string& role,
                      const std::string& part, std::int64_t sent, const fs::path& folder, Logger& log) {
  const bool tunes = part == "tune";
  const ImageSource& images = tunes ? *exits.data.train : *exits.data.test;
  const std::vector<std::size_t> rows = tunes ? exits.parts.tune : all_rows(images);
  const std::vector<float> logits = infer_all(model, {exits.input}, images, rows, log);
  std::vector<std::int32_t> labels;
  std::vector<std::string> ids;
  for (const auto row : rows) {
    labels.push_back(images.label(row));
    ids.push_back(images.id(row));
  }
  const fs::path path = folder / fmt::format("predictions/{}-{}.npz", role, part);
  write_prediction_set(path, labels, logits, ids,
                       {{"model", model.name},
                        {"dataset", images.name()},
                        {"split", part},
                        {"macs", model.macs.value()},
                        {"input_bytes", sent},  // what a sent input costs the link
                        {"class_names", images.class_names()}});
  return read_prediction_set(path);
}

/// The exit against the cloud behind it. Everything is sent from the device, so nothing is answered without
/// it: there is no `on_cloud`.
const MethodOptions kMethods{.methods = {"on_device", "random", "max_prob", "entropy", "oracle"}};

double accuracy_of(const PredictionSet& set) {
  const auto right = correct(set);
  return std::accumulate(right.begin(), right.end(), 0.0) / static_cast<double>(right.size());
}

double whole_accuracy(Exits& exits, Logger& log) {
  if (!exits.whole_accuracy) {
    const ImageSource& test = *exits.data.test;
    const auto logits = infer_all(inference_model(exits.cloud), {exits.input}, test, all_rows(test), log);
    exits.whole_accuracy = accuracy_of(prediction_set_from_logits("cloud", labels_of(test), logits));
  }
  return *exits.whole_accuracy;
}

/// What the run of one split point holds, computed into the folder.
void make_split(Exits& exits, const SplitPoint& point, const fs::path& folder, Logger& log) {
  const ArchSpec& network = exits.cloud->spec();
  const SplitModels models = train_split({.images = *exits.data.train,
                                          .parts = exits.parts,
                                          .cloud = exits.cloud,
                                          .input = exits.input,
                                          .format = exits.format,
                                          .epochs = exits.options.epochs,
                                          .calibration = exits.options.calibrate,
                                          .seed = exits.seed},
                                         point, log);
  const ArchCount device = count(models.exit->spec());
  log.info("exit after {:<3} loss {:.4f}, {:.2f} % right in training; {} MACs, sends {} bytes", point.after,
           models.head.loss, 100 * models.head.accuracy, with_thousands(device.macs),
           with_thousands(sent_bytes(point, exits.format)));

  create_folders(folder / "predictions");
  create_folders(folder / "weights");
  write_safetensors(folder / "weights/exit.safetensors", weights_of(models.exit));
  const std::int64_t sent = sent_bytes(point, exits.format);
  const InferenceModel exit = inference_model(models.exit);
  const auto pair_on = [&](const char* part) {
    return pair_predictions(answers(exits, exit, "base", part, sent, folder, log),
                            answers(exits, models.cloud, "cloud", part, sent, folder, log));
  };
  const PredictionPair test = pair_on("test");
  const SeedTree seed = exits.seed.at("evaluate", point.layers);
  const RoutingProblem problem =
      exits.config.data.tune_on == TuneOn::test_halves
          ? make_cross_fitted_problem(test, half_of_rows(test.size(), hash_halves(*exits.data.test).second),
                                      kMethods, seed, log)
          : make_routing_problem(pair_on("tune"), test, kMethods, seed, log);
  const Workload workload = workload_of(test);
  const SystemCost cost = price(exits.profile, workload);
  const auto image_bytes = first_shape(*exits.data.test).elements();
  const SystemCost whole =
      price(exits.profile, {.base_macs = 0, .payload_bytes = static_cast<double>(image_bytes)});
  const SplitSummary summary{.network = network.name,
                             .after = point.after,
                             .features = point.output,
                             .device_macs = device.macs,
                             .cloud_macs = point.macs_after,
                             .weight_bytes = device.weight_bytes_int8,
                             .sram_bytes = device.sram_bytes_int8,
                             .image_bytes = image_bytes,
                             .bytes_int8 = point.bytes_int8(),
                             .bytes_fp32 = point.bytes_fp32(),
                             .format = exits.format,
                             .quantization = models.quantization,
                             .exit_accuracy = accuracy_of(test.base),
                             .cloud_accuracy = accuracy_of(test.cloud),
                             .whole_accuracy = whole_accuracy(exits, log),
                             .profile = exits.profile.name,
                             .latency_ms = cost.total(Resource::latency)->at(0),
                             .energy_mj = cost.total(Resource::energy)->at(0),
                             .whole_latency_ms = whole.total(Resource::latency)->at(0),
                             .whole_energy_mj = whole.total(Resource::energy)->at(0)};
  write_file_atomically(folder / kSplitFile, to_json(summary));
  write_evaluation(
      {.name = fmt::format("{} split after {}", network.name, point.after),
       .notes = {fmt::format("- Device: the layers of `{}` up to {} and an exit, {} MACs; cloud: the "
                             "others, {} MACs; {} features of {}, {} bytes",
                             network.name, point.after, with_thousands(device.macs),
                             with_thousands(point.macs_after), name_of(exits.format), to_string(point.output),
                             with_thousands(sent)),
                 "- Features come from the device: where costs are listed for the cloud only, its part is "
                 "missing"},
       .problem = problem,
       .config = exits.config.evaluation,
       .profiles = {exits.profile},
       .workload = workload,
       .seed = seed},
      folder, log);
}

/// One split point's finished run, made if it is not there.
FinishedRun split_run(Exits& exits, const SplitPoint& point, Logger& log) {
  const ExitsOptions& options = exits.options;
  const std::string config = to_yaml(exits.config);
  const std::string identity = fmt::format("{}{}exit after {}, {} features, {} epochs, {} images calibrate\n",
                                           config, to_yaml(exits.profile), point.after, name_of(exits.format),
                                           options.epochs, options.calibrate);
  const fs::path path = fs::path(options.out) / ("after-" + point.after);
  const RunRequest request{.path = path, .hash = run_hash(identity, exits.inputs), .force = options.force};
  // The runs of all split points lie in one folder, whose name is the experiment's.
  Manifest manifest{.command_line = command_line(),
                    .experiment = {.name = path.parent_path().filename() / path.filename()},
                    .seed = static_cast<std::uint64_t>(exits.config.seed),
                    .threads = torch::get_num_threads(),
                    .started = utc_now(),
                    .libraries = core_libraries(),
                    .inputs = exits.inputs};
  manifest.libraries["torch"] = torch_version();
  auto writer = RunWriter::begin(request, log);
  if (!writer) {
    log.info("up to date: {}", path.string());
  } else {
    const auto start = std::chrono::steady_clock::now();
    writer->write("config.yaml", config);
    make_split(exits, point, writer->folder(), log);
    manifest.seconds["split"] =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    manifest.warnings = log.warnings();
    manifest.peak_memory_mb = peak_memory_mb();
    writer->finish(std::move(manifest));
  }
  return FinishedRun(path);
}

void run_train_exits(const ExitsOptions& options, Logger& log) {
  check(options);
  set_up_torch(options.threads);
  Exits exits = prepare(options, log);
  const ArchSpec& network = exits.cloud->spec();
  std::vector<SplitPoint> points;
  for (const std::string& after : options.after) points.push_back(exit_point(network, after));
  std::ranges::sort(points, {}, &SplitPoint::layers);
  for (const SplitPoint& point : points) require_fit(network, point, options.device);

  std::vector<SplitResult> results;
  for (const SplitPoint& point : points) results.push_back(read_split_result(split_run(exits, point, log)));
  const std::string table = splits_markdown(results);
  write_file_atomically(fs::path(options.out) / "table.md", table);
  write_file_atomically(fs::path(options.out) / "splits.csv", splits_csv(results));
  fmt::print("{}", table);
  std::fflush(stdout);
  log.info(
      "\n"
      "files: {0}/ (table.md, splits.csv, and a run for each split)\n"
      "next:  hybrid tune --run {0}/after-{1} --coverage 0.8",
      options.out, points.front().after);
}

}  // namespace

Action setup_train_exits(CLI::App& app) {
  auto options = std::make_shared<ExitsOptions>();
  app.add_option("--run", options->run, "a finished training run, whose cloud network is split");
  app.add_option("--after", options->after,
                 "the layers after which to split (`hybrid model show NAME --splits`)")
      ->delimiter(',');
  app.add_option("--features", options->features, "how features are sent: int8 (quantised, measured) or fp32")
      ->capture_default_str();
  app.add_option("--epochs", options->epochs, "over the training images, for each exit's classifier")
      ->capture_default_str();
  app.add_option("--calibrate", options->calibrate, "so many training images give the range of int8 features")
      ->capture_default_str();
  app.add_option("--coverage", options->coverages, "shares kept on the device (default 0.9, 0.8, ..., 0.1)")
      ->delimiter(',');
  app.add_option("--profile", options->profile,
                 "cost profile of kind parts: a name of configs/systems or a file")
      ->capture_default_str();
  app.add_option("--device", options->device,
                 "refuse a part that does not fit this memory: a name of configs/devices or a file");
  app.add_option("--threads", options->threads, "0: all cores")->capture_default_str();
  app.add_option("--out", options->out, "the folder: a run after-N for each split, table.md and splits.csv");
  app.add_flag("--force", options->force, "make the runs again");
  app.footer(
      "Split computation (BranchyNet, Teerapittayanon et al. 2017): the device runs the first layers of "
      "the cloud's\n"
      "network and an exit, a fully connected layer on the channels' means. What the exit is not sure of "
      "is sent as\n"
      "features, and the other layers answer. The exit is trained, the network's layers stay as they are. "
      "On the CPU.\n"
      "Finished splits are left alone, so that an interrupted command goes on with the others.\n"
      "Examples:\n"
      "  hybrid train-exits --run results/quickstart-1a2b3c4d --after 0,1,2 --out results/exits\n"
      "  hybrid train-exits --run results/quickstart-1a2b3c4d --after 3 --features fp32 --out "
      "results/exits-fp32");
  return [options](Logger& log) { run_train_exits(*options, log); };
}

}  // namespace hybrid
