#include "config/input.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/fields.h"

namespace hybrid::config {

namespace {

constexpr std::string_view kOtherScale =
    "pixels are from 0 to 1 here: divide what is meant for 0 to 255 by 255";

/// Below one step of an 8-bit pixel, 1/255 with room for rounding, no images vary.
constexpr double kLeastDeviation = 0.0035;

}  // namespace

void describe(Fields& f, InputConfig& c) {
  f.field("size", c.size,
          {.doc = "height and width of the network's input; 0 for the images as they are",
           .unit = "pixels",
           .paper = "96 to 236 (A.4.2)",
           .min = 0});
  f.choice(
      "resize", c.resize, kResizeNames,
      {.doc = "how images are resized; it belongs to the network's weights. pillow_bilinear, "
              "pillow_bicubic: as torchvision does with PIL images, antialiased; opencv_bilinear: OpenCV's "
              "INTER_LINEAR"});
  f.field("crop", c.crop,
          {.doc = "share of the resized image's shorter side that the middle square of `size` pixels takes",
           .min = kSmallestCrop,
           .max = 1});
  f.field(
      "mean", c.mean,
      {.doc = "mean per channel, of pixels in [0, 1], as in the network's training; [] in a config: that of "
              "the training images",
       .min = 0,
       .max = 1,
       .check_words = kOtherScale});
  f.field("stddev", c.stddev,
          {.doc = "standard deviation per channel, as for the mean",
           .max = 1,
           .above = 0,
           .check_words = kOtherScale});
}

void validate(const InputConfig& c, const Findings& findings) {
  if (c.mean.size() != c.stddev.size())
    findings.add({"mean", "stddev"}, fmt::format("mean has {} values and stddev {}: give one of each per "
                                                 "channel, or neither",
                                                 c.mean.size(), c.stddev.size()));
  if (const auto least = std::ranges::min_element(c.stddev);
      least != c.stddev.end() && *least < kLeastDeviation)
    findings.add({"stddev"},
                 fmt::format("stddev has {}, less than 1/255, one step of a pixel: was it divided "
                             "by 255 twice?",
                             *least));
  if (c.size == 0 && c.crop < 1)
    findings.add({"crop", "size"},
                 "crop is below 1, but size is 0: images that are not resized are not cropped");
}

}  // namespace hybrid::config
