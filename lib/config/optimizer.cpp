#include "config/optimizer.h"

#include <fmt/format.h>

#include "config/fields.h"

namespace hybrid::config {

void describe(Fields& f, SgdConfig& c) {
  f.field("learning_rate", c.learning_rate,
          {.doc = "step size at the start of the cosine",
           .paper = "1e-4 for hybrid training (A.4.1)",
           .above = 0});
  f.field("momentum", c.momentum,
          {.doc = "share of the last step that is kept", .paper = "used, not given", .min = 0, .below = 1});
  f.field("weight_decay", c.weight_decay, {.doc = "L2 penalty", .paper = "1e-5 (A.4.1)", .min = 0});
  f.field("batch", c.batch, {.doc = "images per step", .unit = "images", .paper = "256 (A.4.1)", .min = 1});
  f.field("warmup_fraction", c.warmup_fraction,
          {.doc = "share of the steps in which the learning rate climbs from 0, before the cosine",
           .min = 0,
           .max = 0.5});
  f.choice(
      "augment", c.augment, kAugmentNames,
      {.doc = "random changes of the training images: mirrored, or mirrored and shifted by up to `shift` "
              "pixels, or a random part (crop_area) resized to the input's size and mirrored. "
              "The keys below add to each but none"});
  f.field(
      "shift", c.shift,
      {.doc =
           "largest shift by flip_shift in each direction, in pixels of the data set; new pixels are black",
       .unit = "pixels",
       .paper = "not given; usual on CIFAR: 4",
       .min = 1});
  f.field("crop_area", c.crop_area,
          {.doc = "least and largest share of the image's area that random_resized_crop takes, its ratio "
                  "of width to height in 3/4 to 4/3",
           .paper = "not given; usual on ImageNet: 0.08 to 1",
           .max = 1,
           .above = 0});
  f.section("color_jitter", c.color_jitter, {.doc = "Random colours, as torchvision's ColorJitter."});
  f.section("rand_augment", c.rand_augment,
            {.doc = "RandAugment (Cubuk et al. 2020) with timm's operations, after color_jitter."});
  f.field(
      "erasing", c.erasing,
      {.doc = "probability that a random part of the input, 2 to 33 % of its area, is replaced by the mean "
              "colour (random erasing)",
       .min = 0,
       .max = 1});
}

void validate(const SgdConfig& c, const Findings& findings) {
  const SgdConfig defaults;
  if (c.crop_area.size() != 2 || c.crop_area[0] > c.crop_area[1])
    findings.add({"crop_area"}, "crop_area is the least and the largest share, for example [0.08, 1]");
  else if (c.augment != Augment::random_resized_crop && c.crop_area != defaults.crop_area)
    findings.add({"crop_area", "augment"},
                 fmt::format("crop_area is set, but augment is {}, which takes whole images: choose "
                             "random_resized_crop",
                             name_of(c.augment, kAugmentNames)));
  if (c.augment != Augment::none) return;
  const auto needs_some = [&](bool set, std::string_view key) {
    if (set)
      findings.add({std::string(key), "augment"},
                   fmt::format("{} is set, but augment is none: choose flip at least", key));
  };
  needs_some(c.color_jitter != defaults.color_jitter, "color_jitter");
  needs_some(c.rand_augment.operations != 0, "rand_augment");
  needs_some(c.erasing != 0, "erasing");
}

}  // namespace hybrid::config
