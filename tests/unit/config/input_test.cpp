#include "config/input.h"

#include "config/fields.h"
#include "marked_yaml.h"

using namespace hybrid;
using namespace hybrid::config;
using namespace hybrid::test;

TEST_CASE("an input gives a mean and a deviation for each channel, or neither", "[config]") {
  require_findings<InputConfig>("mean: ^[0.5, 0.4]\nstddev: [0.2]\n",
                                {"mean has 2 values and stddev 1: give one of each per channel, or neither"});
  require_findings<InputConfig>("size: 96\nmean: ^[0.5]\n",
                                {"mean has 1 values and stddev 0: give one of each per channel, or neither"});
  REQUIRE(findings_in<InputConfig>("mean: [0.5, 0, 1]\nstddev: [0.2, 1, 0.0039]\n").empty());
  REQUIRE(findings_in<InputConfig>("mean: []\nstddev: []\n").empty());
}

TEST_CASE("images that are not resized are not cropped", "[config]") {
  require_findings<InputConfig>("crop: ^0.875",
                                {"crop is below 1, but size is 0: images that are not resized are not "
                                 "cropped"});
  REQUIRE(findings_in<InputConfig>("size: 224\ncrop: 0.875\n").empty());
}

TEST_CASE("a mean or deviation for pixels up to 255, or divided twice, is refused with what to do",
          "[config]") {
  const std::string divide = "; pixels are from 0 to 1 here: divide what is meant for 0 to 255 by 255";
  require_findings<InputConfig>("mean: [^123.675, 0.4]\nstddev: [0.2, 0.2]\n",
                                {"mean[0] is 123.675, must be in [0, 1]" + divide});
  require_findings<InputConfig>("mean: [0.5, ^-0.4]\nstddev: [0.2, 0.2]\n",
                                {"mean[1] is -0.4, must be in [0, 1]" + divide});
  require_findings<InputConfig>("mean: [0.5]\nstddev: [^58.395]\n",
                                {"stddev[0] is 58.395, must be in (0, 1]" + divide});
  require_findings<InputConfig>("mean: [0.5]\nstddev: [^0]\n",
                                {"stddev[0] is 0, must be in (0, 1]" + divide});
  require_findings<InputConfig>(
      "mean: [0.0019, 0.0018]\nstddev: ^[0.0009, 0.0008]\n",
      {"stddev has 0.0008, less than 1/255, one step of a pixel: was it divided by 255 twice?"});
}

TEST_CASE("an input's values have their bounds", "[config]") {
  require_findings<InputConfig>("size: ^-1", {"size is -1, must be >= 0"});
  require_findings<InputConfig>("size: 8\ncrop: ^0", {"crop is 0, must be in [0.1, 1]"});
  require_findings<InputConfig>("size: 8\ncrop: ^1.1", {"crop is 1.1, must be in [0.1, 1]"});
  require_findings<InputConfig>("resize: ^bicubic",
                                {"resize is bicubic, must be one of pillow_bilinear, pillow_bicubic, "
                                 "opencv_bilinear"});
}
