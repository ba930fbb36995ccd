#include "training/split_computation.h"

#include "arch/early_exit.h"
#include "nets/infer.h"
#include "small_task.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::training;
using test::SmallTask;

namespace {

/// A cloud that knows the made-up images, and what splits it.
struct SmallSplit {
  SmallTask small{""};
  SplitTask task{.images = small.source, .parts = small.task.parts, .epochs = 15, .calibration = 50};

  SmallSplit() {
    Logger log(Verbosity::quiet);
    task.input = transforms::preprocessing_of({}, small.source, small.task.parts.train);
    task.cloud = nets::build_network(small.task.cloud.arch, SeedTree(1));
    SgdTrainer trainer("cloud", task.cloud, {small.source, small.task.parts.train, task.input},
                       test::quick_sgd(0.1), 3, config::Precision::fp32, 0.0, SeedTree(2), log);
    for (int epoch = 0; epoch < 3; ++epoch) trainer.run_epoch(epoch);
    task.cloud->eval();
  }

  SplitModels split(const char* after) const {
    Logger log(Verbosity::quiet);
    return train_split(task, arch::exit_point(task.cloud->spec(), after), log);
  }

  std::vector<float> ask_about_tune(const nets::InferenceModel& model) const {
    Logger log(Verbosity::quiet);
    return nets::infer_all(model, {task.input}, small.source, small.task.parts.tune, log);
  }

  double accuracy(const nets::InferenceModel& model) const {
    const auto logits = ask_about_tune(model);
    double right = 0;
    const auto& rows = small.task.parts.tune;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto row = logits.begin() + static_cast<std::ptrdiff_t>(10 * i);
      right += std::max_element(row, row + 10) - row == small.images.labels[rows[i]];
    }
    return right / static_cast<double>(rows.size());
  }
};

}  // namespace

TEST_CASE("exits learn, int8 features cost the cloud little, and fp32 features nothing", "[training]") {
  SmallSplit split;
  const double whole = split.accuracy(nets::inference_model(split.task.cloud));
  REQUIRE(whole > 0.4);
  const SplitModels late = split.split("4");
  REQUIRE(split.accuracy(nets::inference_model(late.exit)) > 0.25);  // by chance: 0.1
  REQUIRE(late.quantization);
  REQUIRE(split.accuracy(late.cloud) == Approx(whole).margin(0.03));
  REQUIRE(split.ask_about_tune(late.cloud) != split.ask_about_tune(nets::inference_model(split.task.cloud)));

  split.task.format = arch::FeatureFormat::fp32;
  const SplitModels exact = split.split("4");
  REQUIRE_FALSE(exact.quantization);
  REQUIRE(split.ask_about_tune(exact.cloud) == split.ask_about_tune(nets::inference_model(split.task.cloud)));
}

TEST_CASE("training an exit leaves the cloud as it is, and gives the same twice", "[training]") {
  const SmallSplit split;
  const auto before = split.ask_about_tune(nets::inference_model(split.task.cloud));
  const SplitModels first = split.split("2"), second = split.split("2");
  REQUIRE(test::same_state(first.exit, second.exit));
  REQUIRE(first.quantization == second.quantization);
  REQUIRE(split.ask_about_tune(nets::inference_model(split.task.cloud)) == before);
}
