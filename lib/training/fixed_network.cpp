#include "training/fixed_network.h"

#include <algorithm>

#include "core/files.h"
#include "core/interrupt.h"
#include "core/progress.h"
#include "core/sha256.h"
#include "core/text.h"
#include "nets/device.h"
#include "nets/predict.h"
#include "nets/tensors.h"
#include "predictions/prediction_set.h"

namespace hybrid {

namespace {

namespace fs = std::filesystem;

std::string numbers(std::span<const float> values) {
  std::string text;
  for (const float v : values) text += shortest(static_cast<double>(v)) + " ";
  return text;
}

std::string key_of(const FixedNetwork& network, const ImageDataset& images, const std::string& part,
                   std::span<const std::size_t> rows, const Views& views) {
  std::string rows_text;
  for (const auto row : rows) rows_text += std::to_string(row) + " ";
  const auto& input = network.input;
  return sha256(fmt::format("1 {} {} {} {} {} {} {} {} {} {} {} {} {} {} {}", torch_version(),
                            network.model.device.str(), network.sha256, images.fingerprint(), part,
                            sha256(rows_text), input.input.size, static_cast<int>(input.input.resize),
                            shortest(input.input.crop), numbers(input.normalization.mean),
                            numbers(input.normalization.stddev), static_cast<int>(network.model.precision),
                            static_cast<int>(views.augmentation.kind), views.augmentation.shift,
                            views.augmentation.kind == Augment::none ? 0 : views.seed.value()));
}

}  // namespace

std::vector<float> ask(const InferenceModel& model, const Preparation& input, const ImageDataset& images,
                       std::span<const std::size_t> rows, const Views& views, Logger& log) {
  const std::size_t at_once = default_batch(model.device);
  Progress progress(log, fmt::format("asking {}", model.name), static_cast<std::int64_t>(rows.size()),
                    "images");
  std::vector<float> logits;
  logits.reserve(rows.size() * static_cast<std::size_t>(model.classes));
  for (std::size_t begin = 0; begin < rows.size(); begin += at_once) {
    throw_if_interrupted("what is finished is kept; the same command goes on from there");
    const auto batch = rows.subspan(begin, std::min(at_once, rows.size() - begin));
    const torch::Tensor out =
        model.forward(image_tensor(images, batch, input, views.augmentation, views.seed, model.device))
            .to(torch::kCPU)
            .contiguous();
    const auto* values = out.data_ptr<float>();
    logits.insert(logits.end(), values, values + out.numel());
    progress.advance(static_cast<std::int64_t>(batch.size()));
  }
  return logits;
}

fs::path cached_answers(const FixedNetwork& network, const ImageDataset& images, const std::string& part,
                        std::span<const std::size_t> rows, const Views& views, Logger& log) {
  constexpr std::size_t kNameLength = 16;
  const fs::path path =
      network.cache / fmt::format("{}-{}.npz", network.model.name,
                                  key_of(network, images, part, rows, views).substr(0, kNameLength));
  if (fs::exists(path)) return path;
  log.info("{} is asked about {} images of {}, once for all runs", network.model.name,
           with_thousands(static_cast<std::int64_t>(rows.size())), part);
  const auto logits = ask(network.model, network.input, images, rows, views, log);
  std::vector<std::int32_t> labels;
  std::vector<std::string> ids;
  for (const auto row : rows) {
    labels.push_back(images.labels[row]);
    ids.push_back(fmt::format("{}/{}", part, row));
  }
  create_folders(network.cache);
  nlohmann::json meta{{"model", network.model.name},
                      {"dataset", images.name},
                      {"split", part},
                      {"input_bytes", images.pixels()},
                      {"class_names", images.class_names}};
  if (network.model.macs) meta["macs"] = *network.model.macs;
  write_prediction_set(path, labels, logits, ids, meta);
  return path;
}

}  // namespace hybrid
