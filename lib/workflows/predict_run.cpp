#include "workflows/predict_run.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "arch/early_exit.h"
#include "core/error.h"
#include "core/folders.h"
#include "core/interrupt.h"
#include "core/sha256.h"
#include "core/text.h"
#include "datasets/datasets.h"
#include "nets/device.h"
#include "nets/int8_model.h"
#include "nets/tensors.h"
#include "nets/threads.h"
#include "nets/torchscript.h"
#include "nets/weights.h"
#include "payload/sent_images.h"
#include "workflows/feature_payload.h"

namespace hybrid::workflows {

namespace {

bool sends_features(const PredictRequest& request) {
  return request.payload && request.payload->format == cost::PayloadFormat::features;
}

/// Returns training images for the ranges of 8-bit integers: float32 [n, channels, height, width].
torch::Tensor calibration_images(const PredictRequest& request,
                                 const transforms::Preprocessing& preprocessing, Logger& log) {
  config::DataConfig data = request.data;
  data.train_limit = request.model.calibrate;
  const auto images =
      datasets::open_images(data, config::DataSplit::train, log, cache_folder(), nets::most_threads()).images;
  log.info("calibrating 8-bit integers on {} training images", images->size());
  return nets::image_tensor(*images, images::all_rows(*images), {preprocessing}, torch::kCPU);
}

struct LoadedModel {
  nets::InferenceModel model;
  std::optional<FeaturePayload> features = {};  ///< if the device runs the model's first layers
};

/// Loads the model.
/// @param input shape of one image at the model's input
LoadedModel load_model(const PredictRequest& request, const transforms::Preprocessing& preprocessing,
                       const arch::Shape& input, int classes, const torch::Device& device, Logger& log) {
  const PredictModel& from = request.model;
  if (!from.network)
    return {.model =
                nets::read_torchscript(from.weights, input, log, from.precision, device, from.isolation)};
  const arch::ArchSpec arch = from.network(input.height, classes);
  const auto point =
      sends_features(request) ? std::optional(arch::exit_point(arch, request.payload->after)) : std::nullopt;
  if (arch.input != input)
    throw DataError(arch.name,
                    fmt::format("takes images of {}, {} has {}", to_string(arch.input),
                                name_of(request.data.dataset, config::kDatasetNames), to_string(input)));
  nets::Network network = nets::build_network(arch, SeedTree(0));
  for (const auto& note : nets::load_weights(network, from.weights))
    log.info("{}: {}", from.weights.string(), note);
  const auto calibration = [&] { return calibration_images(request, preprocessing, log); };
  if (from.int8) return {.model = nets::int8_model(network, calibration())};
  network->to(device);
  if (!point) return {.model = nets::inference_model(network, from.precision)};
  FeaturePayload features = send_features(network, *point, calibration(), log);
  nets::InferenceModel model = features.model;
  return {.model = std::move(model), .features = std::move(features)};
}

/// The images at the model's input: the data set's, or those received by the cloud.
struct ModelImages {
  image_index::ReadableImages opened;
  std::unique_ptr<payload::SentImages> sent;  ///< null unless images are sent
  int side = 0;                               ///< side of the sent square, pixels

