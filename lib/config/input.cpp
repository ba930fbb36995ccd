#include "config/input.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/fields.h"

namespace hybrid::config {

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
       .max = 1});
  f.field("stddev", c.stddev, {.doc = "standard deviation per channel, as for the mean", .above = 0});
}

void validate(const InputConfig& c, const Findings& findings) {
  if (c.mean.size() != c.stddev.size())
    findings.add({"mean", "stddev"}, fmt::format("mean has {} values and stddev {}: give one of each per "
                                                 "channel, or neither",
                                                 c.mean.size(), c.stddev.size()));
  if (c.size == 0 && c.crop < 1)
    findings.add({"crop", "size"},
                 "crop is below 1, but size is 0: images that are not resized are not cropped");
}

}  // namespace hybrid::config
