#include "config/network.h"

#include "config/fields.h"

namespace hybrid {

void describe(Fields& f, PretrainConfig& c) {
  f.field("epochs", c.epochs, {.doc = "passes over the training images", .min = 1});
  describe(f, c.sgd);
  f.field("label_smoothing", c.label_smoothing,
          {.doc = "share of each label that is spread over all classes", .min = 0, .below = 1});
}

void describe(Fields& f, NetworkConfig& c) {
  f.field("network", c.network,
          {.doc = "name of the architecture", .paper = "MCUNet, MobileNetV3 (A.4.2)", .required = true});
  f.choice(
      "precision", c.precision, kPrecisionNames,
      {.doc =
           "arithmetic of training and prediction: fp32, or bf16 in the layers where it is safe (autocast)"});
  f.section("pretrain", c.pretrain,
            {.doc = "Standard training before the hybrid phase. The paper starts from published weights."});
}

}  // namespace hybrid