  const images::ImageSource& images() const { return sent ? *sent : *opened.images; }
};

ModelImages open_model_images(const PredictRequest& request, Logger& log) {
  ModelImages model_images{
      .opened = datasets::open_images(request.data, request.split, log, cache_folder(), nets::most_threads()),
      .sent = nullptr};
  if (!request.payload || sends_features(request)) return model_images;
  const images::Image first = model_images.opened.images->image(0);
  const int wanted = request.input.size > 0 ? request.input.size : std::min(first.height, first.width);
  model_images.side = request.payload_size > 0
                          ? request.payload_size
                          : payload::largest_side(wanted, first.height, first.width, request.input.crop);
  config::InputConfig cut = request.input;
  cut.size = model_images.side;
  model_images.sent =
      std::make_unique<payload::SentImages>(*model_images.opened.images, cut, *request.payload);
  return model_images;
}

std::string precision_word(const PredictRequest& request, const nets::InferenceModel& model) {
  return request.model.int8 ? "int8" : std::string(name_of(model.precision, config::kPrecisionNames));
}

/// Returns the metadata of the prediction set: the model, the data and the preprocessing.
nlohmann::json meta_of(const PredictRequest& request, const nets::InferenceModel& model,
                       const images::ImageSource& images) {
  const config::InputConfig& input = request.input;
  nlohmann::json meta{{"model", model.name},
                      {"weights", request.model.weights.filename().string()},
                      {"weights_sha256", sha256_of(request.model.weights)},
                      {"dataset", name_of(request.data.dataset, config::kDatasetNames)},
                      {"split", name_of(request.split, config::kDataSplitNames)},
                      {"input_bytes", nets::bytes_sent(images, model.input)},
                      {"precision", precision_word(request, model)},
                      {"recipe",
                       {{"resolution", model.input.height},
                        {"resize", name_of(input.resize, config::kResizeNames)},
                        {"crop", input.crop},
                        {"mean", input.mean},
                        {"std", input.stddev}}},
                      {"class_names", images.class_names()}};
  if (model.macs) meta["macs"] = *model.macs;
  return meta;
}

/// Adds the payload of one image, which determines the cost of sending.
void add_payload(nlohmann::json& meta, const cost::Payload& payload, int side, int channels) {
  const std::int64_t pixels = std::int64_t{side} * side;
  meta["payload"] = to_string(payload);
  meta["payload_side"] = side;
  meta["input_bytes"] = pixels * channels;
  if (payload.format != cost::PayloadFormat::raw) meta["encoded_pixels"] = pixels;
}

std::optional<SentPayload> sent_of(const PredictRequest& request, const ModelImages& model_images,
                                   const LoadedModel& loaded) {
  if (model_images.sent)
    return SentPayload{.payload = *request.payload,
                       .side = model_images.side,
                       .features = {},
                       .bytes = cost::summary_of(model_images.sent->payload_bytes()),
                       .least_bytes = {}};
  if (!loaded.features) return std::nullopt;
  const nets::FeatureLink& link = *loaded.features->link;
  return SentPayload{.payload = *request.payload,
                     .side = loaded.model.input.height,
                     .features = loaded.features->point.output,
                     .bytes = cost::summary_of(link.payload_bytes()),
                     .least_bytes = cost::summary_of(link.entropy_bytes())};
}

/// Completes the file with its metadata.
void finish(predictions::PredictionWriter& writer, const PredictRequest& request,
            const ModelImages& model_images, const LoadedModel& loaded, int channels) {
  nlohmann::json meta = meta_of(request, loaded.model, model_images.images());
  if (request.data.on_bad_image == config::OnBadImage::skip)
    meta["skipped_images"] = model_images.opened.skipped.size();
  if (model_images.sent) add_payload(meta, *request.payload, model_images.side, channels);
  if (loaded.features) add_features(meta, *loaded.features);
  writer.finish(meta, model_images.sent ? model_images.sent->payload_bytes()
                      : loaded.features ? loaded.features->link->payload_bytes()
                                        : std::vector<double>{});
}

}  // namespace

PredictResult predict_run(const PredictRequest& request, Logger& log) {
  const StopsWhenSafe stops;  // an unfinished set is removed
  const int threads = nets::set_up_torch(request.threads, log);
  const torch::Device device = nets::choose_device(request.compute);
  const ModelImages model_images = open_model_images(request, log);
  const images::ImageSource& images = model_images.images();
  const images::Image first = images.image(0);
  if (request.input.mean.size() != static_cast<std::size_t>(first.channels))
    throw InvalidArgument(
        fmt::format("{} means and standard deviations for images of {} channel{}: give one of "
                    "each per channel",
                    request.input.mean.size(), first.channels, first.channels == 1 ? "" : "s"));
  transforms::Preprocessing preprocessing = transforms::preprocessing_of(request.input, first.channels);
  const LoadedModel loaded = load_model(
      request, preprocessing, transforms::preprocessed_shape(request.input, images::shape_of(first)),
      images.classes(), device, log);
  const nets::InferenceModel& model = loaded.model;
  if (model_images.sent) preprocessing.input.crop = 1;  // the device has already cropped the centre
  nets::check_classes(model, images);
  const std::size_t batch =
      request.batch == 0 ? nets::default_batch(device) : static_cast<std::size_t>(request.batch);
  log.info("{}: {} classes, images of {}, {}, batches of {}, {} threads", model.name, model.classes,
           to_string(model.input), precision_word(request, model), batch, threads);

  predictions::PredictionWriter writer(request.out, images.size(), model.classes, nets::output_kind(model));
  const nets::PredictionTotals totals = nets::predict(model, images, preprocessing, batch, writer, log);
  finish(writer, request, model_images, loaded, first.channels);
  if (model_images.sent && model_images.sent->enlarged() > 0)
    log.warn("{} of {} images are smaller than the {} pixels that are sent, and were enlarged first",
             model_images.sent->enlarged(), totals.images, model_images.side);
  return {.model = model.name, .totals = totals, .sent = sent_of(request, model_images, loaded)};
}

}  // namespace hybrid::workflows
