#include "small_task.h"

#include "training/epoch_checkpoints.h"

#include <array>
#include <fstream>

#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using test::SmallTask;

namespace {

struct Outcome {
  Network network{nullptr};
  std::vector<EpochRecord> records;
};

/// Trains `until` of 3 epochs from whatever the file holds.
Outcome train(const SmallTask& small, const std::filesystem::path& file, int until,
              int* epochs_run = nullptr) {
  Logger log(Verbosity::quiet);
  const Preparation input = preparation_of({}, small.images, small.task.parts.train);
  Network network = build_network(small.task.base.arch, SeedTree(1));
  SgdTrainer trainer("base", network, {small.images, small.task.parts.train, input}, test::quick_sgd(0.05), 3,
                     Precision::fp32, 0.0, SeedTree(2), log);
  const std::array trainers{&trainer};
  const auto records = run_epochs(trainers, until, file, [&](int epoch) {
    if (epochs_run != nullptr) ++*epochs_run;
    return std::vector{trainer.run_epoch(epoch)};
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
