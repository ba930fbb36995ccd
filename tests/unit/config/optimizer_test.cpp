#include "config/optimizer.h"

#include <catch2/catch.hpp>

#include "config/experiment.h"
#include "config/load.h"
#include "core/error.h"
#include "support/error_message.h"

using namespace hybrid;
using namespace hybrid::config;
using Catch::Contains;

namespace {

ExperimentConfig loaded(const std::string& pretrain) {
  return load_text<ExperimentConfig>(
             "name: x\ncloud:\n  network: linear\nbase:\n  network: linear\n  pretrain:\n" + pretrain,
             "experiment.yaml")
      .value;
}

std::string error_of(const std::string& pretrain) {
  return test::error_message<ConfigError>([&] { loaded(pretrain); });
}

}  // namespace

TEST_CASE("the random changes of training images are read from YAML", "[config]") {
  const SgdConfig sgd = loaded(
                            "    augment: random_resized_crop\n"
                            "    crop_area: [0.35, 1]\n"
                            "    color_jitter: {brightness: 0.125, saturation: 0.5}\n"
                            "    rand_augment: {operations: 2, magnitude: 9, magnitude_stddev: 0.5}\n"
                            "    erasing: 0.2\n")
                            .base.pretrain.sgd;
  REQUIRE(sgd.augment == Augment::random_resized_crop);
  REQUIRE(sgd.crop_area == std::vector<double>{0.35, 1});
  REQUIRE(sgd.color_jitter == ColorJitterConfig{.brightness = 0.125, .saturation = 0.5});
  REQUIRE(sgd.rand_augment == RandAugmentConfig{.operations = 2});
  REQUIRE(sgd.erasing == 0.2);
}

TEST_CASE("changes that augment leaves out are told, with what to choose", "[config]") {
  REQUIRE_THAT(error_of("    augment: none\n    erasing: 0.2\n"),
               Contains("base.pretrain.erasing is set, but base.pretrain.augment is none") ||
                   Contains("erasing is set, but augment is none"));
  REQUIRE_THAT(error_of("    augment: none\n    color_jitter: {hue: 0.1}\n"),
               Contains("color_jitter is set"));
  REQUIRE_THAT(error_of("    augment: none\n    rand_augment: {operations: 2}\n"),
               Contains("rand_augment is set"));
  REQUIRE_THAT(error_of("    augment: flip\n    crop_area: [0.5, 1]\n"),
               Contains("choose random_resized_crop"));
}

TEST_CASE("shares of an image that are none are refused", "[config]") {
  for (const std::string area : {"[0.5]", "[0.9, 0.1]", "[0, 1]", "[0.5, 1.5]", "[]"})
    REQUIRE_THAT(error_of("    augment: random_resized_crop\n    crop_area: " + area + "\n"),
                 Contains("crop_area"));
  REQUIRE_THAT(error_of("    color_jitter: {hue: 0.7}\n"), Contains("hue"));
  REQUIRE_THAT(error_of("    erasing: 2\n"), Contains("erasing"));
}
