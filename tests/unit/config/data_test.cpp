#include "config/data.h"

#include "config/fields.h"
#include "marked_yaml.h"

using namespace hybrid;
using namespace hybrid::config;
using namespace hybrid::test;

TEST_CASE("the fractions must leave something to train on", "[config]") {
  const std::string tail = ", must be < 0.9: the networks are trained on the rest";
  require_findings<DataConfig>("tune_fraction: 0.45\noracle_fraction: ^0.45\n",
                               {"oracle_fraction and tune_fraction add up to 0.9" + tail});
  require_findings<DataConfig>("oracle_fraction: ^0.5\ntune_fraction: 0.5\n",
                               {"oracle_fraction and tune_fraction add up to 1" + tail});
  REQUIRE(findings_in<DataConfig>("oracle_fraction: 0.5\ntune_fraction: 0.39\n").empty());
}

TEST_CASE("there is always a tuning part, and at most half of the images in either", "[config]") {
  require_findings<DataConfig>("tune_fraction: ^0", {"tune_fraction is 0, must be in (0, 0.5]"});
  require_findings<DataConfig>("oracle_fraction: ^0.6", {"oracle_fraction is 0.6, must be in [0, 0.5]"});
  REQUIRE(findings_in<DataConfig>("oracle_fraction: 0").empty());
}

TEST_CASE("limits count images, 0 for all", "[config]") {
  require_findings<DataConfig>("train_limit: ^-1\ntest_limit: 0\n", {"train_limit is -1, must be >= 0"});
}

TEST_CASE("with halves of the test images no training image is kept for tuning", "[config]") {
  REQUIRE(
      findings_in<DataConfig>("tune_on: test_halves\ntune_fraction: 0.45\noracle_fraction: 0.45\n").empty());
}

TEST_CASE("a folder of images has a root", "[config]") {
  require_findings<DataConfig>(
      "dataset: ^image_folder",
      {"dataset is image_folder, so root must name the folder that holds train/ and test/"});
  REQUIRE(findings_in<DataConfig>("dataset: image_folder\nroot: /my/images\nimage_size: 256\n").empty());
  require_findings<DataConfig>("dataset: cifar100\nimage_size: ^32\n",
                               {"image_size is 32, but dataset is cifar100, whose images are of one size: "
                                "leave it 0, and choose base.input.size and cloud.input.size"});
  REQUIRE(findings_in<DataConfig>("dataset: image_folder\nroot: x\nclass_order: numeric\n").empty());
  require_findings<DataConfig>(
      "dataset: cifar100\nclass_order: ^numeric\n",
      {"class_order is numeric, but dataset is cifar100, whose classes have an order: "
       "leave it out"});
}
