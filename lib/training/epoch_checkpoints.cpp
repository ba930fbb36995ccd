#include "training/epoch_checkpoints.h"

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "core/json_number.h"
#include "nets/checkpoint.h"

namespace hybrid::training {

namespace {

/// The completed part of a phase.
struct Progressed {
  int epochs = 0;                    ///< completed by all networks
  std::vector<EpochRecord> records;  ///< including those of the current round, at the end
  std::size_t in_round = 0;          ///< number of records of the current round
  std::string once_result;           ///< the result of Round::once in the current round; empty before
  EpochProgress at;                  ///< progress of the current epoch
};

std::string to_text(const Progressed& progressed) {
  auto list = nlohmann::json::array();
  for (const auto& r : progressed.records)
    list.push_back({{"phase", r.phase},
                    {"epoch", r.epoch},
                    {"loss", r.loss},
                    {"accuracy", r.accuracy},
                    {"learning_rate", r.learning_rate}});
  return nlohmann::json{{"epochs", progressed.epochs},      {"records", list},
                        {"in_round", progressed.in_round},  {"made_once", progressed.once_result},
                        {"batches", progressed.at.batches}, {"loss", progressed.at.loss},
                        {"right", progressed.at.right}}
      .dump();
}

Progressed from_text(const std::string& text, const std::filesystem::path& file) {
  try {
    const auto json = parse_json(text, file);
    Progressed progressed{.epochs = whole_number<int>(json.at("epochs")),
                          .in_round = whole_number(json, "in_round", std::size_t{0}),
                          .once_result = json.value("made_once", ""),
                          .at = {.batches = whole_number(json, "batches", std::int64_t{0}),
                                 .loss = json.value("loss", 0.0),
                                 .right = whole_number(json, "right", std::int64_t{0})}};
    for (const auto& r : json.at("records"))
      progressed.records.push_back({.phase = r.at("phase"),
                                    .epoch = whole_number<int>(r.at("epoch")),
                                    .loss = r.at("loss"),
                                    .accuracy = r.at("accuracy"),
                                    .learning_rate = r.at("learning_rate")});
    if (progressed.epochs < 0 || progressed.at.batches < 0 || progressed.in_round > progressed.records.size())
      throw DataError(file, "is not a checkpoint of ours (its numbers contradict each other)");
    return progressed;
  } catch (const nlohmann::json::exception& error) {
    throw DataError(file, fmt::format("is not a checkpoint of ours ({})", error.what()));
  }
}

}  // namespace

/// A phase's checkpoint file and its content.
class EpochCheckpoints {
 public:
  EpochCheckpoints(std::span<SgdTrainer* const> trainers, std::filesystem::path file)
      : file_(std::move(file)) {
    for (auto* trainer : trainers)
      parts_.push_back(
          {.name = trainer->phase(), .network = trainer->network(), .optimizer = &trainer->optimizer()});
    if (std::filesystem::exists(file_)) done_ = from_text(nets::load_checkpoint(file_, parts_), file_);
  }

  Progressed& done() { return done_; }

  void run(const std::function<void(Round&)>& run_round) {
    Round round(*this);
    run_round(round);
    HYBRID_CHECK(round.trained_ == done_.in_round, "a round trained {} epochs, and {} when it was begun",
                 round.trained_, done_.in_round);
    ++done_.epochs;
    done_.in_round = 0;
    done_.once_result.clear();
    save();
  }

  void save() { nets::save_checkpoint(file_, parts_, to_text(done_)); }

 private:
  std::filesystem::path file_;
  std::vector<nets::CheckpointPart> parts_;
  Progressed done_;
};

int Round::epoch() const {
  return checkpoints_.done().epochs;
}

std::string Round::once(const std::function<std::string()>& make) {
  Progressed& done = checkpoints_.done();
  if (done.once_result.empty()) done.once_result = make();
  return done.once_result;
}

void Round::train(SgdTrainer& trainer, std::span<const float> weights) {
  Progressed& done = checkpoints_.done();
  if (++trained_ <= done.in_round) return;
  const auto keep = [&](const EpochProgress& at) {
    done.at = at;
    checkpoints_.save();
  };
  // The epoch may begin with minutes of inference by a teacher; save first, so that an interruption loses no
  // earlier work.
  if (done.in_round > 0 && done.at == EpochProgress{}) checkpoints_.save();
  done.records.push_back(trainer.run_epoch(done.epochs, weights, done.at, keep));
  ++done.in_round;
  done.at = {};
}

std::vector<EpochRecord> run_epochs(std::span<SgdTrainer* const> trainers, int epochs,
                                    const std::filesystem::path& file,
                                    const std::function<void(Round& round)>& run_round) {
  EpochCheckpoints checkpoints(trainers, file);
  while (checkpoints.done().epochs < epochs) checkpoints.run(run_round);
  return checkpoints.done().records;
}

}  // namespace hybrid::training
