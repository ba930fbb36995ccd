#include "training/fixed_network.h"

#include "core/files.h"
#include "core/paths.h"
#include "core/sha256.h"
#include "core/text.h"
#include "nets/device.h"
#include "nets/predict.h"
#include "predictions/prediction_writer.h"

namespace hybrid::training {

namespace {

namespace fs = std::filesystem;

std::string numbers(std::span<const float> values) {
  std::string text;
  for (const float v : values) text += shortest(static_cast<double>(v)) + " ";
  return text;
}

std::string key_of(const FixedNetwork& network, const images::ImageSource& images, const std::string& part,
                   std::span<const std::size_t> rows, const transforms::SeededAugmentation& augmentation) {
  std::string rows_text;
  for (const auto row : rows) rows_text += std::to_string(row) + " ";
  const auto& input = network.input;
  return sha256(
      fmt::format("{} {} {} {} {} {} {} {} {} {} {} {} {} {}{}", transforms::kTransformsVersion,
                  nets::torch_version(), network.model.device.str(), network.sha256, images.fingerprint(),
                  part, sha256(rows_text), input.input.size, static_cast<int>(input.input.resize),
                  shortest(input.input.crop), numbers(input.normalization.mean),
                  numbers(input.normalization.stddev), static_cast<int>(network.model.precision),
                  augmentation.settings.kind == config::Augment::none
                      ? "none"
                      : fmt::format("{} {}", to_string(augmentation.settings), augmentation.seed.value()),
                  network.model.adapted));
}

}  // namespace

fs::path cached_logits(const FixedNetwork& network, const images::ImageSource& images,
                       const std::string& part, std::span<const std::size_t> rows,
                       const transforms::SeededAugmentation& augmentation, Logger& log) {
  constexpr std::size_t kNameLength = 16;
  const fs::path path =
      network.cache / fmt::format("{}-{}.npz", file_name_of(network.model.name),
                                  key_of(network, images, part, rows, augmentation).substr(0, kNameLength));
  if (fs::exists(path)) return path;
  log.info("{} predicts {} images of {}, once for all runs", network.model.name,
           with_thousands(static_cast<std::int64_t>(rows.size())), part);
  create_folders(network.cache);
  predictions::PredictionWriter writer(path, rows.size(), network.model.classes);
  const nets::InferenceRequest request{
      network.model, {network.input, augmentation}, [&](std::size_t row, std::span<const float> logits) {
        writer.append(images.label(row), images.id(row), logits);
      }};
  nets::infer(std::span(&request, 1), images, rows, nets::default_batch(network.model.device),
              "inference with " + network.model.name, nets::kKeptOnInterrupt, log);
  nlohmann::json meta{{"model", network.model.name},
                      {"dataset", images.name()},
                      {"split", part},
                      {"input_bytes", nets::bytes_sent(images, network.model.input)},
                      {"class_names", images.class_names()}};
  if (network.model.macs) meta["macs"] = *network.model.macs;
  writer.finish(meta);
  return path;
}

}  // namespace hybrid::training
