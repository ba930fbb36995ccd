#include "config/optimizer.h"

#include "config/fields.h"

namespace hybrid {

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
      {.doc =
           "random changes of the training images: mirrored, or mirrored and moved by up to `shift` pixels"});
  f.field(
      "shift", c.shift,
      {.doc = "most pixels, of the data set's own, that flip_shift moves an image by in each direction; what "
              "comes in is black",
       .unit = "pixels",
       .paper = "not given; usual on CIFAR: 4",
       .min = 1});
}

}  // namespace hybrid
