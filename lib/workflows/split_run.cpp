#include <torch/torch.h>  // must precede all headers that may define CHECK

#include "workflows/split_run.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <numeric>

#include "arch/early_exit.h"
#include "audit/outputs.h"
#include "config/writer.h"
#include "core/error.h"
#include "core/files.h"
#include "core/paths.h"
#include "core/text.h"
#include "cost/partition.h"
#include "datasets/halves.h"
#include "eval/cross_fitting.h"
#include "eval/workload.h"
#include "nets/device.h"
#include "nets/infer.h"
#include "nets/threads.h"
#include "nets/weights.h"
#include "predictions/output_rows.h"
#include "report/split_summary.h"
#include "training/split_computation.h"
#include "weights/safetensors.h"
#include "workflows/make_run.h"
#include "workflows/split_source.h"
#include "workflows/write_evaluation.h"

namespace hybrid::workflows {

namespace fs = std::filesystem;

namespace {

/// Returns the profile without its payload, because features are sent.
cost::SystemProfile profile_for_features(cost::SystemProfile profile) {
  cost::require_parts(profile);
  profile.parts.payload = {.bytes = std::nullopt, .source = "assumed: features are sent as they are"};
  return profile;
}

/// The data shared by all split points.
struct Exits : SplitSource {
  const SplitRequest& request;
  cost::SystemProfile profile;
  SeedTree seed;
  std::optional<double> whole_accuracy = {};  ///< computed on first use
};

Exits prepare(const SplitRequest& request, Logger& log) {
  const cost::SystemProfile profile = profile_for_features(request.profile);
  SplitSource source = read_split_source(request.run, log);
  source.config.evaluation.coverages = request.coverages;
  const SeedTree seed(static_cast<std::uint64_t>(source.config.seed));
  return {std::move(source), request, profile, seed.at("exits")};
}

/// Checks that the device's part with its exit, in int8, fits the device's memory.
/// @throws Infeasible if it does not
void require_fit(const arch::ArchSpec& network, const arch::SplitPoint& point,
                 const arch::DeviceMemory& device) {
  const arch::ArchSpec exit = arch::exit_arch(network, point);
  const arch::DeviceFit room = arch::fit(count(exit), device);
  if (!room.fits())
    throw Infeasible(fmt::format(
        "the part of {} before the cut after {} does not fit on {}: SRAM {} bytes of {}, flash {} of {}, "
        "the engine's included",
        network.name, point.after, device.name, with_thousands(room.sram.network + room.sram.engine),
        with_thousands(room.sram.available), with_thousands(room.flash.network + room.flash.engine),
        with_thousands(room.flash.available)));
}

/// Predicts these images with the model and writes a prediction set to the run.
/// @param role "base" or "cloud"
/// @param part "tune" or "test"
/// @param sent bytes sent over the link for one input
predictions::PredictionSet predict(const Exits& exits, const nets::InferenceModel& model,
                                   const std::string& role, const std::string& part, std::int64_t sent,
                                   const fs::path& folder, Logger& log) {
  const bool tunes = part == "tune";
  const images::ImageSource& images = tunes ? *exits.data.train : *exits.data.test;
  const std::vector<std::size_t> rows = tunes ? exits.parts.tune : images::all_rows(images);
  const std::vector<float> logits = nets::infer_all(model, {exits.input}, images, rows, log);
  std::vector<std::int32_t> labels;
  std::vector<std::string> ids;
  for (const auto row : rows) {
    labels.push_back(images.label(row));
    ids.push_back(images.id(row));
  }
  const fs::path path = folder / fmt::format("predictions/{}-{}.npz", role, part);
  predictions::write_prediction_set(path, labels, logits, ids,
                                    {{"model", model.name},
                                     {"dataset", images.name()},
                                     {"split", part},
                                     {"macs", model.macs.value()},
                                     {"input_bytes", sent},
                                     {"class_names", images.class_names()}});
  return predictions::read_prediction_set(path);
}

/// The exit is the base, the remaining layers are the cloud model. Every input passes through the device, so
/// there is no `on_cloud`.
const eval::MethodOptions kMethods{.methods = {"on_device", "random", "max_prob", "entropy", "oracle"}};

double accuracy_of(const predictions::PredictionSet& set) {
  const auto right = predictions::correct(set);
  return std::accumulate(right.begin(), right.end(), 0.0) / static_cast<double>(right.size());
}

double whole_accuracy(Exits& exits, Logger& log) {
  if (!exits.whole_accuracy) {
    const images::ImageSource& test = *exits.data.test;
    const auto logits =
        nets::infer_all(nets::inference_model(exits.cloud), {exits.input}, test, images::all_rows(test), log);
    exits.whole_accuracy =
        accuracy_of(predictions::prediction_set_from_logits("cloud", training::labels_of(test), logits));
  }
  return *exits.whole_accuracy;
}

/// Returns the problem; without a separate tuning part, the halves of the test part are cross-fitted.
eval::RoutingProblem problem_of(const Exits& exits, const predictions::PredictionPair& test,
                                const std::function<predictions::PredictionPair(const char*)>& pair_on,
                                SeedTree seed, Logger& log) {
  predictions::PredictionPair tune;
  std::vector<std::uint8_t> half;
  if (exits.config.data.tune_on == config::TuneOn::test_halves)
    half = eval::half_of_rows(test.size(), datasets::hash_halves(*exits.data.test).second);
  else
    tune = pair_on("tune");
  return eval::make_problem(tune, test, half, kMethods, seed, log);
}

runs::SplitSummary summary_of(Exits& exits, const arch::SplitPoint& point,
                              const training::SplitModels& models, const predictions::PredictionPair& test,
                              const cost::Workload& workload, Logger& log) {
  const arch::ArchCount device = count(models.exit->spec());
  const cost::SystemCost cost = cost::price(exits.profile, workload);
  const auto image_bytes = images::first_shape(*exits.data.test).elements();
  const cost::SystemCost whole =
      cost::price(exits.profile, {.base_macs = 0, .payload_bytes = static_cast<double>(image_bytes)});
  return {.network = exits.cloud->spec().name,
          .after = point.after,
          .features = point.output,
          .device_macs = device.macs,
          .cloud_macs = point.macs_after,
          .weight_bytes = device.weight_bytes_int8,
          .sram_bytes = device.sram_bytes_int8,
          .image_bytes = image_bytes,
          .bytes_int8 = point.bytes_int8(),
          .bytes_fp32 = point.bytes_fp32(),
          .format = exits.request.features,
          .quantization = models.quantization,
          .exit_accuracy = accuracy_of(test.base),
          .cloud_accuracy = accuracy_of(test.cloud),
          .whole_accuracy = whole_accuracy(exits, log),
          .profile = exits.profile.name,
          .latency_ms = cost.total(cost::Resource::latency)->at(0),
          .energy_mj = cost.total(cost::Resource::energy)->at(0),
          .whole_latency_ms = whole.total(cost::Resource::latency)->at(0),
          .whole_energy_mj = whole.total(cost::Resource::energy)->at(0)};
}

std::vector<std::string> notes_of(const runs::SplitSummary& split, std::int64_t sent) {
  return {fmt::format("- Device: the layers of `{}` up to {} and an exit, {} MACs; cloud: the others, {} "
                      "MACs; {} features of {}, {} bytes",
                      split.network, split.after, with_thousands(split.device_macs),
                      with_thousands(split.cloud_macs), name_of(split.format), to_string(split.features),
                      with_thousands(sent)),
          "- Features come from the device: where costs are listed for the cloud only, its part is missing"};
}

training::SplitModels train(const Exits& exits, const arch::SplitPoint& point, Logger& log) {
  training::SplitModels models = training::train_split({.images = *exits.data.train,
                                                        .parts = exits.parts,
                                                        .cloud = exits.cloud,
                                                        .input = exits.input,
                                                        .format = exits.request.features,
                                                        .epochs = exits.request.epochs,
                                                        .calibration = exits.request.calibrate,
                                                        .seed = exits.seed},
                                                       point, log);
  log.info("exit after {:<3} loss {:.4f}, {:.2f} % right in training; {} MACs, sends {} bytes", point.after,
           models.head.loss, 100 * models.head.accuracy, with_thousands(count(models.exit->spec()).macs),
           with_thousands(arch::sent_bytes(point, exits.request.features)));
  return models;
}

/// Computes the run of one split point into the folder.
void fill_run(Exits& exits, const arch::SplitPoint& point, const fs::path& folder, Logger& log) {
  const training::SplitModels models = train(exits, point, log);
  create_folders(folder / "predictions");
  create_folders(folder / "weights");
  weights::write_safetensors(folder / "weights/exit.safetensors", nets::weights_of(models.exit));
  const std::int64_t sent = arch::sent_bytes(point, exits.request.features);
  const nets::InferenceModel exit = nets::inference_model(models.exit);
  const auto pair_on = [&](const char* part) {
    return predictions::pair_predictions(predict(exits, exit, "base", part, sent, folder, log),
                                         predict(exits, models.cloud, "cloud", part, sent, folder, log));
  };
  const predictions::PredictionPair test = pair_on("test");
  const bool cross_fits = exits.config.data.tune_on == config::TuneOn::test_halves;
  audit::warn_of_outputs(test, cross_fits ? 0 : exits.parts.tune.size(), log);
  const SeedTree seed = exits.seed.at("evaluate", point.layers);
  const eval::RoutingProblem problem = problem_of(exits, test, pair_on, seed, log);
  const cost::Workload workload = eval::workload_of(test);
  const runs::SplitSummary summary = summary_of(exits, point, models, test, workload, log);
  write_file_atomically(folder / runs::kSplitFile, to_json(summary));
  write_evaluation({.name = fmt::format("{} split after {}", summary.network, point.after),
                    .notes = notes_of(summary, sent),
                    .problem = problem,
                    .config = exits.config.evaluation,
                    .profiles = {exits.profile},
                    .workload = workload,
                    .seed = seed},
                   folder, log);
}

/// Returns the finished run of one split point; makes it if it does not exist.
MadeRun run_of(Exits& exits, const arch::SplitPoint& point, Logger& log) {
  const SplitRequest& request = exits.request;
  const std::string config = config::to_yaml(exits.config);
  const std::string identity = fmt::format("{}{}exit after {}, {} features, {} epochs, {} images calibrate\n",
                                           config, config::to_yaml(exits.profile), point.after,
                                           name_of(request.features), request.epochs, request.calibrate);
  const auto fill = [&](const runs::RunWriter& writer, runs::Manifest& manifest) {
    const auto start = std::chrono::steady_clock::now();
    writer.write("config.yaml", config);
    fill_run(exits, point, writer.folder(), log);
    manifest.seconds["split"] =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const fs::path path = request.out / ("after-" + file_name_of(point.after));
  return make_run({.path = path, .hash = runs::run_hash(identity, exits.inputs), .force = request.force},
                  // The runs of all split points are in one folder, named after the experiment.
                  {.experiment = {.name = path.parent_path().filename() / path.filename()},
                   .seed = static_cast<std::uint64_t>(exits.config.seed),
                   .threads = nets::most_threads(),
                   .libraries = nets::torch_libraries(),
                   .inputs = exits.inputs},
                  fill, log);
}

}  // namespace

SplitRuns split_run(const SplitRequest& request, Logger& log) {
  nets::set_up_torch(request.threads, log);
  Exits exits = prepare(request, log);
  const arch::ArchSpec& network = exits.cloud->spec();
  std::vector<arch::SplitPoint> points;
  for (const std::string& after : request.after) points.push_back(arch::exit_point(network, after));
  std::ranges::sort(points, {}, &arch::SplitPoint::layers);
  if (request.device)
    for (const arch::SplitPoint& point : points) require_fit(network, point, *request.device);

  SplitRuns splits;
  for (const arch::SplitPoint& point : points) {
    const MadeRun made = run_of(exits, point, log);
    splits.results.push_back(runs::read_split_result(made.run));
    splits.up_to_date = splits.up_to_date && made.up_to_date;
  }
  write_file_atomically(request.out / "table.md", report::splits_markdown(splits.results));
  write_file_atomically(request.out / "splits.csv", report::splits_csv(splits.results));
  return splits;
}

}  // namespace hybrid::workflows
