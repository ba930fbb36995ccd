// hybrid predict, predict-hybrid: one model's outputs on one data set, as a prediction set.

#include "workflows/predict_run.h"  // before everything that might define CHECK

#include <cstdio>
#include <memory>

#include "cli/find_model.h"
#include "cli/setups.h"
#include "core/error.h"
#include "core/progress.h"
#include "core/text.h"
#include "nets/torchscript.h"
#include "runs/manifest.h"

namespace hybrid {

namespace {

namespace fs = std::filesystem;

struct PredictOptions {
  std::string model, weights;
  std::string data, root, split = "test", on_bad_image = "error";
  int resolution = 0;  ///< 0: the network's own
  std::string resize = "pillow_bilinear";
  double crop = 1.0;
  std::vector<double> mean, stddev;
  std::string payload;   ///< empty: the model sees the images as they are
  int payload_size = 0;  ///< 0: the model's own, or the image's if that is less
  std::string compute = "cpu", precision = "fp32";
  bool int8 = false;
  int calibrate = 512;
  int batch = 0;  ///< 0: default_batch
  int threads = 0;
  int limit = 0;
  std::string out;
  bool force = false;
};

/// The enum value that `word` names. @throws UsageError with the nearest word and the list
template <class E, std::size_t N>
E parse_choice(const std::string& option, const std::string& word, const std::array<Named<E>, N>& names) {
  std::vector<std::string> known;
  for (const auto& row : names) {
    if (row.name == word) return row.value;
    known.emplace_back(row.name);
  }
  throw UsageError(
      fmt::format("unknown {} '{}'{} (there are {})", option, word, did_you_mean(word, known), join(known)));
}

void require_at_least(const std::string& option, int value, int least) {
  if (value < least) throw UsageError(fmt::format("{} is {}, must be >= {}", option, value, least));
}

bool is_torchscript(const PredictOptions& options) {
  return fs::is_regular_file(options.model) && looks_like_torchscript(options.model);
}

/// Nothing where images are sent, or nothing is.
std::optional<Payload> features_asked(const PredictOptions& options) {
  if (options.payload.empty()) return std::nullopt;
  const Payload payload = parse_payload("--payload", options.payload);
  return payload.format == PayloadFormat::features ? std::optional(payload) : std::nullopt;
}

void check_payload(const PredictOptions& options) {
  const auto features = features_asked(options);
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
  if (options.int8 || options.precision != "fp32")
    throw UsageError("features are quantised at the link alone: leave out --int8 and --precision");
}

void check_model(const PredictOptions& options) {
  if (options.int8 && (options.compute != "cpu" || options.precision != "fp32"))
    throw UsageError("--int8 is a precision of its own, on the CPU; leave out --compute and --precision");
  if (!is_torchscript(options)) {
    const ArchSpec network = find_model(options.model, {}, {});
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

void check(const PredictOptions& options) {
  if (options.model.empty())
    throw UsageError(
        "give --model: a name that `hybrid model list` shows, a description's file, or a TorchScript file");
  if (options.data.empty()) throw UsageError("give --data, for example --data cifar100");
  if (options.out.empty()) throw UsageError("give --out, for example --out set.npz");
  if (!options.out.ends_with(".npz"))
    throw UsageError(fmt::format("--out is '{}', must end in .npz", options.out));
  if (options.mean.empty() || options.stddev.empty())
    throw UsageError(
        "give --mean and --std, the ones the model was trained with (the examples in --help have those of "
        "CIFAR-100)");
  if (!(options.crop >= kSmallestCrop && options.crop <= 1))
    throw UsageError(
        fmt::format("--crop is {}, must be >= {} and <= 1", shortest(options.crop), shortest(kSmallestCrop)));
  if (options.mean.size() != options.stddev.size())
    throw UsageError(fmt::format("--mean has {} numbers, --std {}; both have one per channel",
                                 options.mean.size(), options.stddev.size()));
  for (const double deviation : options.stddev)
    if (!(deviation > 0)) throw UsageError(fmt::format("--std holds {}, must be > 0", shortest(deviation)));
  require_at_least("--resolution", options.resolution, 0);
  constexpr int kLargest = 4096;
  if (options.resolution > kLargest)
    throw UsageError(fmt::format("--resolution is {}, must be <= {}", options.resolution, kLargest));
  require_at_least("--payload-size", options.payload_size, 0);
  if (options.payload_size > 0 && options.payload.empty())
    throw UsageError("--payload-size goes with --payload: raw, png or jpeg:QUALITY");
  if (!options.payload.empty()) check_payload(options);
  require_at_least("--batch", options.batch, 0);
  require_at_least("--threads", options.threads, 0);
  require_at_least("--limit", options.limit, 0);
  require_at_least("--calibrate", options.calibrate, 1);
  check_model(options);
  if (fs::exists(options.out) && !options.force)
    throw DataError(options.out, "is there already; give --force to replace it, or another --out");
}

InputConfig input_config(const PredictOptions& options) {
  InputConfig input{.size = options.resolution,
                    .resize = parse_choice("--resize", options.resize, kResizeNames),
                    .crop = options.crop,
                    .mean = options.mean,
                    .stddev = options.stddev};
  if (input.size == 0 && !is_torchscript(options))
    input.size = find_model(options.model, {}, {}).input.height;
  return input;
}

/// The words and numbers of the command line as values. @throws UsageError
PredictRequest request_of(const PredictOptions& options) {
  PredictRequest request{
      .model = {.weights = options.weights,
                .precision = parse_choice("--precision", options.precision, kPrecisionNames),
                .int8 = options.int8,
                .calibrate = options.calibrate},
      .data = {.dataset = parse_choice("--data", options.data, kDatasetNames),
               .root = options.root,
               .on_bad_image = parse_choice("--on-bad-image", options.on_bad_image, kOnBadImageNames),
               .train_limit = options.limit,
               .test_limit = options.limit},
      .split = parse_choice("--split", options.split, kDataSplitNames),
      .input = input_config(options),
      .payload = {},
      .payload_size = options.payload_size,
      .compute = parse_choice("--compute", options.compute, kComputeNames),
      .threads = options.threads,
      .batch = options.batch,
      .out = options.out};
  if (!options.payload.empty()) request.payload = parse_payload("--payload", options.payload);
  if (is_torchscript(options))
    request.model.weights = options.model;
  else
    request.model.network = [name = options.model](int side, int classes) {
      return find_model(name, side, classes);
    };
  return request;
}

/// "jpeg:75 at 96 x 96 pixels" or "features after 7, 24x22x22 in int8"
std::string in_words(const SentPayload& sent) {
  if (sent.payload.format == PayloadFormat::features)
    return fmt::format("features after {}, {} in int8", sent.payload.after, to_string(sent.features));
  return fmt::format("{} at {} x {} pixels", to_string(sent.payload), sent.side, sent.side);
}

void print_sent(const SentPayload& sent, Logger& log) {
  fmt::print("sent as {}: {:.0f} bytes an image, {:.0f} at most for 95 % of them\n", in_words(sent),
             sent.bytes.mean, sent.bytes.p95);
  if (sent.least_bytes)
    log.info("{} values an image, {:.0f} bytes coded; one order-0 code for all takes {:.0f} at least",
             with_thousands(sent.features.elements()), sent.bytes.mean, sent.least_bytes->mean);
}

void run_predict(const PredictOptions& options, Logger& log) {
  check(options);
  const PredictResult result = predict_run(request_of(options), log);
  const PredictionTotals& totals = result.totals;
  const auto n = static_cast<double>(totals.images);
  fmt::print("{} on {} {}: {} of {} right, accuracy {:.2f} %\n", result.model, options.data, options.split,
             with_thousands(static_cast<std::int64_t>(totals.correct)),
             with_thousands(static_cast<std::int64_t>(totals.images)),
             100 * static_cast<double>(totals.correct) / n);
  if (result.sent) print_sent(*result.sent, log);
  log.info("{:.0f} images/s ({}), peak memory {:.0f} MB\nfile: {}", n / totals.seconds,
           format_duration(totals.seconds), peak_memory_mb(), options.out);
}

void add_model_options(CLI::App& app, PredictOptions& options) {
  const auto add = [&](const char* flag, auto& target, const char* text) {
    return app.add_option(flag, target, text)->group("Model");
  };
  add("--model", options.model,
      "a network's name, its description (MCUNet .json, Once-for-All net.config) or a TorchScript file");
  add("--weights", options.weights, "its weights: safetensors, .pth; not with TorchScript");
  add("--precision", options.precision, "fp32, or bf16 for speed: then check that the accuracy holds")
      ->capture_default_str();
  app.add_flag("--int8", options.int8,
               "answer in 8-bit integers, as a microcontroller does, quantised after training")
      ->group("Model");
  add("--calibrate", options.calibrate,
      "with --int8 or features: so many training images give the activations' ranges")
      ->capture_default_str();
}

void add_data_options(CLI::App& app, PredictOptions& options) {
  const auto add = [&](const char* flag, auto& target, const char* text) {
    return app.add_option(flag, target, text)->group("Data");
  };
  add("--data", options.data, "fashion_mnist, mnist, kmnist, cifar10, cifar100, image_folder or synthetic");
  add("--root", options.root, "folder of the data set (default: below $HYBRID_DATA)");
  add("--split", options.split, "train or test")->capture_default_str();
  add("--limit", options.limit, "only so many images (default: all)");
  add("--on-bad-image", options.on_bad_image,
      "error, or skip: leave out images that cannot be read; the set's meta counts them")
      ->capture_default_str();
  add("--resolution", options.resolution,
      "side of the model's input in pixels (default: what the network was published for; of TorchScript: "
      "the images')");
  add("--resize", options.resize, "pillow_bilinear, pillow_bicubic or opencv_bilinear")
      ->capture_default_str();
  add("--crop", options.crop, "share of the resized image's shorter side that is kept, from the middle")
      ->capture_default_str();
  add("--payload", options.payload,
      "the model sees what arrives of an image that is sent so: raw, png or jpeg:QUALITY (1 to 100, "
      "4:2:0); or features:LAYER: the device runs its layers up to that one (`hybrid model show NAME "
      "--splits`) and sends what they give, in int8 and entropy-coded; the set gets `payload_bytes`");
  add("--payload-size", options.payload_size,
      "side of the square that is sent, pixels (default: the model's, or the image's if that is less)");
  add("--mean", options.mean, "per channel, of pixels in [0, 1]")->delimiter(',');
  add("--std", options.stddev, "likewise")->delimiter(',');
}

}  // namespace

Action setup_predict(CLI::App& app) {
  auto options = std::make_shared<PredictOptions>();
  add_model_options(app, *options);
  add_data_options(app, *options);
  app.add_option("--compute", options->compute, "auto, cpu or cuda")->capture_default_str();
  app.add_option("--threads", options->threads, "0: all cores")->capture_default_str();
  app.add_option("--batch", options->batch, "images at a time (default: 32, on a GPU 512)");
  app.add_option("--out", options->out, "the prediction set to be written, an .npz file");
  app.add_flag("--force", options->force, "replace --out if it is there");
  app.footer(
      "A TorchScript file holds a program: run only those of people you trust.\n"
      "Examples (the published MCUNet on CIFAR-100; its ImageNet sibling; a cloud model):\n"
      "  hybrid predict --model mcunet-5fps --weights mcunet-5fps_cifar100.safetensors --data cifar100 \\\n"
      "      --mean 0.5071,0.4867,0.4408 --std 0.2675,0.2565,0.2761 --out base.npz\n"
      "  hybrid predict --model mcunet-320kb --weights mcunet-320kb-1mb_imagenet.pth --data image_folder \\\n"
      "      --root imagenet --split train --crop 0.875 --mean 0.5,0.5,0.5 --std 0.5,0.5,0.5 --out "
      "imagenet.npz\n"
      "  hybrid predict --model cloud.ts.pt --data cifar100 --mean 0.5071,0.4867,0.4408 \\\n"
      "      --std 0.2675,0.2565,0.2761 --out cloud.npz\n"
      "The same where images are sent as JPEG; `hybrid payload` compares such sets:\n"
      "  hybrid predict --model cloud.ts.pt --data cifar100 --payload jpeg:75 \\\n"
      "      --mean 0.5071,0.4867,0.4408 --std 0.2675,0.2565,0.2761 --out cloud-jpeg75.npz\n"
      "  hybrid predict --model mcunet-320kb --weights mcunet-320kb_cifar100.safetensors --data cifar100 \\\n"
      "      --payload features:9 --mean 0.5071,0.4867,0.4408 --std 0.2675,0.2565,0.2761 --out cloud-f9.npz");
  return [options](Logger& log) { run_predict(*options, log); };
}

}  // namespace hybrid
