#include "config/augmentation.h"

#include "config/fields.h"

namespace hybrid::config {

void describe(Fields& f, ColorJitterConfig& c) {
  constexpr std::string_view kFactor = "a factor drawn from 1 - this to 1 + this; 0 for none";
  f.field("brightness", c.brightness, {.doc = kFactor, .min = 0});
  f.field("contrast", c.contrast, {.doc = kFactor, .min = 0});
  f.field("saturation", c.saturation, {.doc = kFactor, .min = 0});
  f.field(
      "hue", c.hue,
      {.doc = "a turn of the colour circle drawn from minus this to this, 1 being once around; 0 for none",
       .min = 0,
       .max = 0.5});
}

void describe(Fields& f, RandAugmentConfig& c) {
  f.field("operations", c.operations,
          {.doc = "random operations per image, each done with probability 1/2; 0 for none, usual: 2",
           .min = 0,
           .max = 10});
  f.field("magnitude", c.magnitude, {.doc = "mean strength of the operations", .min = 0, .max = 10});
  f.field("magnitude_stddev", c.magnitude_stddev,
          {.doc = "standard deviation of the strength, which stays within 0 to 10", .min = 0});
}

}  // namespace hybrid::config
