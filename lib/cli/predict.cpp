// hybrid predict, predict-hybrid: inference of one model on one data set, written as a prediction set.

#include "workflows/predict_run.h"  // must precede all headers that may define CHECK

#include <cstdio>
#include <memory>

#include "cli/config_flags.h"
#include "cli/find_model.h"
#include "cli/ignored_options.h"
#include "cli/output.h"
#include "cli/setups.h"
#include "config/input_faults.h"
#include "core/error.h"
#include "core/progress.h"
#include "core/text.h"
#include "nets/torchscript_archive.h"
#include "runs/manifest.h"

namespace hybrid::cli {

namespace {

namespace fs = std::filesystem;

struct PredictOptions {
  std::string model, weights;
  /// Provides data, base.input, base.precision, compute and threads.
  config::ExperimentConfig config = {.compute = config::Compute::cpu};
  config::DataSplit split = config::DataSplit::test;
  int limit = 0;         ///< 0: all
  std::string payload;   ///< empty: images are not sent
  int payload_size = 0;  ///< 0: the model's own, or the image's if smaller
  bool int8 = false, no_sandbox = false;
  int calibrate = 512;
  int batch = 0;  ///< 0: default_batch
  std::string out;
  bool force = false;
  GivenFlags given;
};

/// Describes the options without a key in an experiment's config.
void describe(config::Fields& f, PredictOptions& o) {
  f.choice("split", o.split, config::kDataSplitNames, {.doc = "part of the data set"});
  f.field("limit", o.limit, {.doc = "use only this many images, 0 for all", .unit = "images", .min = 0});
  f.field("payload_size", o.payload_size,
          {.doc = "side of the square that is sent; 0: that of the model's input, or of a smaller image",
           .unit = "pixels",
           .min = 0});
  f.field("calibrate", o.calibrate,
          {.doc = "training images that determine the ranges of activations, with --int8 or features",
           .unit = "images",
           .min = 1});
  f.field("batch", o.batch, {.doc = "batch size; 0: 32, or 512 on a GPU", .unit = "images", .min = 0});
}

bool is_torchscript(const PredictOptions& options) {
  return fs::is_regular_file(options.model) && nets::looks_like_torchscript(options.model);
}

/// Returns the payload if it consists of features, else std::nullopt.
std::optional<cost::Payload> requested_features(const PredictOptions& options) {
  if (options.payload.empty()) return std::nullopt;
  const cost::Payload payload = cost::parse_payload("--payload", options.payload);
  return payload.format == cost::PayloadFormat::features ? std::optional(payload) : std::nullopt;
}

void check_payload(const PredictOptions& options) {
  const auto features = requested_features(options);
  if (!features) return;
  if (features->after == "input")
    throw UsageError(
        "--payload features:input has no layers on the device: send the image, as raw, png or jpeg:QUALITY");
  if (is_torchscript(options))
    throw UsageError(fmt::format("--payload {} needs a network whose layers are known; {} is TorchScript",
                                 options.payload, options.model));
  if (options.payload_size > 0)
    throw UsageError(
        "--payload-size is of images that are sent; features are those of the model's own input: "
        "--resolution");
  if (options.int8 || options.config.base.precision != config::Precision::fp32)
    throw UsageError("features are quantised at the link alone: leave out --int8 and --precision");
}

void check_model(const PredictOptions& options) {
  if (options.int8 && (options.config.compute != config::Compute::cpu ||
                       options.config.base.precision != config::Precision::fp32))
    throw UsageError("--int8 is a precision of its own, on the CPU; leave out --compute and --precision");
  if (!is_torchscript(options)) {
    const arch::ArchSpec network = find_model(options.model, {}, {});
    if (options.weights.empty())
      throw UsageError(fmt::format("give --weights: the file with the weights of {}", network.name));
    return;
  }
  if (!options.weights.empty())
    throw UsageError(fmt::format("--model {} holds its weights; leave out --weights", options.model));
  if (options.int8)
    throw UsageError(
        fmt::format("--int8 needs a network whose layers are known; {} is TorchScript", options.model));
}

config::InputConfig input_config(const PredictOptions& options) {
  config::InputConfig input = options.config.base.input;
  if (input.size == 0 && !is_torchscript(options))
    input.size = find_model(options.model, {}, {}).input.height;
  return input;
}

/// Applies the rules that a config's input section has.
void check_input(const PredictOptions& options) {
  config::InputConfig input = input_config(options);
  if (!options.payload.empty()) input.crop = 1;  // the device crops what it sends, at any size
  const auto faults = config::input_faults(
      input, {.size = "--resolution", .crop = "--crop", .mean = "--mean", .stddev = "--std"});
  if (!faults.empty()) throw UsageError(faults.front().message);
}

void check(const PredictOptions& options) {
  if (options.model.empty())
    throw UsageError(
        "give --model: a name that `hybrid model list` shows, a description's file, or a TorchScript file");
  if (!options.given.contains("data.dataset")) throw UsageError("give --data, for example --data cifar100");
  if (options.given.contains("data.class_order") &&
      options.config.data.dataset != config::DatasetName::image_folder)
    throw UsageError("--class-order goes with --data image_folder; the classes of others have an order");
  if (options.out.empty()) throw UsageError("give --out, for example --out set.npz");
  if (!options.out.ends_with(".npz"))
    throw UsageError(fmt::format("--out is '{}', must end in .npz", options.out));
  const config::InputConfig& input = options.config.base.input;
  if (input.mean.empty() || input.stddev.empty())
    throw UsageError(
        "give --mean and --std, the ones the model was trained with (the examples in --help have those of "
        "CIFAR-100)");
  constexpr int kLargest = 4096;
  if (input.size > kLargest)
    throw UsageError(fmt::format("--resolution is {}, must be <= {}", input.size, kLargest));
  if (options.payload_size > 0 && options.payload.empty())
    throw UsageError("--payload-size goes with --payload: raw, png or jpeg:QUALITY");
  if (!options.payload.empty()) check_payload(options);
  check_model(options);
  check_input(options);
  if (fs::exists(options.out) && !options.force)
    throw DataError(options.out, "is there already; give --force to replace it, or another --out");
}

workflows::PredictRequest request_of(const PredictOptions& options) {
  workflows::PredictRequest request{.model = {.weights = options.weights,
                                              .precision = options.config.base.precision,
                                              .int8 = options.int8,
                                              .calibrate = options.calibrate},
                                    .data = options.config.data,
                                    .split = options.split,
                                    .input = input_config(options),
                                    .payload = {},
                                    .payload_size = options.payload_size,
                                    .compute = options.config.compute,
                                    .threads = options.config.threads,
                                    .batch = options.batch,
                                    .out = options.out};
  request.data.train_limit = request.data.test_limit = options.limit;
  if (!options.payload.empty()) request.payload = cost::parse_payload("--payload", options.payload);
  if (options.no_sandbox) request.model.isolation = nets::Isolation::none;
  if (is_torchscript(options))
    request.model.weights = options.model;
  else
    request.model.network = [name = options.model](int side, int classes) {
      return find_model(name, side, classes);
    };
  return request;
}

/// Returns "jpeg:75 at 96 x 96 pixels" or "features after 7, 24x22x22 in int8".
std::string in_words(const workflows::SentPayload& sent) {
  if (sent.payload.format == cost::PayloadFormat::features)
    return fmt::format("features after {}, {} in int8", sent.payload.after, to_string(sent.features));
  return fmt::format("{} at {} x {} pixels", to_string(sent.payload), sent.side, sent.side);
}

void print_sent(const workflows::SentPayload& sent, Logger& log) {
  print("sent as {}: {:.0f} bytes an image, {:.0f} at most for 95 % of them\n", in_words(sent),
        sent.bytes.mean, sent.bytes.p95);
  if (sent.least_bytes)
    log.info("{} values an image, {:.0f} bytes coded; one order-0 code for all takes {:.0f} at least",
             with_thousands(sent.features.elements()), sent.bytes.mean, sent.least_bytes->mean);
}

void run_predict(const PredictOptions& options, Logger& log) {
  check(options);
  const workflows::PredictResult result = workflows::predict_run(request_of(options), log);
  const nets::PredictionTotals& totals = result.totals;
  const auto n = static_cast<double>(totals.images);
  print("{} on {} {}: {} of {} right, accuracy {:.2f} %\n", result.model,
        name_of(options.config.data.dataset, config::kDatasetNames),
        name_of(options.split, config::kDataSplitNames),
        with_thousands(static_cast<std::int64_t>(totals.correct)),
        with_thousands(static_cast<std::int64_t>(totals.images)),
        100 * static_cast<double>(totals.correct) / n);
  if (result.sent) print_sent(*result.sent, log);
  log.info("{:.0f} images/s ({}), peak memory {:.0f} MB\nfile: {}", n / totals.seconds,
           format_duration(totals.seconds), runs::peak_memory_mb(), options.out);
}

void refuse_ignored(const CLI::App& app, const PredictOptions& options) {
  if (!requested_features(options))
    refuse_ignored_options(app, {{.options = {"--calibrate"},
                                  .without = {"--int8"},
                                  .why = "only activations and features in int8 are calibrated"}});
  if (is_torchscript(options))
    refuse_ignored_options(app, {{.options = {"--resize"},
                                  .without = {"--resolution"},
                                  .why = "images that are not resized need no filter"}});
  else if (options.no_sandbox)
    throw UsageError("--no-sandbox is for a TorchScript file as --model; leave it out");
  const config::DataConfig& data = options.config.data;
  const std::string_view name = name_of(data.dataset, config::kDatasetNames);
  if (data.dataset == config::DatasetName::synthetic && is_given(app, "--root"))
    throw UsageError("synthetic images are computed, not read: leave out --root");
  if (data.dataset != config::DatasetName::image_folder && is_given(app, "--on-bad-image"))
    throw UsageError(fmt::format("--on-bad-image is of image_folder, {} has no image files: omit it", name));
}

void add_model_options(CLI::App& app, PredictOptions& options) {
  const auto add = [&](const char* flag, auto& target, const char* text) {
    return app.add_option(flag, target, text)->group("Model");
  };
  add("--model", options.model,
      "a network's name, its description (MCUNet .json, Once-for-All net.config) or a TorchScript file");
  add("--weights", options.weights, "its weights: safetensors, .pth; not with TorchScript");
  const FlagSettings model{.group = "Model"};
  add_config_flags(app, options.config, {{.key = "base.precision", .names = "--precision"}}, model);
  app.add_flag("--int8", options.int8,
               "predict in 8-bit integers, as a microcontroller does, quantised after training")
      ->group("Model");
  add_config_flags(app, options, {{.key = "calibrate", .names = "--calibrate"}}, model);
  app.add_flag("--no-sandbox", options.no_sandbox,
               "run a TorchScript file in this process, with all its rights")
      ->group("Model");
}

void add_data_options(CLI::App& app, PredictOptions& options) {
  const FlagSettings data{.given = &options.given, .group = "Data"};
  add_config_flags(app, options.config,
                   {{.key = "data.dataset", .names = "--data", .default_words = "none, it must be given"},
                    {.key = "data.root", .names = "--root"},
                    {.key = "data.class_order", .names = "--class-order"},
                    {.key = "data.on_bad_image", .names = "--on-bad-image"}},
                   data);
  add_config_flags(app, options, {{.key = "split", .names = "--split"}, {.key = "limit", .names = "--limit"}},
                   data);
  add_config_flags(app, options.config,
                   {{.key = "base.input.size",
                     .names = "--resolution",
                     .default_words = "what the network was published for; 0 for TorchScript"},
                    {.key = "base.input.resize", .names = "--resize"},
                    {.key = "base.input.crop", .names = "--crop"},
                    {.key = "base.input.mean", .names = "--mean"},
                    {.key = "base.input.stddev", .names = "--std"}},
                   data);
  app.add_option("--payload", options.payload,
                 "how an image is sent before the model sees it: raw, png or jpeg:QUALITY (1 to 100, 4:2:0); "
                 "or features:LAYER: the device computes the layers up to this one (`hybrid model show NAME "
                 "--splits`) and sends their output as entropy-coded int8; the set gets `payload_bytes`")
      ->group("Data");
  add_config_flags(app, options, {{.key = "payload_size", .names = "--payload-size"}}, data);
}

}  // namespace

Action setup_predict(CLI::App& app) {
  auto options = std::make_shared<PredictOptions>();
  add_model_options(app, *options);
  add_data_options(app, *options);
  add_config_flags(app, options->config,
                   {{.key = "compute", .names = "--compute"}, {.key = "threads", .names = "--threads"}});
  add_config_flags(app, *options, {{.key = "batch", .names = "--batch"}});
  app.add_option("--out", options->out, "the prediction set to be written, an .npz file");
  app.add_flag("--force", options->force, "replace --out if it exists");
  app.footer(
      "A TorchScript file is a program. It runs in a process of its own that can neither write files nor use "
      "the\nnetwork, but can read files and use any time; on a GPU it has all rights.\n"
      "Examples (the published MCUNet on CIFAR-100; its ImageNet sibling; a cloud model):\n"
      "  hybrid predict --model mcunet-5fps --weights mcunet-5fps_cifar100.safetensors --data cifar100 \\\n"
      "      --mean 0.5071,0.4867,0.4408 --std 0.2675,0.2565,0.2761 --out base.npz\n"
      "  hybrid predict --model mcunet-320kb --weights mcunet-320kb-1mb_imagenet.pth --data image_folder \\\n"
      "      --root imagenet --split train --crop 0.875 --mean 0.5,0.5,0.5 --std 0.5,0.5,0.5 --out "
      "t.npz\n"
      "  hybrid predict --model cloud.ts.pt --data cifar100 --mean 0.5071,0.4867,0.4408 \\\n"
      "      --std 0.2675,0.2565,0.2761 --out cloud.npz\n"
      "The same where images are sent as JPEG; `hybrid payload` compares such sets:\n"
      "  hybrid predict --model cloud.ts.pt --data cifar100 --payload jpeg:75 \\\n"
      "      --mean 0.5071,0.4867,0.4408 --std 0.2675,0.2565,0.2761 --out cloud-jpeg75.npz\n"
      "  hybrid predict --model mcunet-320kb --weights mcunet-320kb_cifar100.safetensors --data cifar100 \\\n"
      "      --payload features:9 --mean 0.5071,0.4867,0.4408 --std 0.2675,0.2565,0.2761 --out cloud-f9.npz");
  return [options, &app](Logger& log) {
    refuse_ignored(app, *options);
    run_predict(*options, log);
  };
}

}  // namespace hybrid::cli
