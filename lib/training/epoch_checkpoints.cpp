#include "training/epoch_checkpoints.h"

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "nets/checkpoint.h"

namespace hybrid {

namespace {

struct Progressed {
  int epochs = 0;
  std::vector<EpochRecord> records;
};

std::string to_text(const Progressed& progressed) {
  auto list = nlohmann::json::array();
  for (const auto& r : progressed.records)
    list.push_back({{"phase", r.phase},
                    {"epoch", r.epoch},
                    {"loss", r.loss},
                    {"accuracy", r.accuracy},
                    {"learning_rate", r.learning_rate}});
  return nlohmann::json{{"epochs", progressed.epochs}, {"records", list}}.dump();
}

Progressed from_text(const std::string& text, const std::filesystem::path& file) {
  try {
    const auto json = nlohmann::json::parse(text);
    Progressed progressed{.epochs = json.at("epochs")};
    for (const auto& r : json.at("records"))
      progressed.records.push_back({.phase = r.at("phase"),
                                    .epoch = r.at("epoch"),
                                    .loss = r.at("loss"),
                                    .accuracy = r.at("accuracy"),
                                    .learning_rate = r.at("learning_rate")});
    return progressed;
  } catch (const nlohmann::json::exception& error) {
    throw DataError(file, fmt::format("is not a checkpoint of ours ({})", error.what()));
  }
}

}  // namespace

std::vector<EpochRecord> run_epochs(std::span<SgdTrainer* const> trainers, int epochs,
                                    const std::filesystem::path& file,
                                    const std::function<std::vector<EpochRecord>(int epoch)>& run_epoch) {
  std::vector<CheckpointPart> parts;
  for (auto* trainer : trainers)
    parts.push_back(
        {.name = trainer->phase(), .network = trainer->network(), .optimizer = &trainer->optimizer()});
  Progressed progressed;
  if (std::filesystem::exists(file)) progressed = from_text(load_checkpoint(file, parts), file);
  while (progressed.epochs < epochs) {
    const auto records = run_epoch(progressed.epochs++);
    progressed.records.insert(progressed.records.end(), records.begin(), records.end());
    save_checkpoint(file, parts, to_text(progressed));
  }
  return progressed.records;
}

}  // namespace hybrid
