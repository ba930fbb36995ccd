#include "small_task.h"

#include "training/epoch_checkpoints.h"

#include <array>
#include <chrono>
#include <cmath>
#include <fstream>

#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::training;
using test::SmallTask;

namespace {

struct Outcome {
  nets::Network network{nullptr};
  std::vector<EpochRecord> records;
};

/// Trains `until` of 3 epochs from whatever the file holds.
Outcome train(const SmallTask& small, const std::filesystem::path& file, int until,
              int* epochs_run = nullptr) {
  Logger log(Verbosity::quiet);
  const transforms::Preprocessing input =
      transforms::preprocessing_of({}, small.source, small.task.parts.train);
  nets::Network network = nets::build_network(small.task.base.arch, SeedTree(1));
  SgdTrainer trainer("base", network, {small.source, small.task.parts.train, input}, test::quick_sgd(0.05), 3,
                     config::Precision::fp32, 0.0, SeedTree(2), log);
  const std::array trainers{&trainer};
  const auto records = run_epochs(trainers, until, file, [&](Round& round) {
    if (epochs_run != nullptr) ++*epochs_run;
    round.train(trainer);
  });
  return {network, records};
}

}  // namespace

TEST_CASE("training that stopped after any epoch goes on to the same result bit by bit", "[training]") {
  const SmallTask small("");
  const test::TemporaryFolder folder;
  const Outcome whole = train(small, folder.path() / "whole.pt", 3);
  for (int stop = 1; stop <= 2; ++stop) {
    const auto file = folder.path() / fmt::format("{}.pt", stop);
    (void)train(small, file, stop);
    int epochs_run = 0;
    const Outcome resumed = train(small, file, 3, &epochs_run);
    REQUIRE(epochs_run == 3 - stop);
    REQUIRE(test::same_state(whole.network, resumed.network));
    REQUIRE(resumed.records.size() == 3);
    for (std::size_t e = 0; e < 3; ++e) {
      REQUIRE(resumed.records[e].loss == whole.records[e].loss);
      REQUIRE(resumed.records[e].accuracy == whole.records[e].accuracy);
    }
  }
}

namespace {

/// A stop in the middle of an epoch.
struct Stopped {};

/// Trains 3 epochs of two networks in turns, weighted by what the round made once, and stops before the given
/// batch, counted over all epochs of this call. Batches are kept as they are when training is interrupted.
Outcome train_two(const SmallTask& small, const std::filesystem::path& file, int stop_before,
                  int* made = nullptr) {
  Logger log(Verbosity::quiet);
  const auto& rows = small.task.parts.train;
  const transforms::Preprocessing input = transforms::preprocessing_of({}, small.source, rows);
  int batches = 0;
  std::vector<nets::Network> networks;
  std::vector<std::unique_ptr<SgdTrainer>> owned;
  for (std::uint64_t k = 0; k < 2; ++k) {
    networks.push_back(nets::build_network(small.task.base.arch, SeedTree(k)));
    owned.push_back(std::make_unique<SgdTrainer>(
        fmt::format("network {}", k), networks.back(), TrainingImages{small.source, rows, input},
        test::quick_sgd(0.05), 3, config::Precision::fp32, 0.0, SeedTree(2), log));
    owned.back()->checkpoint_every(std::chrono::seconds(0));
    owned.back()->minimise(
        [&](const torch::Tensor& outputs, const torch::Tensor& labels, std::span<const std::size_t>) {
          if (batches++ == stop_before) throw Stopped();
          return torch::nn::functional::cross_entropy(
              outputs, labels, torch::nn::functional::CrossEntropyFuncOptions().reduction(torch::kNone));
        });
  }
  const std::array trainers{owned[0].get(), owned[1].get()};
  const auto records = run_epochs(trainers, 3, file, [&](Round& round) {
    const std::string text = round.once([&] {
      if (made != nullptr) ++*made;
      return fmt::format("{}", networks[0]->parameters().front().sum().item<double>());
    });
    const std::vector<float> weights(rows.size(), static_cast<float>(1 + std::abs(std::stod(text))));
    for (auto* trainer : trainers) round.train(*trainer, weights);
  });
  return {networks[1], records};
}

}  // namespace

TEST_CASE("training that stopped before any batch goes on to the same result bit by bit", "[training]") {
  const SmallTask small("");
  const test::TemporaryFolder folder;
  int made = 0;
  const Outcome whole = train_two(small, folder.path() / "whole.pt", -1, &made);
  REQUIRE(made == 3);
  const int batches = 6 * static_cast<int>((small.task.parts.train.size() + 49) / 50);
  for (const int stop : {1, 5, batches / 6, batches / 6 + 2, batches / 3 + 1, batches - 1}) {
    const auto file = folder.path() / fmt::format("{}.pt", stop);
    int made_here = 0;
    REQUIRE_THROWS_AS(train_two(small, file, stop, &made_here), Stopped);
    const Outcome resumed = train_two(small, file, -1, &made_here);
    REQUIRE(made_here == 3);  // nothing that depends on a round's beginning is made in its middle
    REQUIRE(test::same_state(whole.network, resumed.network));
    REQUIRE(resumed.records.size() == 6);
    for (std::size_t e = 0; e < 6; ++e) {
      REQUIRE(resumed.records[e].phase == whole.records[e].phase);
      REQUIRE(resumed.records[e].loss == whole.records[e].loss);
      REQUIRE(resumed.records[e].accuracy == whole.records[e].accuracy);
    }
  }
}

TEST_CASE("a finished phase is loaded, not trained again", "[training]") {
  const SmallTask small("");
  const test::TemporaryFolder folder;
  const Outcome first = train(small, folder.path() / "a.pt", 3);
  int epochs_run = 0;
  const Outcome second = train(small, folder.path() / "a.pt", 3, &epochs_run);
  REQUIRE(epochs_run == 0);
  REQUIRE(test::same_state(first.network, second.network));
}

TEST_CASE("a damaged checkpoint is a DataError that names the file", "[training]") {
  const SmallTask small("");
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "a.pt";
  std::ofstream(file) << "not a checkpoint";
  REQUIRE_THROWS_AS(train(small, file, 3), DataError);
  REQUIRE_THROWS_WITH(train(small, file, 3), Catch::Contains("a.pt"));
}
