#include "config/input.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/fields.h"
#include "config/input_faults.h"

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

std::vector<InputFault> input_faults(const InputConfig& c, const InputNames& names) {
  std::vector<InputFault> faults;
  if (c.mean.size() != c.stddev.size())
    faults.push_back({{"mean", "stddev"},
                      fmt::format("{} has {} values and {} {}: give one of each per channel, or neither",
                                  names.mean, c.mean.size(), names.stddev, c.stddev.size())});
  if (const auto least = std::ranges::min_element(c.stddev);
      least != c.stddev.end() && *least < kLeastDeviation)
    faults.push_back(
        {{"stddev", "stddev"},
         fmt::format("{} has {}, less than 1/255, one step of a pixel: was it divided by 255 twice?",
                     names.stddev, *least)});
  if (c.size == 0 && c.crop < 1)
    faults.push_back({{"crop", "size"},
                      fmt::format("{} is below 1, but {} is 0: images that are not resized are not cropped",
                                  names.crop, names.size)});
  return faults;
}

void validate(const InputConfig& c, const Findings& findings) {
  for (const auto& [keys, message] : input_faults(c)) findings.add({keys[0], keys[1]}, message);
}

}  // namespace hybrid::config
