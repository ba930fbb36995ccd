#include "config/training.h"

#include "config/fields.h"

namespace hybrid {

void describe(Fields& f, TrainingConfig& c) {
  f.choice("update", c.update, kUpdatedPartsNames,
           {.doc = "what is trained in turn; none fine-tunes the base alone, without router and weights",
            .paper = "router+base (Sec. 3)"});
  f.field("epochs", c.epochs, {.doc = "rounds of Algorithm 1", .paper = "50 (A.4.1)", .min = 1});
  f.field(
      "control", c.control,
      {.doc =
           "also fine-tune the same base for the same steps without router and weights, so that what hybrid "
           "training gains can be told from what longer training gains"});
  f.choice(
      "oracle_labels", c.oracle_labels, kOracleLabelsNames,
      {.doc =
           "images the oracle labels: held_out from training (data.oracle_fraction), all of them by networks "
           "that have not seen them (cross_fit), or the training images, which a cloud network may have "
           "memorised",
       .paper = "train (Alg. 1)"});
  f.section("base", c.base, {.doc = "How the base is trained with the weights W_b."});
  f.section("cloud", c.cloud, {.doc = "How the cloud network is trained with the weights W_g."});
}

}  // namespace hybrid
